"""The time between dialing and the answer: what the carrier plays is heard, and a hopeless call told from it.

A cheap gate listens all the time; only what sounds like a voice goes to the recognizer, 8 s at most at a stretch and
within a budget of processor time. Ring-back music, advertisements and tones never end a call: a full phrase does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import structlog

from ari_app.calls.early_budget import EarlyBudget
from ari_app.calls.signals import Announced
from ari_app.core.errors import AppError
from ari_app.language.announcement import Announcement, announcement_in
from ari_app.media.line_sound import LineSound
from ari_app.media.port import FRAME_MS, SAMPLE_RATE, AudioIn, MediaPort
from ari_app.media.vad import VoiceDetector
from ari_app.policy.early_line import EarlyLine, Ringback
from ari_app.speech.port import Recognizer

_log = structlog.get_logger()

LONGEST_SECONDS = 8.0
SHORTEST_SECONDS = 0.6
END_SILENCE_SECONDS = 0.5
PRE_ROLL_SECONDS = 0.5
# a phrase that is cut by the end of a stretch is whole in the next one
OVERLAP_SECONDS = 2.0
KEPT_SECONDS = 90.0
QUIET = "early-quiet"
QUIET_SECONDS = 20
ADVERT_SYLLABLES = 4
MUSIC_SECONDS = 2.0
MUSIC_SHARE = 0.4
_FRAME_SECONDS = FRAME_MS / 1000
_QUIET_PCM = bytes(QUIET_SECONDS * SAMPLE_RATE * 2)


class EarlyMedia:
    """Hears one call until it is answered. `hear` is given each frame and never waits; `close` it at the end."""

    def __init__(
        self,
        media: MediaPort,
        recognizer: Recognizer,
        detector: VoiceDetector,
        post: Callable[[Announced], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._media = media
        self._recognizer = recognizer
        self._detector = detector
        self._post = post
        self._monotonic = monotonic
        self._sound = LineSound(detector)
        self._budget = EarlyBudget(monotonic())
        self._recent: deque[bytes] = deque(maxlen=round(PRE_ROLL_SECONDS / _FRAME_SECONDS))
        self._stretch: list[bytes] = []
        self._voiced = 0.0
        self._unvoiced = 0.0
        self._waiting: list[bytes] | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_open = False
        self._kept: list[bytes] = []
        self._words: list[str] = []
        self._given_seconds = 0.0
        self._announcement: Announcement | None = None

    @property
    def announcement(self) -> Announcement | None:
        """The last announcement that was heard in full."""
        return self._announcement

    @property
    def kept(self) -> bytes:
        """The audio, worth keeping: more than silence and tones was in it."""
        return b"".join(self._kept) if self._sound.sound_seconds >= SHORTEST_SECONDS else b""

    @property
    def is_recognizing(self) -> bool:
        """Whether the recognizer works on a stretch."""
        return self._task is not None

    async def recognized(self) -> None:
        """Wait until it does not."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def begin(self) -> None:
        """The call is dialed. Some networks play to those only who send: silence goes out until the answer."""
        self._is_open = True
        await self._media.play(QUIET, _QUIET_PCM)

    async def go_quiet_again(self) -> None:
        """One round of the silence has been sent."""
        if self._is_open:
            await self._media.play(QUIET, _QUIET_PCM)

    def hear(self, frame: AudioIn) -> None:
        """Take in 20 ms."""
        if not self._is_open:
            return
        if len(self._kept) * _FRAME_SECONDS < KEPT_SECONDS:
            self._kept.append(frame.pcm)
        if self._announcement is not None and self._announcement.is_final:
            return
        is_voiced = self._sound.hear(frame.pcm)
        if self._stretch:
            self._go_on(frame.pcm, is_voiced=is_voiced)
        else:
            self._recent.append(frame.pcm)
            if self._sound.voice_is_likely:
                self._stretch = [*self._recent]
                self._voiced, self._unvoiced = 0.2, 0.0
        self._recognize_waiting()

    def _go_on(self, pcm: bytes, *, is_voiced: bool) -> None:
        self._stretch.append(pcm)
        self._voiced += _FRAME_SECONDS if is_voiced else 0.0
        self._unvoiced = 0.0 if is_voiced else self._unvoiced + _FRAME_SECONDS
        is_over = self._unvoiced >= END_SILENCE_SECONDS
        is_long = len(self._stretch) * _FRAME_SECONDS >= LONGEST_SECONDS
        if not is_over and not is_long:
            return
        if self._voiced >= SHORTEST_SECONDS:
            longest = round(LONGEST_SECONDS / _FRAME_SECONDS)
            self._waiting = [*(self._waiting or ()), *self._stretch][-longest:]
        overlap = round(OVERLAP_SECONDS / _FRAME_SECONDS)
        self._stretch = self._stretch[-overlap:] if is_long and not is_over else []
        self._recent.clear()
        self._voiced = 0.0

    def _recognize_waiting(self) -> None:
        """One stretch at a time; what is not allowed yet waits until it is, and later stretches join it."""
        if self._waiting is None or self._task is not None or not self._budget.allows(self._monotonic()):
            return
        pcm = b"".join(self._waiting)
        self._waiting = None
        self._task = asyncio.create_task(self._recognize(pcm), name="early-media")
        self._task.add_done_callback(self._recognized)

    async def _recognize(self, pcm: bytes) -> None:
        began = self._monotonic()
        self._given_seconds += len(pcm) / (SAMPLE_RATE * 2)
        stream = None
        try:
            stream = await self._recognizer.open(None)
            await stream.feed(pcm)
            transcript = await stream.finish()
            self._take(transcript.raw_text or transcript.text)
        except AppError as error:
            _log.warning("early_recognition_failed", code=error.code, reason=error.message)
        finally:
            if stream is not None:
                await stream.close()
            self._budget.spend(self._monotonic() - began)

    def _recognized(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (failure := task.exception()) is not None:
            _log.error("early_media_failed", exc_info=failure)

    def _take(self, text: str) -> None:
        """A phrase may be cut in two by a pause: the words before are read together with these."""
        if not text:
            return
        together = "".join([*self._words[-1:], text])
        found = announcement_in(text, before_answer=True) or announcement_in(together, before_answer=True)
        self._words.append(text)
        if found is not None and self._is_open:
            self._announcement = found
            self._post(Announced(self._monotonic(), found.kind, found.is_final))

    async def over(self) -> None:
        """The call was answered: nothing more is heard here, and nobody waits for a recognizer. Safe to call twice."""
        if not self._is_open:
            return
        self._stop()
        await self._media.flush()
        self._detector.reset()

    async def close(self) -> None:
        """Leave no task behind."""
        self._stop()
        if (task := self._task) is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _stop(self) -> None:
        self._is_open = False
        self._waiting = None
        if self._task is not None:
            self._task.cancel()

    def told(self) -> EarlyLine:
        """What was found out."""
        announced = self._announcement
        return EarlyLine(
            ringback=self._ringback(),
            tone=self._sound.tone,
            announced=None if announced is None else announced.kind,
            phrase=None if announced is None else announced.phrase,
            words=" ".join(self._words) or None,
            heard_seconds=round(self._sound.heard_seconds, 2),
            voiced_seconds=round(self._given_seconds, 2),
            recognizing_seconds=round(self._budget.spent, 2),
        )

    def _ringback(self) -> Ringback | None:
        if self._announcement is None and any(len(words) >= ADVERT_SYLLABLES for words in self._words):
            return Ringback.ADVERT
        wordless = self._sound.sound_seconds - self._sound.voiced_seconds
        if wordless >= max(MUSIC_SECONDS, MUSIC_SHARE * self._sound.sound_seconds):
            return Ringback.MUSIC
        return Ringback.TONE if self._sound.heard_ring else None
