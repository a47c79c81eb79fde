"""When the packets of a call came: how many too late, how many never, how late the latest. No clock of its own."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ari_app.media.port import FRAME_MS

_FRAME_SECONDS = FRAME_MS / 1000
# what a jitter buffer of an ordinary phone still makes up for
LATE_SECONDS = 0.06
# without packets for so long while nobody speaks the phone was saving them, and lost none
PAUSE_SECONDS = 0.2
# a phone sends a key's events in place of audio
KEY_SECONDS = 0.3
# half a second tells a delay, which later packets make up for, from packets that are lost
_JUDGED = 25
_LOST_SECONDS = 0.75 * _FRAME_SECONDS
# packets that come this fast had waited together: they are no sign that time went on
_STEADY_SECONDS = 0.8 * _JUDGED * _FRAME_SECONDS


@dataclass(slots=True)
class _Arrival:
    at: float
    lag: float
    is_excused: bool


class Arrivals:
    """Compares each 20 ms packet with a clock that the earliest ones set; a packet is judged half a second later.

    A packet is late when it comes more than 60 ms after its time; missing are those whose time passed.
    """

    def __init__(self) -> None:
        self.frames = 0
        self.judged = 0
        self.late = 0
        self.missing = 0
        self.worst_seconds = 0.0
        self._due: float | None = None
        self._last_at = 0.0
        self._keyed_at = -KEY_SECONDS
        self._open: deque[_Arrival] = deque()

    def feed(self, at: float, *, after_voice: bool) -> None:
        """A packet came at `at` (seconds, never going back); `after_voice`: the patient was speaking before it."""
        self.frames += 1
        due = at if self._due is None else self._due
        if at < due:
            self._came_early(due - at)
            due = at
        self._due = due + _FRAME_SECONDS
        saved = at - self._last_at >= PAUSE_SECONDS and not after_voice
        self._open.append(_Arrival(at, at - due, saved or at - self._keyed_at <= KEY_SECONDS))
        self._last_at = at
        if len(self._open) == _JUDGED:
            self._find_loss()
            self._judge(self._open.popleft())

    def key(self, at: float) -> None:
        """The patient pressed a key: packets that lack around it are no loss."""
        self._keyed_at = at
        for arrival in self._open:
            arrival.is_excused = arrival.is_excused or at - arrival.at <= KEY_SECONDS

    @property
    def late_share(self) -> float | None:
        """Late and missing packets among all that should have come, 0..1; None in the first half second."""
        expected = self.judged + self.missing
        return (self.late + self.missing) / expected if self.judged else None

    def _came_early(self, seconds: float) -> None:
        """Earlier than the clock allows: those before were late, and what was taken for lost was on its way."""
        self.missing -= min(self.missing, round(seconds / _FRAME_SECONDS))
        for arrival in self._open:
            arrival.lag += seconds

    def _find_loss(self) -> None:
        """All of the last half second behind the clock, and coming at their usual pace: time went on without them."""
        # one that came in time settles it, and nearly every one does: this is asked for each packet
        if self._open[-1].lag < _LOST_SECONDS:
            return
        lost = min(arrival.lag for arrival in self._open)
        if lost < _LOST_SECONDS or self._open[-1].at - self._open[0].at < _STEADY_SECONDS:
            return
        if not self._open[0].is_excused:
            self.missing += round(lost / _FRAME_SECONDS)
        for arrival in self._open:
            arrival.lag -= lost
        assert self._due is not None
        self._due += lost

    def _judge(self, arrival: _Arrival) -> None:
        self.judged += 1
        self.late += arrival.lag > LATE_SECONDS
        self.worst_seconds = max(self.worst_seconds, arrival.lag)
