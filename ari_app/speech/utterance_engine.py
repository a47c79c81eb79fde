"""Engines that hear whole utterances, as the recognizer's process wants them: audio is kept until it is asked for."""

from __future__ import annotations

from typing import Protocol

from ari_app.dialogue.commands import Expectation
from ari_app.speech.audio import SAMPLE_RATE, to_samples
from ari_app.speech.hearing import Heard
from ari_app.speech.port import Transcript
from ari_app.speech.resample import Samples, resample


class WholeHearing(Protocol):
    """Hears one utterance at a time in each of several threads."""

    def other_hearings(
        self, samples: Samples, expectation: Expectation | None, heard: Heard
    ) -> tuple[str, ...]:
        """What else those samples may have been, where what was heard of them makes it worth another look."""
        ...

    def hear(self, samples: Samples, expectation: Expectation | None, earlier: Heard | None) -> Heard:
        """Hear 16 kHz samples; may give `earlier` back when no speech was added since."""
        ...


class UtteranceEngine:
    """Serves such a hearing; `name` is the engine's."""

    hears_as_it_comes = False

    def __init__(self, name: str, hearing: WholeHearing) -> None:
        self.name = name
        self._hearing = hearing

    def listen(self, sample_rate: int, expectation: Expectation | None, *, whole: bool) -> UtteranceListening:
        """Begin an utterance; it never ends by itself, so `whole` makes no difference."""
        return UtteranceListening(self._hearing, sample_rate, expectation)


class UtteranceListening:
    """The audio of one utterance, heard when a text is asked for."""

    def __init__(self, hearing: WholeHearing, sample_rate: int, expectation: Expectation | None) -> None:
        self._hearing = hearing
        self._sample_rate = sample_rate
        self._expectation = expectation
        self._pcm = bytearray()
        self._earlier: Heard | None = None

    def add(self, pcm: bytes) -> Transcript | None:
        """Keep more audio."""
        self._pcm += pcm
        return None

    def so_far(self) -> Transcript:
        """Hear all that was kept."""
        self._earlier = self._hearing.hear(self._samples(), self._expectation, self._earlier)
        return self._earlier.transcript

    def end(self) -> Transcript:
        """Hear all that was kept."""
        return self.so_far()

    def other_hearings(self) -> tuple[str, ...]:
        """Look at all that was kept once more."""
        if self._earlier is None:
            return ()
        return self._hearing.other_hearings(self._samples(), self._expectation, self._earlier)

    def _samples(self) -> Samples:
        return resample(to_samples(bytes(self._pcm)), self._sample_rate, SAMPLE_RATE)
