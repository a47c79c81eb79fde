"""Test calls (拨测) that come by themselves: scheduled, and carried when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ari_app.config.settings import HospitalSettings, Settings
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError
from ari_app.core.ids import IdSource
from ari_app.policy.daily_times import DailyTimes
from ari_app.store import line_test_schedules
from ari_app.store.line_test_schedules import DueTest, LineTestSchedule
from ari_app.store.pool import Store
from ari_app.wiring.campaigns import known_organization_of
from ari_app.wiring.line_test import LineTestRequest, allow, try_line

_log = structlog.get_logger()

CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class ScheduleRequest:
    """Carry the test every day at these local times, or at most so many minutes later."""

    test: LineTestRequest
    times: Sequence[str]
    within_minutes: int


async def put(store: Store, hospital: HospitalSettings, request: ScheduleRequest, at: datetime) -> datetime:
    """Make the schedule of a trunk, or change it; when the next test is due (UTC). Raises WrongInput."""
    times = DailyTimes.parse(request.times)
    async with store.unit_of_work() as uow:
        allowed = await allow(uow, hospital, "", request.test)
        schedule = LineTestSchedule(
            trunk_id=allowed.trunk.id,
            phone=allowed.phone.e164,
            probe=request.test.probe,
            caller_id=None if request.test.caller_id is None else allowed.caller_id,
            times=times,
            within=timedelta(minutes=request.within_minutes),
        )
        return await line_test_schedules.put(uow, allowed.organization_id, schedule, at)


async def drop(store: Store, hospital: HospitalSettings, code: str) -> None:
    """The trunk is tried by itself no more. Raises WrongInput when it was not."""
    async with store.unit_of_work() as uow:
        await line_test_schedules.drop(uow, await known_organization_of(uow, hospital), code)


async def carry_due(settings: Settings, store: Store, clock: Clock, ids: IdSource, due: DueTest) -> None:
    """Carry a test that was taken up; one that cannot be carried is noted. Raises nothing but cancellation."""
    request = LineTestRequest(due.code, due.phone, due.caller_id, due.probe)
    try:
        found = await try_line(settings, store, clock, ids, request)
    except AppError as error:
        _log.warning("line_test_not_carried", trunk=due.code, code=error.code, reason=error.message)
        await _note(store, clock, due, error.code)
    except Exception:
        _log.exception("line_test_crashed", trunk=due.code)
        await _note(store, clock, due, CRASHED)
    else:
        faults = [fault.value for fault in found.faults]
        level = _log.warning if faults else _log.info
        level("line_tested", trunk=due.code, faults=faults)


async def _note(store: Store, clock: Clock, due: DueTest, trouble: str) -> None:
    try:
        async with store.unit_of_work() as uow:
            await line_test_schedules.note_trouble(uow, due.trunk_id, trouble, clock.now())
    except AppError as error:
        _log.warning("line_test_trouble_not_noted", trunk=due.code, code=error.code)
