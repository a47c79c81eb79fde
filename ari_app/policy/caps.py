"""How often one person may be touched: per day, per rolling week, per follow-up item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.core.errors import WrongInput

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Caps:
    """The most touches of a person in a local day, in any 7 × 24 hours, and for one follow-up item."""

    per_day: int = 2
    per_contact: int = 3
    per_week: int = 6

    def __post_init__(self) -> None:
        if min(self.per_day, self.per_contact, self.per_week) < 1:
            raise WrongInput("a cap of contacts must be at least 1")


@dataclass(frozen=True, slots=True)
class Touches:
    """What the ledger says: times of touches that count, over robot, people and messages, of the last 7 days.

    Urgent calls and calls the patient asked for are outside the caps: they do not count here either.
    `of_contact` is how many counted attempts this follow-up item has had in all.
    """

    times: tuple[datetime, ...] = ()
    of_contact: int = 0


@dataclass(frozen=True, slots=True)
class Over:
    """A cap that is reached, and when it frees (UTC); None: never."""

    reason: Suppression
    frees_at: datetime | None


def over(caps: Caps, touches: Touches, now: datetime, zone: tzinfo) -> Over | None:
    """The cap that forbids a touch at `now`, the one that holds longest; None when none is reached.

    The answer holds for `now` and for every later moment before `frees_at`.
    """
    if touches.of_contact >= caps.per_contact:
        return Over(Suppression.ATTEMPTS_USED_UP, None)
    found = [each for each in (_day(caps, touches, now, zone), _week(caps, touches, now)) if each]
    return max(found, key=lambda each: each.frees_at or now, default=None)


def _day(caps: Caps, touches: Touches, now: datetime, zone: tzinfo) -> Over | None:
    today = now.astimezone(zone).date()
    if sum(1 for at in touches.times if at.astimezone(zone).date() == today) < caps.per_day:
        return None
    midnight = datetime.combine(today + timedelta(days=1), time(), zone)
    return Over(Suppression.DAILY_CAP, midnight.astimezone(UTC))


def _week(caps: Caps, touches: Touches, now: datetime) -> Over | None:
    recent = sorted(at for at in touches.times if now - WEEK < at)
    if len(recent) < caps.per_week:
        return None
    return Over(Suppression.WEEKLY_CAP, (recent[-caps.per_week] + WEEK).astimezone(UTC))
