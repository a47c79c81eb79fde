"""A recorded talk of patient and nurse heard again: each by a channel of its own, slowly, behind everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import structlog

from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.dialogue.events import Span
from ari_app.media.ears_process import EarsEnded, stretches
from ari_app.media.recording import Side
from ari_app.media.track_ear import Stretch
from ari_app.speech.port import Recognizer, Transcript
from ari_app.store.person_talks import CODE

_log = structlog.get_logger()

# after each utterance, as a multiple of what it took: the recognizer is free more often than not
REST_FACTOR = 1.5
BUSY_PAUSE_SECONDS = 2.0
# the moment of joining is known to some 0.1 s
JOINED_MARGIN_MS = 200
BUSY_SECONDS = 30.0
# what tells that an utterance cannot be heard, while the recognizer is there and has time
_OF_THE_UTTERANCE = frozenset({"deadline", "engine_failed", "too_long"})


class RecognizerBusy(Unavailable):
    """Living calls need the recognizer, or it is away: the talk is to be heard at another time."""

    code = "recognizer_busy"


@dataclass(frozen=True, slots=True)
class RecordedTalk:
    """The stereo file of a call, from where in it nobody has heard the patient yet, and when the nurse was joined.

    Milliseconds in the file. What sounds to the patient before `joined_ms` is the robot.
    """

    path: Path
    since_ms: int
    joined_ms: int


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance of one side; `transcript` is None when the recognizer could not hear it."""

    side: Side
    span: Span
    transcript: Transcript | None


class TalkHearing:
    """Hears talks one after the other."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic

    async def hear(
        self, talk: RecordedTalk, recognizers: dict[Side, Recognizer], hot_words: tuple[str, ...]
    ) -> list[Said]:
        """Everything said in the talk, in the order in which it began.

        `recognizers` are those of the patient's side and of the nurse's. Raises Damaged when the recording cannot
        be read, RecognizerBusy when it is to be tried at another time.
        """
        expectation = Expectation(CODE, QType.OPEN_TEXT, "", hot_words=hot_words)
        said = []
        try:
            async with aclosing(stretches(talk.path, talk.since_ms)) as found:
                async for side, stretch in found:
                    if side is Side.PATIENT or stretch.start_ms >= talk.joined_ms - JOINED_MARGIN_MS:
                        said.append(await self._understood(side, stretch, recognizers[side], expectation))
        except EarsEnded as error:
            raise RecognizerBusy(error.message) from error
        return sorted(said, key=lambda each: (each.span.start_ms, each.side))

    async def _understood(
        self, side: Side, stretch: Stretch, recognizer: Recognizer, expectation: Expectation
    ) -> Said:
        began = self._monotonic()
        transcript = await self._heard(stretch, recognizer, expectation)
        await asyncio.sleep(REST_FACTOR * min(self._monotonic() - began, BUSY_SECONDS))
        return Said(side, _span(stretch, transcript), transcript)

    async def _heard(
        self, stretch: Stretch, recognizer: Recognizer, expectation: Expectation
    ) -> Transcript | None:
        until = self._monotonic() + BUSY_SECONDS
        while True:
            try:
                return await _recognize(stretch.pcm, recognizer, expectation)
            except Unavailable as error:
                if error.code in _OF_THE_UTTERANCE:
                    _log.warning("utterance_of_talk_not_heard", code=error.code)
                    return None
                if self._monotonic() >= until:
                    raise RecognizerBusy(error.message, mend=error.mend) from error
            await asyncio.sleep(BUSY_PAUSE_SECONDS)


async def _recognize(pcm: bytes, recognizer: Recognizer, expectation: Expectation) -> Transcript:
    stream = await recognizer.open(expectation)
    try:
        await stream.feed(pcm)
        return await stream.finish()
    finally:
        await stream.close()


def _span(stretch: Stretch, transcript: Transcript | None) -> Span:
    """The recognizer knows best where speech begins and ends; what it does not tell, the listening does."""
    if transcript is None or transcript.end_ms <= transcript.start_ms:
        return Span(stretch.start_ms, max(stretch.start_ms + 1, stretch.end_ms))
    begin = stretch.audio_from_ms + transcript.start_ms
    return Span(begin, stretch.audio_from_ms + transcript.end_ms)
