"""How a call is left: the goodbye sounds to its end, a last word is still listened for, then the robot hangs up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from ari_app.calls.signals import TimerKind
from ari_app.calls.timers import Timers
from ari_app.core.errors import Unavailable

GOODBYE_SECONDS = 30.0
GOODBYE_MARGIN_SECONDS = 10.0
# after the goodbye people often say the one thing that matters; a person on the phone would wait for it, too
LAST_WORD_SECONDS = 0.8
END_TOLD_SECONDS = 15.0
LEAVE_AGAIN_SECONDS = 1.0


class Hearing(Protocol):
    """What is asked of the ears."""

    @property
    def is_hearing(self) -> bool:
        """Whether the patient speaks, or something he said is not understood yet."""
        ...


class Sounding(Protocol):
    """What is asked of the mouth."""

    @property
    def is_sounding(self) -> bool:
        """Whether anything is being said or about to be."""
        ...

    @property
    def seconds_queued(self) -> float:
        """How long that lasts."""
        ...


class Parting:
    """One call's way out. `hang_up` raises Unavailable when Asterisk cannot be told."""

    def __init__(
        self, ears: Hearing, speaker: Sounding, timers: Timers, hang_up: Callable[[], Awaitable[None]]
    ) -> None:
        self._ears = ears
        self._speaker = speaker
        self._timers = timers
        self._hang_up = hang_up
        self._is_begun = False
        self._left = False

    @property
    def is_begun(self) -> bool:
        """Whether the robot says goodbye, or has said it."""
        return self._is_begun

    def begin(self) -> None:
        """The call ends when what is being said has sounded; until then the patient is still listened to."""
        self._is_begun = True
        self._timers.stop(TimerKind.NO_INPUT)
        # a goodbye that is said slowly must not be cut by the timer that only guards against a lost end
        longest = max(GOODBYE_SECONDS, self._speaker.seconds_queued + GOODBYE_MARGIN_SECONDS)
        self._timers.start(TimerKind.GOODBYE, longest)

    def stay(self) -> None:
        """A sign of danger in the goodbye: the call goes on."""
        if self._is_begun:
            self._is_begun = False
            self._timers.stop(TimerKind.GOODBYE)
            self._timers.stop(TimerKind.LAST_WORD)

    def go_on(self) -> None:
        """After whatever happened: once all is said and heard, a last word is waited for."""
        if not self._is_parted:
            self._timers.stop(TimerKind.LAST_WORD)
        elif not self._left and not self._timers.is_running(TimerKind.LAST_WORD):
            self._timers.start(TimerKind.LAST_WORD, LAST_WORD_SECONDS)

    async def last_word_waited_for(self) -> None:
        """No last word has begun in time: leave."""
        if self._is_parted:
            await self.leave()

    async def leave(self) -> None:
        """Hang up; an Asterisk that cannot be told, or never tells the end of it, is not waited for without end."""
        if self._left:
            return
        if not self._timers.is_running(TimerKind.RECONNECT):
            self._timers.start(TimerKind.RECONNECT, END_TOLD_SECONDS)
        try:
            await self._hang_up()
            self._left = True
        except Unavailable:
            self._timers.start(TimerKind.GOODBYE, LEAVE_AGAIN_SECONDS)

    @property
    def _is_parted(self) -> bool:
        return self._is_begun and not self._speaker.is_sounding and not self._ears.is_hearing
