"""When the next 20 ms of sound are due: deadlines on a fixed grid, without a timer of its own."""

from __future__ import annotations

from math import floor

from ari_app.media.port import FRAME_MS

FRAME_SECONDS = FRAME_MS / 1000
# Up to here a late timer is made up for by several frames at once, which a telephone's jitter buffer takes in.
# Who comes later makes a pause instead: more at once than the buffer holds would be thrown away there.
MAX_BEHIND_SECONDS = 0.06


class FrameClock:
    """Deadlines `start`, `start` + 20 ms, …; that a timer fires late moves none of them."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._count = 0
        self.pauses = 0

    @property
    def next_at(self) -> float:
        """The next deadline."""
        return self._start + self._count * FRAME_SECONDS

    def due(self, now: float) -> int:
        """How many deadlines have passed by `now` since the last look; a long gap counts as one, and in `pauses`."""
        behind = now - self.next_at
        if behind < 0:
            return 0
        if behind > MAX_BEHIND_SECONDS:
            self._start, self._count = now, 1
            self.pauses += 1
            return 1
        count = floor(behind / FRAME_SECONDS) + 1
        self._count += count
        return count
