"""Contacts that are due, with everything that decides whether they may be dialed, read inside the claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignState, NumberKind, NumberList
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.policy.caps import WEEK, Touches
from ari_app.policy.governance import Candidate, Number
from ari_app.store.campaigns import RunningCampaign, stored_windows
from ari_app.store.patients import MINOR_UNTIL
from ari_app.store.phone_index import phone_indexes
from ari_app.store.unit_of_work import Row, UnitOfWork

FIRST_RANK = 10
"""Rank of urgent and requested contacts; the others have their priority, 0 to 9."""

_PHONE, _SECOND, _GUARDIAN = (
    "patients.phone_encrypted",
    "patients.second_phone_encrypted",
    "relatives.phone_encrypted",
)


@dataclass(frozen=True, slots=True)
class DueContact:
    """A contact that is locked for this claim. `phones` are its numbers in E.164, `indexes` theirs under every key.

    `last_shown` is the number of ours that the patient saw last, `area` that of his phone. `was_dialed`: an
    earlier attempt of this follow-up was dialed. A higher `rank` is dialed first.
    """

    id: UUID
    patient_id: UUID
    candidate: Candidate = field(repr=False)
    phones: Mapping[NumberKind, str] = field(repr=False)
    indexes: frozenset[bytes] = field(repr=False)
    next_number: int
    keep_caller_id: bool
    last_shown: str | None
    area: str | None
    department: str | None
    was_dialed: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds for every candidate of a campaign: the moment, its local day, and who is there to take over.

    `own_attempt` is one that is looked at once more: neither it nor its touch stands in its own way.
    """

    organization_id: UUID
    campaign: RunningCampaign
    at: datetime
    today: date
    whitelist_only: bool
    people_on_duty: bool
    own_attempt: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Phone:
    kind: NumberKind
    e164: str
    indexes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    phones: tuple[_Phone, ...]
    area: str | None
    is_minor: bool
    has_guardian: bool
    is_deceased: bool


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Lists, touches and live attempts by person and by number."""

    lists: Mapping[object, frozenset[NumberList]]
    touches: Mapping[object, tuple[datetime, ...]]
    talking: frozenset[object]


async def due_ids(
    uow: UnitOfWork, campaign_id: UUID, at: datetime, at_most: int, *, first_only: bool
) -> list[UUID]:
    """Contacts of a campaign that are due, in the order of dialing; `first_only`: urgent and requested ones."""
    rows = await uow.all(
        "claims.due",
        campaign_id=campaign_id,
        at=at,
        at_most=at_most,
        highest=FIRST_RANK,
        lowest=FIRST_RANK if first_only else 0,
    )
    return [UUID(str(row["id"])) for row in rows]


async def begun_ids(
    uow: UnitOfWork, campaign_id: UUID, at: datetime, at_most: int, *, first_only: bool
) -> list[UUID]:
    """As `due_ids`, but only follow-ups that were dialed before: a trial whose day is full goes on with those."""
    rows = await uow.all(
        "claims.due_begun", campaign_id=campaign_id, at=at, at_most=at_most, first_only=first_only
    )
    return [UUID(str(row["id"])) for row in rows]


async def begun_since(uow: UnitOfWork, campaign_id: UUID, day_start: datetime) -> int:
    """How many follow-ups of a campaign have had their first attempt since then."""
    row = await uow.one("claims.begun_today", campaign_id=campaign_id, day_start=day_start)
    return 0 if row is None else int(row["begun"])


async def lock_and_read(uow: UnitOfWork, ids: Sequence[UUID], around: Circumstances) -> list[DueContact]:
    """Lock those of the contacts that are still free, and read all that is known of them, in order of dialing."""
    contacts = await uow.all("claims.lock_contacts", ids=list(ids), own_attempt=around.own_attempt)
    if not contacts:
        return []
    patient_ids = sorted({UUID(str(row["patient_id"])) for row in contacts})
    people = await _people(uow, patient_ids, around.today)
    ledger = await _ledger(uow, around, patient_ids, people)
    tries = {row["contact_id"]: row for row in await uow.all("claims.tries", ids=list(ids))}
    return [_due(row, people[row["patient_id"]], tries.get(row["id"]), ledger, around) for row in contacts]


async def _people(uow: UnitOfWork, patient_ids: Sequence[UUID], today: date) -> dict[UUID, _Person]:
    guardians = defaultdict[UUID, list[Row]](list)
    for row in await uow.all("claims.guardians", patient_ids=list(patient_ids)):
        guardians[row["patient_id"]].append(row)
    rows = await uow.all("claims.patients", ids=list(patient_ids))
    return {row["id"]: _person(uow, row, guardians[row["id"]], today) for row in rows}


def _person(uow: UnitOfWork, row: Row, guardians: Sequence[Row], today: date) -> _Person:
    cipher, patient_id = uow.cipher, row["id"]
    phones = [_phone(uow, NumberKind.MAIN, cipher.open(row["phone_encrypted"], _PHONE, patient_id))]
    second = cipher.open_optional(row["second_phone_encrypted"], _SECOND, patient_id)
    if second is not None:
        phones.append(_phone(uow, NumberKind.SECOND, second))
    for guardian in guardians:
        number = cipher.open_optional(guardian["phone_encrypted"], _GUARDIAN, guardian["id"])
        if number is not None:
            phones.append(_phone(uow, NumberKind.GUARDIAN, number))
            break
    until = cipher.open_optional(row["minor_until_encrypted"], MINOR_UNTIL, patient_id)
    return _Person(
        phones=tuple(phones),
        area=row["phone_area"],
        is_minor=until is not None and today < date.fromisoformat(until),
        has_guardian=bool(guardians),
        is_deceased=row["deceased_at"] is not None,
    )


def _phone(uow: UnitOfWork, kind: NumberKind, e164: str) -> _Phone:
    return _Phone(kind, e164, tuple(phone_indexes(uow, e164)))


async def _ledger(
    uow: UnitOfWork, around: Circumstances, patient_ids: Sequence[UUID], people: Mapping[UUID, _Person]
) -> _Ledger:
    indexes = sorted({each for one in people.values() for phone in one.phones for each in phone.indexes})
    keys: dict[str, object] = {
        "organization_id": around.organization_id,
        "phone_indexes": indexes,
        "patient_ids": list(patient_ids),
    }
    lists, touches = defaultdict[object, set[NumberList]](set), defaultdict[object, list[datetime]](list)
    for row in await uow.all("claims.listed", **keys):
        for key in (row["phone_index"], row["patient_id"]):
            lists[key].add(NumberList(row["kind"]))
    for row in await uow.all(
        "claims.touched", **keys, since=around.at - WEEK, own_attempt=around.own_attempt
    ):
        for key in (row["phone_index"], row["patient_id"]):
            touches[key].append(row["at"])
    live = await uow.all(
        "claims.talking", organization_id=around.organization_id, own_attempt=around.own_attempt
    )
    return _Ledger(
        {key: frozenset(found) for key, found in lists.items()},
        {key: tuple(sorted(times)) for key, times in touches.items()},
        frozenset(key for row in live for key in (row["patient_id"], row["phone_index"])),
    )


def _due(row: Row, person: _Person, tries: Row | None, ledger: _Ledger, around: Circumstances) -> DueContact:
    patient_id = row["patient_id"]
    phones = sorted(person.phones, key=lambda one: row["use_second"] and one.kind is not NumberKind.SECOND)
    indexes = frozenset(each for phone in phones for each in phone.indexes)
    candidate = Candidate(
        numbers=tuple(_number(phone, ledger) for phone in phones),
        due_at=row["due_at"],
        max_attempts=around.campaign.max_attempts,
        campaign=CampaignState.RUNNING,
        campaign_windows=around.campaign.windows,
        patient_windows=stored_windows(row["windows"], around.campaign.ahead),
        lists=_person_lists(ledger, patient_id),
        touches=Touches(ledger.touches.get(patient_id, ()), 0 if tries is None else tries["counted"]),
        whitelist_only=around.whitelist_only,
        urgent=row["urgent"],
        requested=row["requested"],
        not_after=row["not_after"],
        on_weekends=row["on_weekends"],
        on_holidays=row["on_holidays"],
        is_minor=person.is_minor,
        has_guardian=person.has_guardian,
        is_deceased=person.is_deceased,
        in_call=not ledger.talking.isdisjoint((patient_id, *indexes)),
        needs_people=around.campaign.needs_people,
        people_on_duty=around.people_on_duty,
    )
    return DueContact(
        id=row["id"],
        patient_id=patient_id,
        candidate=candidate,
        phones={phone.kind: phone.e164 for phone in phones},
        indexes=indexes,
        next_number=1 if tries is None else tries["number"] + 1,
        keep_caller_id=row["keep_caller_id"],
        last_shown=None if tries is None else tries["last_shown"],
        area=person.area,
        department=row["department"],
        was_dialed=tries is not None and tries["dialed"] > 0,
        rank=row["rank"],
    )


def _person_lists(ledger: _Ledger, patient_id: UUID) -> frozenset[NumberList]:
    """What is said of the person; that one of his numbers is dead is said of the number alone."""
    return ledger.lists.get(patient_id, frozenset()) - {NumberList.INVALID}


def _number(phone: _Phone, ledger: _Ledger) -> Number:
    times = {at for index in phone.indexes for at in ledger.touches.get(index, ())}
    lists = [ledger.lists.get(index, frozenset()) for index in phone.indexes]
    return Number(phone.kind, _is_valid(phone.e164), frozenset().union(*lists), Touches(tuple(sorted(times))))


def _is_valid(e164: str) -> bool:
    try:
        PhoneNumber.parse(e164)
    except WrongInput:
        return False
    return True
