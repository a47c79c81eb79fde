"""No silence while the recognizer is slow or away: a word of patience, then another."""

from __future__ import annotations

from typing import Protocol

import structlog

from ari_app.calls.conversation import StallVoice
from ari_app.calls.signals import TimerKind
from ari_app.calls.timers import Timers

_log = structlog.get_logger()

WORD_AFTER_SECONDS = 1.8
NEXT_WORD_AFTER_SECONDS = 3.0
# somebody speaks or sounds at this moment, so there is no silence; it is looked at again
_LOOK_AGAIN_SECONDS = 0.5


class Listening(Protocol):
    """What is asked of the ears."""

    @property
    def is_understanding(self) -> bool:
        """Whether the patient is silent and something he said is not understood yet."""
        ...


class Sounding(Protocol):
    """What is asked of the mouth."""

    @property
    def is_sounding(self) -> bool:
        """Whether anything is being said or about to be."""
        ...


class Patience:
    """Watches how long an utterance is not understood. One call's runner uses it."""

    def __init__(self, ears: Listening, speaker: Sounding, timers: Timers, stall: StallVoice) -> None:
        self._ears = ears
        self._speaker = speaker
        self._timers = timers
        self._stall = stall
        self._words = 0

    def voice_ended(self) -> None:
        """The patient finished speaking."""
        self._words = 0
        self._timers.start(TimerKind.UNDERSTANDING, WORD_AFTER_SECONDS)

    def understood(self) -> None:
        """What he said was understood, or never will be."""
        if not self._ears.is_understanding:
            self._timers.stop(TimerKind.UNDERSTANDING)

    async def waited(self) -> None:
        """The timer ran out: say a word, unless the line is not silent or there is nothing to wait for."""
        if not self._ears.is_understanding:
            return
        if self._speaker.is_sounding:
            self._timers.start(TimerKind.UNDERSTANDING, _LOOK_AGAIN_SECONDS)
            return
        self._words += 1
        _log.warning("recognizer_slow", words=self._words)
        await (self._stall.filler() if self._words == 1 else self._stall.apology())
        self._timers.start(TimerKind.UNDERSTANDING, NEXT_WORD_AFTER_SECONDS)
