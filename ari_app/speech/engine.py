"""What the recognizer's process needs of an engine, whichever it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import Transcript


class EngineName(StrEnum):
    """The engines there are, the one that is preferred first."""

    VOSK = "vosk"
    WHISPER = "whisper"
    POCKETSPHINX = "pocketsphinx"


class EngineFailed(Unavailable):
    """The engine gave up an utterance."""

    code = "engine_failed"


class Listening(Protocol):
    """One utterance inside an engine. Used by one thread at a time; every call may take processor time."""

    def add(self, pcm: bytes) -> Transcript | None:
        """Hear more 16-bit mono audio; gives what ended here, unless the whole utterance is wanted in one."""
        ...

    def so_far(self) -> Transcript:
        """What was heard up to now."""
        ...

    def end(self) -> Transcript:
        """What was heard, no more audio coming."""
        ...

    def other_hearings(self) -> tuple[str, ...]:
        """What else it may have been, where it is worth another look; asked for after `end`, with time to spare."""
        ...


class Engine(Protocol):
    """A loaded model that hears any number of utterances at once, each from one thread at a time."""

    @property
    def name(self) -> str:
        """As `ari-app asr --engine` takes it."""
        ...

    @property
    def hears_as_it_comes(self) -> bool:
        """Whether the work is done while the audio comes, and not when a text is asked for."""
        ...

    def listen(self, sample_rate: int, expectation: Expectation | None, *, whole: bool) -> Listening:
        """Begin an utterance; not `whole`: pieces that the engine finds to have ended are given one by one.

        Raises EngineFailed.
        """
        ...
