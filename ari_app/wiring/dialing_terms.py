"""What a hospital dials over, under which numbers, when and how much, and whom never: set and shown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from string import Formatter
from zoneinfo import ZoneInfo

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.policy.caller_health import HealthRule
from ari_app.policy.holidays import HolidayCalendar
from ari_app.policy.windows import DailyWindows
from ari_app.store import caller_ids, calling_policy, lines, number_lists
from ari_app.store.lines import CallerIdTerms, TrunkTerms
from ari_app.store.number_lists import ListEntry
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import Row
from ari_app.wiring.campaigns import known_organization_of, organization_of

SOURCE = "command"
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What is to be changed of the hospital's rules; None leaves it. `quiet` may be empty: no quiet hours."""

    windows: tuple[str, ...] | None = None
    quiet: tuple[str, ...] | None = None
    weekends: bool | None = None
    holidays: str | None = None
    calendar: str | None = None
    per_day: int | None = None
    per_contact: int | None = None
    per_week: int | None = None
    concurrency: int | None = None
    calls_per_second: float | None = None
    whitelist_only: bool | None = None
    caller_health: str | None = None


async def put_trunk(store: Store, hospital: HospitalSettings, terms: TrunkTerms) -> None:
    """Make a trunk, or change one. Raises WrongInput."""
    if not _CODE.fullmatch(terms.code):
        raise WrongInput("a trunk's code is of small letters, digits, - and _")
    _check_dial(terms.dial)
    async with store.unit_of_work() as uow:
        await lines.put_trunk(uow, await organization_of(uow, hospital), terms)


def _check_dial(dial: str) -> None:
    """What the dialer could not fill in would fail each call of the trunk."""
    try:
        places = {name for _, name, _, _ in Formatter().parse(dial) if name is not None}
    except ValueError:
        places = set()
    if "number" not in places:
        raise WrongInput("--dial lacks {number}", mend="write it as PJSIP/{number}@trunk")
    if places != {"number"}:
        raise WrongInput("--dial has braces for more than {number}", mend="write it as PJSIP/{number}@trunk")


async def put_caller_id(store: Store, hospital: HospitalSettings, terms: CallerIdTerms) -> str:
    """Register one of the hospital's own numbers, or change it; as it is stored. Raises WrongInput."""
    parsed = PhoneNumber.parse(terms.number)
    terms = replace(terms, number=parsed.national, area=terms.area or parsed.area)
    async with store.unit_of_work() as uow:
        organization = await organization_of(uow, hospital)
        if terms.trunk is not None and terms.trunk not in await lines.trunk_codes(uow, organization):
            raise WrongInput(f"there is no trunk {terms.trunk}", mend="make it with ari-app line trunk")
        await lines.put_caller_id(uow, organization, terms)
    return terms.number


async def trust_caller_id(store: Store, hospital: HospitalSettings, number: str, at: datetime) -> str:
    """Forget how the calls under a number fared until now; as it is stored. Raises WrongInput."""
    national = PhoneNumber.parse(number).national
    async with store.unit_of_work() as uow:
        if not await caller_ids.clear(uow, await organization_of(uow, hospital), national, at):
            raise WrongInput(
                f"the hospital has no number {national}", mend="ari-app line list shows its numbers"
            )
    return national


async def lines_shown(
    store: Store, hospital: HospitalSettings, at: datetime
) -> tuple[Sequence[Row], Sequence[Row]]:
    """The trunks, and the numbers with their use today."""
    today = at.astimezone(ZoneInfo(hospital.time_zone)).date()
    async with store.unit_of_work() as uow:
        return await lines.shown(uow, await known_organization_of(uow, hospital), today, at)


async def list_number(
    store: Store, hospital: HospitalSettings, kind: NumberList, number: str, reason: str, at: datetime
) -> int:
    """Put a number on a list; how many open follow-ups that canceled. Raises WrongInput."""
    if not _REASON.fullmatch(reason):
        raise WrongInput(
            "a reason is one word such as asked_by_letter: stored as it is, without patient data"
        )
    entry = ListEntry(kind, PhoneNumber.parse(number).e164, reason, SOURCE)
    async with store.unit_of_work() as uow:
        return await number_lists.add(uow, await organization_of(uow, hospital), entry, at)


async def unlist_number(
    store: Store, hospital: HospitalSettings, kind: NumberList, number: str, at: datetime
) -> bool:
    """Take a number off a list; False when it was not on it. Raises WrongInput."""
    e164 = PhoneNumber.parse(number).e164
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        return await number_lists.remove(uow, organization, kind, e164, SOURCE, at)


async def lists_of(store: Store, hospital: HospitalSettings, number: str) -> tuple[NumberList, ...]:
    """The lists on which a number stands. Raises WrongInput."""
    e164 = PhoneNumber.parse(number).e164
    async with store.unit_of_work() as uow:
        found = await number_lists.kinds_of(uow, await known_organization_of(uow, hospital), e164)
    return tuple(sorted(found))


async def change_policy(
    store: Store, hospital: HospitalSettings, change: PolicyChange, at: datetime
) -> Mapping[str, object]:
    """Change what is given of the hospital's rules for dialing; all of them as they are now. Raises WrongInput."""
    values = {
        "windows": None if change.windows is None else _texts(change.windows),
        "quiet": None if change.quiet is None else _texts(change.quiet) if change.quiet else "",
        "calendar": None if change.calendar is None else _calendar(change.calendar),
        "caller_health": None if change.caller_health is None else _caller_health(change.caller_health),
        **{
            name: getattr(change, name)
            for name in (
                "weekends", "holidays", "per_day", "per_contact", "per_week", "concurrency",
                "calls_per_second", "whitelist_only",
            )
        },
    }  # fmt: skip
    async with store.unit_of_work() as uow:
        if all(value is None for value in values.values()):
            return await calling_policy.shown(uow, await known_organization_of(uow, hospital))
        return await calling_policy.change(uow, await organization_of(uow, hospital), at, values)


async def refuse_forbidden(
    store: Store, hospital: HospitalSettings, phone: PhoneNumber, patient: str
) -> None:
    """What forbids every call forbids one that somebody asks for too. Raises WrongInput."""
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
        why = await number_lists.barred_by(uow, organization, phone.e164, patient)
    if why is not None:
        raise WrongInput(
            f"the number or the patient must not be called: {why}",
            mend="ari-app number show NUMBER tells the lists of a number, ari-app number remove takes it off",
            code="must_not_be_called",
        )


def _texts(windows: Sequence[str]) -> str:
    return ",".join(DailyWindows.parse(windows).texts())


def _calendar(text: str) -> object:
    HolidayCalendar.parse(text)
    return json.loads(text)


def _caller_health(text: str) -> object:
    try:
        table = json.loads(text)
    except ValueError:
        table = None
    if not isinstance(table, dict):
        raise WrongInput("caller health is no JSON object", mend='write it as {"most_rejected": 0.4}')
    HealthRule.parse(table)
    return table
