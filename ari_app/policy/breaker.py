"""The circuit breaker of a trunk, as a value: too many failures in a row, and the trunk is left alone a while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

KEPT = 20


class BreakerState(StrEnum):
    """closed: calls go; open: none; half_open: one call tries."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class BreakerRule:
    """Opens after `most_failures` in a row; waits `first_wait`, doubled at each failed try up to `longest_wait`."""

    most_failures: int = 5
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed set-up of a call on the trunk."""

    at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` are the last 20, oldest first; `streak` those since the last success.

    `retry_at` is set while it is not closed: when open, from then on one call may try; when half open, from then
    on another may, should the first never report back. `opened` counts the openings since it was last closed.
    """

    state: BreakerState = BreakerState.CLOSED
    streak: int = 0
    opened: int = 0
    retry_at: datetime | None = None
    failures: tuple[Failure, ...] = ()

    def allows(self, now: datetime) -> bool:
        """Whether a call may be placed at `now`; one that is placed while not closed must be told by `tried`."""
        return self.state is BreakerState.CLOSED or self.retry_at is None or now >= self.retry_at

    def tried(self, now: datetime, rule: BreakerRule) -> Breaker:
        """After a call was placed: a breaker that is not closed lets no second one through meanwhile."""
        if self.state is BreakerState.CLOSED:
            return self
        return replace(self, state=BreakerState.HALF_OPEN, retry_at=now + _wait(self.opened, rule))

    def succeeded(self) -> Breaker:
        """After the trunk carried a call to the far end, whatever it answered."""
        return Breaker(failures=self.failures)

    def failed(self, failure: Failure, rule: BreakerRule) -> Breaker:
        """After the trunk itself failed."""
        kept = (*self.failures, failure)[-KEPT:]
        streak = self.streak + 1
        if self.state is BreakerState.CLOSED and streak < rule.most_failures:
            return replace(self, streak=streak, failures=kept)
        if self.state is BreakerState.OPEN:
            return replace(self, streak=streak, failures=kept)
        opened = self.opened + 1
        retry_at = failure.at + _wait(opened, rule)
        return Breaker(BreakerState.OPEN, streak, opened, retry_at, kept)


def _wait(opened: int, rule: BreakerRule) -> timedelta:
    wait = rule.first_wait
    for _ in range(min(opened - 1, KEPT)):
        wait *= 2
    return min(wait, rule.longest_wait)
