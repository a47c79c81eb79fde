"""Which of the hospital's own numbers is shown: healthy first, local, by turns, never more often than allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CallerId:
    """A number of the pool. `is_marked`: its last calls fared badly, so that it is shown only when no other can be;
    `rests`: carriers bar it, and for now it is not shown at all.

    `used_today` counts the calls shown under it this local day, `daily_limit` is the most (None: no limit).
    `area` is its area code, such as 010; None for a number without one.
    """

    number: str
    used_today: int = 0
    daily_limit: int | None = None
    area: str | None = None
    enabled: bool = True
    is_marked: bool = False
    rests: bool = False
    last_used_at: datetime | None = None

    @property
    def usable(self) -> bool:
        """Whether a call may be shown under it now."""
        is_left = self.daily_limit is None or self.used_today < self.daily_limit
        return self.enabled and is_left and not self.rests


def choose(
    pool: Iterable[CallerId], *, area: str | None = None, last_shown: str | None = None, keep: bool = False
) -> CallerId | None:
    """The number to show a patient of `area`; None when none is usable.

    With `keep` (the patient rejected a call) it is the one last shown or none: a refusal is not evaded under
    another number.
    """
    usable = [each for each in pool if each.usable]
    if keep and last_shown is not None:
        return next((each for each in usable if each.number == last_shown), None)
    return min(usable, key=lambda each: _order(each, area), default=None)


def _order(caller: CallerId, area: str | None) -> tuple[bool, bool, int, datetime, str]:
    is_foreign = area is None or caller.area != area
    last_used = caller.last_used_at or _EARLIEST
    return caller.is_marked, is_foreign, caller.used_today, last_used, caller.number
