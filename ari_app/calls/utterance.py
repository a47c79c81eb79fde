"""One utterance on its way to the recognizer: audio goes in without waiting, results come out as signals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from ari_app.calls.signals import Overheard, Signal, Spoke
from ari_app.core.errors import AppError
from ari_app.dialogue.commands import Expectation
from ari_app.media.endpointing import SpeechEnded
from ari_app.speech.port import RecognitionStream, Recognizer, Transcript

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Audio:
    pcm: bytes


@dataclass(frozen=True, slots=True)
class _Guess:
    silent_since: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A hypothesis that was asked for, and when; `is_told` is false where the recognizer was busy."""

    silent_since: float
    asked_at: float
    told_at: float
    is_told: bool

    @property
    def told(self) -> dict[str, object]:
        """For the log: monotonic seconds."""
        return {
            "wanted_at": round(self.silent_since, 3),
            "asked_at": round(self.asked_at, 3),
            "told_at": round(self.told_at, 3),
            "is_told": self.is_told,
        }


@dataclass(frozen=True, slots=True)
class _End:
    ended: SpeechEnded


class Utterance:
    """Feeds a recognition stream in order from its own task; nothing here makes the audio pump wait."""

    def __init__(
        self,
        recognizer: Recognizer,
        expectation: Expectation | None,
        began_at: float,
        audio_from: float,
        post: Callable[[Signal], None],
        on_guess: Callable[[Utterance, str, float], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._began_at = began_at
        self._audio_from = audio_from
        self.expectation = expectation
        self._recognizer = recognizer
        self._post = post
        self._on_guess = on_guess
        self._monotonic = monotonic
        self._steps: asyncio.Queue[_Audio | _Guess | _End] = asyncio.Queue()
        self._ended: SpeechEnded | None = None
        self._guesses: list[Guess] = []

    def feed(self, pcm: bytes) -> None:
        """Add audio."""
        self._steps.put_nowait(_Audio(pcm))

    def guess(self, silent_since: float) -> None:
        """Ask what it is so far; the answer goes to `on_guess` and to the danger net."""
        self._steps.put_nowait(_Guess(silent_since))

    def end(self, ended: SpeechEnded) -> None:
        """No more audio: Spoke follows."""
        self._steps.put_nowait(_End(ended))

    async def run(self) -> None:
        """Serve the steps until the end; a recognizer that fails still gives a Spoke, without transcript."""
        stream: RecognitionStream | None = None
        try:
            try:
                stream = await self._recognizer.open(self.expectation)
                transcript = await self._serve(stream)
            except AppError as error:
                _log.warning("recognition_failed", code=error.code, reason=error.message)
                transcript = None
            ended = await self._end_of_audio()
            self._tell_times(ended, transcript)
            self._post(self._spoke(transcript, ended.end))
        finally:
            if stream is not None:
                await stream.close()

    def _spoke(self, transcript: Transcript | None, ended_at: float) -> Spoke:
        """The recognizer knows best where speech ends; a faint first word the listening may have heard before it."""
        now = self._monotonic()
        code = self.expectation.code if self.expectation else None
        if transcript is None or transcript.end_ms <= transcript.start_ms:
            return Spoke(self._began_at, ended_at, now, transcript, code)
        began_at = min(self._began_at, self._audio_from + transcript.start_ms / 1000)
        return Spoke(began_at, self._audio_from + transcript.end_ms / 1000, now, transcript, code)

    async def _serve(self, stream: RecognitionStream) -> Transcript:
        while True:
            match await self._steps.get():
                case _Audio(pcm):
                    await stream.feed(pcm)
                case _Guess(silent_since):
                    began = self._monotonic()
                    guess = await stream.hypothesis()
                    self._guesses.append(Guess(silent_since, began, self._monotonic(), guess is not None))
                    if guess is not None and guess.text:
                        self._on_guess(self, guess.text, silent_since)
                        self._post(Overheard(self._monotonic(), guess.raw_text or guess.text))
                case _End(ended):
                    self._ended = ended
                    return await stream.finish()

    async def _end_of_audio(self) -> SpeechEnded:
        while self._ended is None:
            step = await self._steps.get()
            if isinstance(step, _End):
                self._ended = step.ended
        return self._ended

    def _tell_times(self, ended: SpeechEnded, transcript: Transcript | None) -> None:
        """Where the time went, for whoever asks why a patient had to wait; monotonic seconds."""
        _log.info(
            "utterance_ended",
            code=self.expectation.code if self.expectation else None,
            reason=ended.reason.value,
            began_at=round(ended.start, 3),
            ended_at=round(ended.end, 3),
            decided_at=round(ended.decided_at, 3),
            heard_at=round(self._monotonic(), 3),
            guesses=[each.told for each in self._guesses],
            pii_text=transcript.text if transcript else None,
            characters=len(transcript.text) if transcript else None,
            confidence=round(transcript.confidence, 3) if transcript else None,
        )
