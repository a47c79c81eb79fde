"""When trunks are tried by themselves: the schedules, and what is due of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.core.errors import WrongInput
from ari_app.policy.daily_times import DailyTimes
from ari_app.policy.line_test import Probe
from ari_app.store.unit_of_work import UnitOfWork

TOO_LATE = "too_late"
_NUMBER = "line_test_schedules.number_encrypted"


@dataclass(frozen=True, slots=True)
class LineTestSchedule:
    """Try the trunk at these local times with a call to `phone` (E.164).

    A test that could not begin `within` its time is left out. `caller_id` None: one that the trunk carries.
    """

    trunk_id: UUID
    phone: str = field(repr=False)
    probe: Probe
    caller_id: str | None
    times: DailyTimes
    within: timedelta


@dataclass(frozen=True, slots=True)
class DueTest:
    """A test that this worker has taken up."""

    trunk_id: UUID
    code: str
    phone: str = field(repr=False)
    probe: Probe
    caller_id: str | None


async def put(uow: UnitOfWork, organization_id: UUID, schedule: LineTestSchedule, at: datetime) -> datetime:
    """Make the trunk's schedule, or change it; when the next test is due (UTC)."""
    zone = await uow.one("line_test_schedules.zone", organization_id=organization_id)
    assert zone is not None
    next_at = schedule.times.next_after(at, ZoneInfo(zone["time_zone"]))
    await uow.run(
        "line_test_schedules.put",
        trunk_id=schedule.trunk_id,
        organization_id=organization_id,
        number_encrypted=uow.cipher.seal(schedule.phone, _NUMBER, schedule.trunk_id),
        expected=schedule.probe.value,
        caller_id=schedule.caller_id,
        times=str(schedule.times),
        within_minutes=round(schedule.within / timedelta(minutes=1)),
        next_at=next_at,
    )
    return next_at


async def drop(uow: UnitOfWork, organization_id: UUID, code: str) -> None:
    """The trunk is tried by itself no more. Raises WrongInput when it was not."""
    if not await uow.run("line_test_schedules.drop", organization_id=organization_id, code=code):
        raise WrongInput(f"the trunk {code} has no schedule of tests", mend="ari-app line list shows them")


async def take_due(uow: UnitOfWork, organization_id: UUID, at: datetime) -> list[DueTest]:
    """What is due and still inside its time, taken up; the next ones are planned, and what is too late is noted."""
    taken = []
    for row in await uow.all("line_test_schedules.lock_due", organization_id=organization_id, at=at):
        times = DailyTimes.parse(row["times"].split(","))
        is_late = at > row["next_at"] + timedelta(minutes=row["within_minutes"])
        await uow.run(
            "line_test_schedules.plan",
            trunk_id=row["trunk_id"],
            next_at=times.next_after(at, ZoneInfo(row["time_zone"])),
            begun_at=None if is_late else at,
            trouble=TOO_LATE if is_late else None,
            trouble_at=at if is_late else None,
        )
        if not is_late:
            phone = uow.cipher.open(row["number_encrypted"], _NUMBER, row["trunk_id"])
            probe = Probe(row["expected"])
            taken.append(DueTest(row["trunk_id"], row["code"], phone, probe, row["caller_id"]))
    return taken


async def note_trouble(uow: UnitOfWork, trunk_id: UUID, trouble: str, at: datetime) -> None:
    """A test that was taken up could not be carried, for a reason in one word."""
    await uow.run("line_test_schedules.note_trouble", trunk_id=trunk_id, trouble=trouble, at=at)
