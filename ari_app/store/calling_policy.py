"""A hospital's rules and limits for dialing, as stored; the defaults where nothing is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.core.errors import WrongInput
from ari_app.policy.caller_health import HealthRule
from ari_app.policy.calling_rules import CallingRules, HolidayCalls
from ari_app.policy.caps import Caps
from ari_app.policy.holidays import HolidayCalendar
from ari_app.policy.windows import NEVER, DailyWindows
from ari_app.store.unit_of_work import Row, UnitOfWork


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """The rules of calling, and the limits over every campaign and worker; None: no limit."""

    rules: CallingRules
    concurrency: int | None
    calls_per_second: float | None
    whitelist_only: bool
    caller_health: HealthRule = field(default_factory=HealthRule)


async def read_policy(
    uow: UnitOfWork, organization_id: UUID, calendar: HolidayCalendar | None = None
) -> StoredPolicy:
    """The organization's policy over the national `calendar`. Raises WrongInput for an unknown organization."""
    row = await uow.one("claims.policy", organization_id=organization_id)
    if row is None:
        raise WrongInput(f"there is no organization {organization_id}")
    days = calendar or HolidayCalendar()
    rules = CallingRules(ZoneInfo(row["time_zone"]), calendar=days)
    if row["organization_id"] is None:
        return StoredPolicy(rules, None, None, False)
    return StoredPolicy(
        _rules(rules, row, days),
        row["concurrency"],
        row["calls_per_second"],
        row["whitelist_only"],
        _caller_health(row["caller_health"]),
    )


def _rules(rules: CallingRules, row: Row, calendar: HolidayCalendar) -> CallingRules:
    own = row["calendar"]
    return replace(
        rules,
        windows=DailyWindows.parse(row["windows"]),
        quiet=DailyWindows.parse(row["quiet"]) if row["quiet"] else NEVER,
        weekends=row["weekends"],
        holidays=HolidayCalls(row["holidays"]),
        calendar=calendar.overridden(HolidayCalendar.parse(json.dumps(own))) if own else calendar,
        caps=Caps(row["per_day"], row["per_contact"], row["per_week"]),
    )


def _caller_health(stored: Mapping[str, object]) -> HealthRule:
    """As usual where somebody wrote by hand what cannot be read: no call is kept back for it."""
    try:
        return HealthRule.parse(stored)
    except WrongInput:
        return HealthRule()


async def change(
    uow: UnitOfWork, organization_id: UUID, at: datetime, values: Mapping[str, object]
) -> Mapping[str, object]:
    """Change what is not None of the organization's rules; all of them as they are then."""
    await uow.run("calling_policies.ensure", organization_id=organization_id)
    await uow.run("calling_policies.change", organization_id=organization_id, at=at, **values)
    return await shown(uow, organization_id)


async def shown(uow: UnitOfWork, organization_id: UUID) -> Mapping[str, object]:
    """All of the organization's rules as they are stored; the defaults where nothing is."""
    row = await uow.one("calling_policies.read", organization_id=organization_id)
    return dict(_DEFAULTS if row is None else row)


_USUAL = CallingRules(ZoneInfo("UTC"))
_DEFAULTS: Mapping[str, object] = {
    "windows": ",".join(_USUAL.windows.texts()),
    "quiet": ",".join(_USUAL.quiet.texts()),
    "weekends": _USUAL.weekends,
    "holidays": _USUAL.holidays.value,
    "calendar": {},
    "per_day": _USUAL.caps.per_day,
    "per_contact": _USUAL.caps.per_contact,
    "per_week": _USUAL.caps.per_week,
    "concurrency": None,
    "calls_per_second": None,
    "whitelist_only": False,
    "caller_health": {},
    "changed_at": None,
}
