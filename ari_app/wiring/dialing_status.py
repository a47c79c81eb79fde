"""How the dialing goes, out of the database: workers, campaigns, lines, rates, what waits, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ari_app.config.settings import HospitalSettings
from ari_app.policy.capacity import Target
from ari_app.questionnaire.findings import Finding
from ari_app.store import status
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import Row
from ari_app.wiring.calendar_check import unknown_holidays
from ari_app.wiring.campaigns import known_organization_of
from ari_app.wiring.dialing_terms import lines_shown

HOUR = timedelta(hours=1)
# whose last sign of life is older is shown as silent
SILENT_AFTER = timedelta(seconds=30)
MEASURED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DialingStatus:
    """One look; rates, outcomes and suppressions are of the last hour, `calendar` tells of years not known."""

    at: datetime
    workers: Sequence[Row]
    campaigns: Sequence[Row]
    trunks: Sequence[Row]
    numbers: Sequence[Row]
    rates: Row
    dispositions: Sequence[Row]
    suppressions: Sequence[Row]
    waiting: Row
    calendar: Sequence[Finding] = ()

    def is_silent(self, worker: Row) -> bool:
        """Whether the worker has not shown itself for a while."""
        return bool(worker["state"] != "gone" and self.at - worker["heartbeat_at"] > SILENT_AFTER)


async def look(store: Store, hospital: HospitalSettings, at: datetime) -> DialingStatus:
    """Read it all."""
    trunks, numbers = await lines_shown(store, hospital, at)
    since = at - HOUR
    async with store.unit_of_work() as uow:
        counts = await status.count(uow, await known_organization_of(uow, hospital), at, since)
    return DialingStatus(
        at=at,
        workers=counts.workers,
        campaigns=counts.campaigns,
        trunks=trunks,
        numbers=numbers,
        rates=counts.rates,
        dispositions=counts.dispositions,
        suppressions=counts.suppressions,
        waiting=counts.waiting,
        calendar=await unknown_holidays(store, hospital, at),
    )


async def measured_target(
    store: Store, hospital: HospitalSettings, at: datetime, per_hour: float, given: Mapping[str, float]
) -> tuple[Target, int]:
    """The target with what the last 30 days showed, where nothing is `given`; and of how many attempts that is.

    `given` holds mean_talk_seconds, ring_seconds, answer_share, completed_share. Raises WrongInput.
    """
    async with store.unit_of_work() as uow:
        row = await status.measured(uow, await known_organization_of(uow, hospital), at - MEASURED)
    return target_of(per_hour, given, row), int(row["attempts"])


def target_of(per_hour: float, given: Mapping[str, float], measured: Mapping[str, object] | Row) -> Target:
    """What is given first, then what was measured, then the figures of a hospital that has not dialed yet."""

    def value(name: str, column: str, default: float) -> float:
        found = measured[column]
        return given.get(name, default if not found else float(str(found)))

    return Target(
        completed_per_hour=per_hour,
        mean_talk_seconds=value("mean_talk_seconds", "talk_seconds", 180.0),
        ring_seconds=value("ring_seconds", "ring_seconds", 20.0),
        answer_share=value("answer_share", "answer_share", 0.6),
        completed_share=value("completed_share", "completed_share", 0.8),
    )
