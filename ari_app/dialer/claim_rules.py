"""How a worker claims, and what it checks before it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ari_app.core.errors import Unavailable
from ari_app.policy.breaker import BreakerRule
from ari_app.policy.holidays import HolidayCalendar


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """How a worker claims: how long its claim holds, how far its clock may be from the database's (None: any).

    `people_on_duty` tells whether somebody can take calls over; `calendar` is the national one.
    """

    lease: timedelta
    most_skew: timedelta | None = timedelta(seconds=2)
    people_on_duty: Callable[[], bool] = field(default=lambda: True)
    calendar: HolidayCalendar = field(default_factory=HolidayCalendar)
    breaker: BreakerRule = field(default_factory=BreakerRule)


def check_clock(at: datetime, database_time: datetime, most_skew: timedelta | None) -> None:
    """Raises Unavailable when the worker's time is farther from the database's than `most_skew` (None: any)."""
    if most_skew is not None and abs(at - database_time) > most_skew:
        raise Unavailable(
            f"this machine's clock is {(at - database_time).total_seconds():+.0f} s from the database's",
            mend="set the clocks of both by NTP; until then this worker claims nothing",
        )
