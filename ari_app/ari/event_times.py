"""When events happened, told from the two clocks of Asterisk and of this process.

Asterisk stamps each event by its wall clock; how far that is from the event loop's clock is known from the events
that came quickest. So an event that a busy machine or a network held back is dated by its stamp, whatever the two
clocks show.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime

WATCHED_SECONDS = 60.0
"""A wall clock that drifts is followed after so long."""
MOST_HELD_SECONDS = 10.0
"""No event is on its way for longer: the wall clock was set."""


class EventTimes:
    """Dates the events of one connection."""

    def __init__(self) -> None:
        self._quickest: deque[tuple[float, float]] = deque()

    def happened_at(self, at: float, stamped: datetime | None) -> float:
        """When an event that came `at` (event loop's clock, seconds) happened on that clock; never after it came."""
        if stamped is None:
            return at
        distance = at - stamped.timestamp()
        if self._quickest and distance - self._quickest[0][1] > MOST_HELD_SECONDS:
            self._quickest.clear()
        while self._quickest and self._quickest[-1][1] >= distance:
            self._quickest.pop()
        self._quickest.append((at, distance))
        while at - self._quickest[0][0] > WATCHED_SECONDS:
            self._quickest.popleft()
        return at - (distance - self._quickest[0][1])
