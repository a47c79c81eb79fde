"""When each packet was heard: packets can be late but never early, and some never come."""

from __future__ import annotations

from collections import deque

from ari_app.media.port import FRAME_MS

FRAME_SECONDS = FRAME_MS / 1000
# Longer than this without a packet: the phone sends nothing while its user is silent, and time goes on.
GAP_SECONDS = 0.2
# Two looks at least this far apart must find nothing: one alone may just come before the packets that wait.
_LOOK_SECONDS = 0.05
# Packets that keep coming this much too late, for half a second, are not late: time went on without any.
_LAG_SECONDS = 0.06
_LAG_FRAMES = 25
# So many packets at once after a gap: they are the gap's own, which a network held back.
_HELD_FRAMES = 4
_AFTER_GAP_FRAMES = 10


class HearingTime:
    """Gives each frame its time. All times are seconds of the event loop's clock, at the end of a frame."""

    def __init__(self) -> None:
        self._heard_until: float | None = None
        self._looked_at: float | None = None
        self._lags: deque[float] = deque(maxlen=_LAG_FRAMES)
        self._gap_began: float | None = None
        self._after_gap = 0
        self._at_once = 0

    def of_frame(self, at: float) -> float:
        """When the last sample of a frame that came `at` was heard.

        The earliest arrivals show the true time, the others follow on. It goes back when packets that a gap
        seemed to lack come after all.
        """
        self._looked_at = None
        if self._heard_until is None:
            self._heard_until = at
            return at
        expected = self._heard_until + FRAME_SECONDS
        lag = at - expected
        if self._was_held_back(lag):
            self._lags.clear()
            assert self._gap_began is not None
            expected = self._gap_began + FRAME_SECONDS * self._after_gap
            self._gap_began = None
        elif self._is_first_after_gap or self._time_went_on(lag):
            self._lags.clear()
            expected = at
        self._heard_until = min(at, expected)
        return self._heard_until

    def silent_until(self, now: float) -> list[float]:
        """The times of the frames that nobody sent up to `now`; none until two looks in a row found a gap."""
        if self._heard_until is None or now - self._heard_until < GAP_SECONDS:
            return []
        if self._looked_at is None:
            self._looked_at = now
        if now - self._looked_at < _LOOK_SECONDS:
            return []
        if self._gap_began is None or self._after_gap:
            self._gap_began, self._after_gap, self._at_once = self._heard_until, 0, 0
        count = int((now - self._heard_until) / FRAME_SECONDS + 1e-6)
        ends = [self._heard_until + FRAME_SECONDS * (index + 1) for index in range(count)]
        self._heard_until = ends[-1]
        return ends

    @property
    def _is_first_after_gap(self) -> bool:
        return self._gap_began is not None and self._after_gap == 1

    def _was_held_back(self, lag: float) -> bool:
        if self._gap_began is None:
            return False
        self._after_gap += 1
        self._at_once = self._at_once + 1 if lag < -FRAME_SECONDS / 2 else 0
        if self._at_once >= _HELD_FRAMES:
            return True
        if self._after_gap >= _AFTER_GAP_FRAMES:
            self._gap_began = None
        return False

    def _time_went_on(self, lag: float) -> bool:
        """Whether late packets are the line's new time; those held back come ever less late."""
        self._lags.append(lag)
        if len(self._lags) < _LAG_FRAMES or min(self._lags) <= _LAG_SECONDS:
            return False
        return self._lags[-1] > self._lags[0] - _LAG_FRAMES * FRAME_SECONDS / 2
