"""Attempts that have ended and wait for the decision what follows; the decision, written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.core.dialing_vocabulary import NumberKind, PatientMessage
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.redial import Ended, Redial, RedialPlan
from ari_app.store.campaigns import stored_windows
from ari_app.store.message_links import may_remind
from ari_app.store.outbox import add_messages_requested
from ari_app.store.references import Lease
from ari_app.store.unit_of_work import Row, UnitOfWork


@dataclass(frozen=True, slots=True)
class EndedOfCampaign:
    """An ended attempt with all that decides what follows.

    `asked_for` is the text of the time that the patient named, local in `zone`, the hospital's. `was_dialed` is
    false for one that was given back. `is_unknown`: its worker was lost before it was answered; `never_rang` when
    the PBX told that it had not been dialed.
    """

    attempt_id: UUID
    organization_id: UUID
    contact_id: UUID
    patient_id: UUID
    trunk_id: UUID | None
    cause: str
    was_dialed: bool
    is_unknown: bool
    never_rang: bool
    asked_for: str | None
    zone: ZoneInfo
    ended: Ended
    plan: RedialPlan


async def take(uow: UnitOfWork, organization_id: UUID, at: datetime, at_most: int) -> list[UUID]:
    """Attempts to be settled, the oldest first, locked until the transaction ends; others take others."""
    rows = await uow.all("redials.take", organization_id=organization_id, at=at, at_most=at_most)
    return [UUID(str(row["attempt_id"])) for row in rows]


async def take_this(uow: UnitOfWork, attempt_id: UUID) -> bool:
    """Lock one attempt to be settled; False when another has it, or has settled it."""
    return await uow.one("redials.take_this", attempt_id=attempt_id) is not None


async def lock_contacts(uow: UnitOfWork, attempt_ids: Sequence[UUID]) -> None:
    """Nobody else changes the follow-ups of these attempts until the transaction ends."""
    await uow.all("redials.lock_contacts", attempt_ids=list(attempt_ids))


@dataclass(frozen=True, slots=True)
class EndedAttempts:
    """`found` with their past, in the order in which they ended; `broken`: whose campaign cannot be read, and why;
    `gone`: whose contacts are in no campaign any more.
    """

    found: list[EndedOfCampaign]
    broken: dict[UUID, WrongInput]
    gone: list[UUID]


async def read(uow: UnitOfWork, attempt_ids: Sequence[UUID]) -> EndedAttempts:
    """The attempts, each with its past."""
    rows = await uow.all("redials.ended", attempt_ids=list(attempt_ids))
    contact_ids = [row["contact_id"] for row in rows]
    past: dict[UUID, list[Row]] = {contact_id: [] for contact_id in contact_ids}
    for each in await uow.all("redials.earlier", contact_ids=contact_ids):
        past[each["contact_id"]].append(each)
    found, broken = list[EndedOfCampaign](), dict[UUID, WrongInput]()
    for row in rows:
        earlier = [each for each in past[row["contact_id"]] if each["number"] < row["number"]]
        try:
            found.append(_with_past(row, earlier))
        except WrongInput as error:
            broken[row["id"]] = error
    gone = set(attempt_ids) - {row["id"] for row in rows}
    return EndedAttempts(found, broken, sorted(gone))


def _with_past(row: Row, earlier: list[Row]) -> EndedOfCampaign:
    disposition = Disposition(row["disposition"])
    first_due_at = earlier[0]["due_at"] if earlier else row["dialing_at"] or row["ended_at"]
    return EndedOfCampaign(
        attempt_id=row["id"],
        organization_id=row["organization_id"],
        contact_id=row["contact_id"],
        patient_id=row["patient_id"],
        trunk_id=row["trunk_id"],
        cause=f"{row['hangup_cause'] or ''}/{row['tech_cause'] or ''} {disposition.value}",
        was_dialed=row["dialing_at"] is not None
        or (row["direction"] == "inbound" and row["answered_at"] is not None),
        is_unknown=disposition is Disposition.INTERRUPTED and row["answered_at"] is None,
        never_rang=row["never_rang"],
        asked_for=row["asked_for"],
        zone=ZoneInfo(row["time_zone"]),
        ended=_ended(row, earlier, disposition, first_due_at),
        plan=RedialPlan(
            row["max_attempts"],
            tuple(row["retry_hours"]),
            stored_windows(row["campaign_windows"], row["ahead"]),
            row["other_day_part"],
        ),
    )


def _ended(row: Row, earlier: list[Row], disposition: Disposition, first_due_at: datetime) -> Ended:
    return Ended(
        disposition=disposition,
        ended_at=row["ended_at"],
        first_due_at=first_due_at,
        earlier=tuple(Disposition(one["disposition"]) for one in earlier if one["dialing_at"] is not None),
        number=NumberKind(row["number_kind"]),
        has_second_number=row["has_second"],
        person_calls=row["person_calls"],
        patient_windows=stored_windows(row["windows"], row["ahead"]),
        not_after=row["not_after"],
        urgent=row["urgent"],
        requested=row["requested"],
        is_inbound=row["direction"] == "inbound",
    )


Decided = Sequence[tuple[EndedOfCampaign, Redial]]


async def record(uow: UnitOfWork, decided: Decided, at: datetime) -> None:
    """Write the decisions once, and let the contacts go on by them. One that was canceled meanwhile stays so."""
    await uow.run_many("redials.insert", [_decision_row(one, redial, at) for one, redial in decided])
    await uow.run_many("redials.free_contact", [_contact_row(one, redial) for one, redial in decided])
    told = [one for one, redial in decided if redial.message is not PatientMessage.NONE]
    if told:
        reminded = await may_remind(uow, [one.attempt_id for one in told])
        wanted = [(one.organization_id, one.attempt_id) for one in told if one.attempt_id in reminded]
        await add_messages_requested(uow, wanted, at)
    await forget(uow, [one.attempt_id for one, _ in decided])


def _decision_row(one: EndedOfCampaign, redial: Redial, at: datetime) -> dict[str, object]:
    return {
        "attempt_id": one.attempt_id,
        "organization_id": one.organization_id,
        "contact_id": one.contact_id,
        "disposition": one.ended.disposition.value,
        "counts": redial.counts,
        "next_at": redial.next_at,
        "reason": _reason(redial),
        "message": redial.message.value,
        "at": at,
    }


def _contact_row(one: EndedOfCampaign, redial: Redial) -> dict[str, object]:
    return {
        "contact_id": one.contact_id,
        "attempt_id": one.attempt_id,
        "status": redial.status.value,
        "next_at": redial.next_at,
        "requested": redial.requested,
        "use_second": redial.use_second or one.ended.number is NumberKind.SECOND,
        "keep_caller_id": redial.same_caller_id,
    }


def _reason(redial: Redial) -> str:
    if redial.why is not None:
        return redial.why.value
    return "next_try" if redial.next_at is not None else redial.status.value


async def release(uow: UnitOfWork, undialed: Sequence[EndedOfCampaign]) -> None:
    """Attempts that were never dialed: their contacts are free again, as if they had not been claimed."""
    freed = [{"contact_id": one.contact_id, "attempt_id": one.attempt_id} for one in undialed]
    await uow.run_many("redials.release_contact", freed)
    await forget(uow, [one.attempt_id for one in undialed])


async def forget(uow: UnitOfWork, attempt_ids: Sequence[UUID]) -> None:
    """Nothing more is to be decided about these attempts."""
    if attempt_ids:
        await uow.run("redials.done", attempt_ids=list(attempt_ids))


async def put_aside(uow: UnitOfWork, attempt_id: UUID, at: datetime) -> None:
    """An attempt that cannot be settled now lets the others go first."""
    await uow.run("redials.put_aside", attempt_id=attempt_id, at=at)


async def uncount(uow: UnitOfWork, attempt_ids: Sequence[UUID]) -> None:
    """The caps do not count attempts whose failure was ours: they never reached the patient."""
    if attempt_ids:
        await uow.run("redials.uncount_touches", attempt_ids=list(attempt_ids))


@dataclass(frozen=True, slots=True)
class LostAttempt:
    """An attempt of a worker that is gone; `lease` is the one it had.

    `is_undialed`: it was only claimed. `concluded_as` is how its talk had concluded, when it had.
    """

    lease: Lease
    state: str
    is_undialed: bool
    concluded_as: Disposition | None


async def lost(
    uow: UnitOfWork,
    organization_id: UUID,
    *,
    claimed_before: datetime,
    dialing_before: datetime,
    any_before: datetime,
    at_most: int,
) -> list[LostAttempt]:
    """Attempts that nobody holds since these times, locked.

    A campaign's claimed ones can not be dialed any more; of the others the worker is gone: a campaign's dialing
    ones, and any whatever its state.
    """
    rows = await uow.all(
        "redials.lost",
        organization_id=organization_id,
        claimed_before=claimed_before,
        dialing_before=dialing_before,
        any_before=any_before,
        at_most=at_most,
    )
    return [
        LostAttempt(
            Lease(row["id"], row["organization_id"], row["worker"], row["lease_epoch"]),
            row["state"],
            row["is_undialed"],
            None if row["concluded_as"] is None else Disposition(row["concluded_as"]),
        )
        for row in rows
    ]


async def expired(
    uow: UnitOfWork, organization_id: UUID, at: datetime, at_most: int
) -> list[tuple[UUID, UUID]]:
    """Contact and patient of open follow-ups that have lost their sense, locked."""
    rows = await uow.all("redials.expired", organization_id=organization_id, at=at, at_most=at_most)
    return [(row["id"], row["patient_id"]) for row in rows]


async def leads(uow: UnitOfWork, organization_id: UUID) -> bool:
    """Whether this transaction may sweep: of all workers one at a time does."""
    row = await uow.one("redials.try_lead", organization_id=organization_id)
    return row is not None and bool(row["leads"])
