"""The ears of a call: audio to utterances, utterances to signals, keys to entries. Urgent things are done here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from ari_app.calls.early_media import QUIET, EarlyMedia
from ari_app.calls.signals import (
    Keyed,
    MediaLost,
    PromptBegan,
    PromptOver,
    Signal,
    Spoke,
    VoiceBegan,
    VoiceEnded,
)
from ari_app.calls.speaker import Speaker
from ari_app.calls.utterance import Utterance
from ari_app.dialogue.aside import UNDER_A_NOTICE
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import is_complete, is_unfinished
from ari_app.language.yes_no import is_backchannel
from ari_app.media.echo import EchoCanceller
from ari_app.media.endpointing import (
    Decision,
    EndReason,
    Insisted,
    Speculate,
    SpeechEnded,
    SpeechStarted,
    rules_for,
)
from ari_app.media.keypad import SETTLE_SECONDS, Entry, Keypad
from ari_app.media.listener import Listener
from ari_app.media.played import PlayedAudio
from ari_app.media.port import (
    AudioIn,
    KeyIn,
    MediaClosed,
    MediaEvent,
    MediaPort,
    PlayoutEnded,
    PlayoutStarted,
)
from ari_app.media.vad import VoiceDetector
from ari_app.policy.audio_quality import AudioQuality
from ari_app.speech.port import Recognizer

TICK_SECONDS = 0.1
# Nobody hears a new question and answers it by key this soon: such a key was meant for the question before.
TOO_SOON_SECONDS = 1.0


class Ears:
    """Consumes everything that the media port brings. Only this class feeds the recognizer.

    An utterance under a prompt that may not be interrupted is overheard for danger, but is no answer; one that
    goes on after the prompt's end is. So is a mere sound of listening (嗯) under any prompt.
    """

    def __init__(
        self,
        media: MediaPort,
        recognizer: Recognizer,
        speaker: Speaker,
        detector: VoiceDetector,
        echo: EchoCanceller,
        post: Callable[[Signal], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._media = media
        self._recognizer = recognizer
        self._speaker = speaker
        self._played = PlayedAudio()
        self._listener = Listener(detector, echo, self._played)
        self._post_signal = post
        self._monotonic = monotonic
        self._expectation: Expectation | None = None
        self._keypad: Keypad | None = None
        self._interrupted_entry = False
        self._last_key_at = 0.0
        self._asked_at = 0.0
        self._current: Utterance | None = None
        self._unfinished = 0
        self._notices_over: dict[str, float] = {}
        self._prompt_over_at = 0.0
        self._open = False
        self.before_answer: EarlyMedia | None = None

    @property
    def is_hearing(self) -> bool:
        """Whether the patient speaks, keys, or was just heard and is not understood yet."""
        keying = self._keypad is not None and self._keypad.due is not None
        return self._listener.speaking or self._unfinished > 0 or keying

    @property
    def is_speaking(self) -> bool:
        """Whether the patient speaks at this moment."""
        return self._listener.speaking

    @property
    def quality(self) -> AudioQuality:
        """How good the line is, by what was heard so far."""
        return self._listener.quality

    @property
    def is_understanding(self) -> bool:
        """Whether the patient is silent and something he said is not understood yet."""
        return self._unfinished > 0 and not self._listener.speaking

    def open(self) -> None:
        """The call was answered: what is heard from now on is the patient."""
        self._open = True

    def expect(self, expectation: Expectation | None) -> None:
        """The open question changed; None: nothing is asked, only danger is listened for."""
        if expectation is None or self._expectation is None or expectation.code != self._expectation.code:
            self._asked_at = self._monotonic()
        self._expectation = expectation
        self._listener.expect(rules_for(expectation.qtype if expectation else None))
        self._interrupted_entry = self._keypad is not None and self._keypad.due is not None
        digits = expectation.key_digits if expectation else 0
        self._keypad = Keypad(digits) if digits else None

    async def run(self) -> None:
        """Serve the audio path until it closes."""
        async with asyncio.TaskGroup() as tasks:
            ticker = tasks.create_task(self._tick(tasks), name="ears-clock")
            async for event in self._media.events():
                await self._take(event, tasks)
            self.finish()
            ticker.cancel()

    def finish(self) -> None:
        """The line is gone: what was being said or keyed is taken as it is."""
        now = self._monotonic()
        if self._current is not None:
            self._end(SpeechEnded(now, now, now, EndReason.SILENCE))
            self._listener.drop_turn()
        if self._keypad is not None:
            self._keyed(self._keypad.flush(), now)
        self._open = False

    async def _tick(self, tasks: asyncio.TaskGroup) -> None:
        """Time passes also when no packet comes."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = self._monotonic()
            await self._decide(self._listener.idle(now), tasks)
            if self._keypad is not None:
                self._keyed(self._keypad.expire(now), now)

    async def _take(self, event: MediaEvent, tasks: asyncio.TaskGroup) -> None:
        match event:
            case AudioIn():
                if self._open:
                    await self._decide(self._listener.hear(event), tasks)
                elif self.before_answer is not None:
                    self.before_answer.hear(event)
            case KeyIn():
                self._listener.key(event.at)
                await self._press(event)
            case PlayoutStarted() | PlayoutEnded() if event.utterance_id == QUIET:
                if isinstance(event, PlayoutEnded) and self.before_answer is not None:
                    await self.before_answer.go_quiet_again()
            case PlayoutStarted():
                self._played.began(self._speaker.audio_of(event.utterance_id), event.at)
                self._post_signal(PromptBegan(event.utterance_id, event.at))
            case PlayoutEnded():
                self._played.ended(event.at)
                self._prompt_over_at = event.at
                if self._speaker.is_notice(event.utterance_id):
                    self._notices_over[event.utterance_id] = event.at
                self._post_signal(PromptOver(event.utterance_id, event.played_ms, event.completed, event.at))
            case MediaClosed():
                self._post_signal(MediaLost(event.at))
            case _:
                assert_never(event)

    async def _press(self, key: KeyIn) -> None:
        in_one_go = key.at - self._last_key_at < SETTLE_SECONDS
        too_soon = key.at - self._asked_at < TOO_SOON_SECONDS
        self._last_key_at = key.at
        self._interrupted_entry = too_soon or (self._interrupted_entry and in_one_go)
        if self._keypad is None or not self._open or self._interrupted_entry:
            return  # the rest of what was being keyed when the question changed answers neither
        await self._speaker.give_way()
        self._keyed(self._keypad.press(key), key.at)

    def _keyed(self, entry: Entry | None, now: float) -> None:
        if entry is not None:
            code = self._expectation.code if self._expectation else None
            self._post_signal(Keyed(entry.digits, entry.first_at, now, code))

    async def _decide(self, decisions: list[Decision], tasks: asyncio.TaskGroup) -> None:
        for decision in decisions:
            match decision:
                case SpeechStarted():
                    self._begin(decision, tasks)
                case Insisted():
                    await self._speaker.give_way()
                case Speculate():
                    self._guess(decision)
                case SpeechEnded():
                    self._end(decision)
                case _:
                    assert_never(decision)
        if self._current is not None and (pcm := self._listener.take()):
            self._current.feed(pcm)

    def _begin(self, started: SpeechStarted, tasks: asyncio.TaskGroup) -> None:
        audio_from = self._listener.audio_from
        self._current = Utterance(
            self._recognizer,
            self._expectation,
            started.at,
            started.at if audio_from is None else audio_from,
            self._post,
            self._guessed,
            self._monotonic,
        )
        self._unfinished += 1
        tasks.create_task(self._current.run(), name="utterance")
        self._post_signal(VoiceBegan(started.at))

    def _guess(self, speculate: Speculate) -> None:
        if self._current is not None:
            self._current.feed(self._listener.take())
            self._current.guess(speculate.at)

    def _end(self, ended: SpeechEnded) -> None:
        if self._current is not None:
            self._current.feed(self._listener.take())
            self._current.end(ended)
            self._current = None
            self._post_signal(VoiceEnded(ended.end))

    def _guessed(self, utterance: Utterance, text: str, asked_at: float) -> None:
        expectation = utterance.expectation
        if utterance is self._current and expectation is not None:
            heard = (expectation.qtype, text, dict(expectation.options), expectation.question)
            self._listener.hypothesis(
                complete=is_complete(*heard), unfinished=is_unfinished(*heard), asked_at=asked_at
            )

    def _post(self, signal: Signal) -> None:
        if isinstance(signal, Spoke):
            self._unfinished -= 1
            if self._was_under_a_notice(signal) or self._is_listening_noise(signal):
                signal = replace(signal, code=UNDER_A_NOTICE)
        self._post_signal(signal)

    def _is_listening_noise(self, spoke: Spoke) -> bool:
        """Whether it was but a 嗯 under a prompt: the robot is to go on, and nothing was answered."""
        transcript = spoke.transcript
        if transcript is None or not transcript.text or not is_backchannel(transcript.text):
            return False
        under = self._speaker.is_sounding or spoke.ended_at <= self._prompt_over_at
        return under or self._speaker.was_interrupted

    def _was_under_a_notice(self, spoke: Spoke) -> bool:
        """Whether it ended while a prompt sounded that may not be interrupted."""
        if any(notice not in self._notices_over for notice in self._speaker.notices):
            return True
        return spoke.ended_at <= max(self._notices_over.values(), default=0.0)
