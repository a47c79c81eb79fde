"""When the patient begins and ends to speak: a value without a clock, fed with windows, giving decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ari_app.core.vocabulary import QType


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """How patient the listening is; milliseconds, and voice probabilities 0..1.

    Less voice than `min_speech_ms` (a cough, a click) is no speech; with `insist_ms` of what is more likely voice than
    not (`insist_probability`) the patient wants the floor, and a robot that speaks stops: a 嗯 and a cough are shorter
    or less clear. A pause of `end_silence_ms` ends the
    turn, one of `complete_silence_ms` when the hypothesis already is a whole answer, and only one of
    `unfinished_silence_ms` when more is sure to come (三十七点, 我想想). After
    `speculate_after_ms` of silence, once more after `speculate_again_ms` (engines that tell their words as they come
    are a little behind; others give what they have), and every `speculate_every_ms` of speech, the recognizer should
    be asked for a hypothesis. The detector goes on for `release_ms` after the voice: a turn's end is told that much
    earlier.

    A turn that once was surely voice (`clear_probability`) pauses below `clear_stop_probability` already: the
    detector falls slowly, and the more so the noisier the line.
    """

    min_speech_ms: int = 120
    insist_ms: int = 220
    end_silence_ms: int = 500
    unfinished_silence_ms: int = 1200
    complete_silence_ms: int = 190
    speculate_after_ms: int = 30
    speculate_again_ms: int = 160
    speculate_every_ms: int = 1500
    max_utterance_ms: int = 15_000
    pre_roll_ms: int = 600
    release_ms: int = 80
    start_probability: float = 0.2
    stop_probability: float = 0.2
    insist_probability: float = 0.5
    clear_probability: float = 0.9
    clear_stop_probability: float = 0.5


CLOSED_QUESTION = EndpointRules()
# 三十七度, and a breath later the tenth
NUMBER_QUESTION = EndpointRules(complete_silence_ms=350)
OPEN_QUESTION = EndpointRules(end_silence_ms=1200, complete_silence_ms=350)
_NUMBER_TYPES = frozenset({QType.TEMPERATURE, QType.BLOOD_PRESSURE, QType.GLUCOSE, QType.ADHERENCE_PCT})
_SLOW_TYPES = frozenset({QType.OPEN_TEXT, QType.ID_TAIL, QType.BIRTH_MD, QType.RESCHEDULE, QType.GLOBAL})
_CANDIDATE_GAP = 0.2


def rules_for(qtype: QType | None) -> EndpointRules:
    """Open text, digit strings and dates are spoken with longer pauses than a closed answer; a number may go on."""
    if qtype in _SLOW_TYPES:
        return OPEN_QUESTION
    return NUMBER_QUESTION if qtype in _NUMBER_TYPES else CLOSED_QUESTION


class EndReason(StrEnum):
    """Why a turn was taken as ended."""

    SILENCE = "silence"
    COMPLETE = "complete"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The patient speaks since `at` (told once there was enough voice)."""

    at: float


@dataclass(frozen=True, slots=True)
class Insisted:
    """At `at` there was so much voice in this turn that it is no mere sound of listening."""

    at: float


@dataclass(frozen=True, slots=True)
class Speculate:
    """At `at` it is worth asking the recognizer what it has so far; nothing has ended."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The turn is over: voice from `start` to `end`; `decided_at` is when that was clear."""

    start: float
    end: float
    decided_at: float
    reason: EndReason


Decision = SpeechStarted | Insisted | Speculate | SpeechEnded


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the call (monotonic seconds) and how likely it is voice."""

    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Endpointing:
    """What was heard so far of one turn; `step` gives the next value and never changes this one."""

    began: float | None = None
    last_voice: float = 0.0
    voice_seconds: float = 0.0
    likely_seconds: float = 0.0
    insisted: bool = False
    speaking: bool = False
    asks_in_pause: int = 0
    next_ask: float = 0.0
    clearest: float = 0.0

    def back_to(self, at: float) -> Endpointing:
        """The turn when time goes back to `at`: what seemed to begin later begins anew, one that goes on goes on."""
        if self.began is None or self.began >= at:
            return self if self.speaking else Endpointing()
        return replace(self, last_voice=min(self.last_voice, at), next_ask=min(self.next_ask, at))

    def is_voice(self, rules: EndpointRules, window: Window) -> bool:
        """Whether a window of a turn that is going on is voice."""
        is_clear = self.clearest >= rules.clear_probability
        least = rules.clear_stop_probability if is_clear else rules.stop_probability
        return window.probability >= least

    def step(
        self, rules: EndpointRules, window: Window, *, complete: bool = False, unfinished: bool = False
    ) -> tuple[Endpointing, tuple[Decision, ...]]:
        """Take in the next window. The hypothesis asked for in this pause is a whole answer, or clearly none."""
        if not self.speaking:
            return self._wait_for_voice(rules, window)
        if self.is_voice(rules, window):
            return self._with_voice(rules, window)
        least_ms = rules.unfinished_silence_ms if unfinished else rules.end_silence_ms
        return self._in_pause(rules, window, complete, least_ms)

    def _wait_for_voice(
        self, rules: EndpointRules, window: Window
    ) -> tuple[Endpointing, tuple[Decision, ...]]:
        if window.probability < rules.start_probability:
            lapsed = self.began is not None and window.end - self.last_voice > _CANDIDATE_GAP
            return (Endpointing() if lapsed else self), ()
        began = window.start if self.began is None else self.began
        voice = self.voice_seconds + window.end - window.start
        speaking = voice * 1000 >= rules.min_speech_ms
        following = Endpointing(
            began,
            window.end,
            voice,
            self.likely_seconds + _likely(rules, window),
            False,
            speaking,
            next_ask=began + rules.speculate_every_ms / 1000,
            clearest=max(self.clearest, window.probability),
        )
        return following, ((SpeechStarted(began),) if speaking else ())

    def _with_voice(self, rules: EndpointRules, window: Window) -> tuple[Endpointing, tuple[Decision, ...]]:
        voice = self.voice_seconds + window.end - window.start
        likely = self.likely_seconds + _likely(rules, window)
        insists = not self.insisted and likely * 1000 >= rules.insist_ms
        following, decisions = replace(
            self,
            last_voice=window.end,
            voice_seconds=voice,
            likely_seconds=likely,
            insisted=self.insisted or insists,
            asks_in_pause=0,
            clearest=max(self.clearest, window.probability),
        )._while_speaking(rules, window)
        return following, ((Insisted(window.end), *decisions) if insists else decisions)

    def _in_pause(
        self, rules: EndpointRules, window: Window, complete: bool, end_silence_ms: int
    ) -> tuple[Endpointing, tuple[Decision, ...]]:
        silence_ms = (window.end - self.last_voice) * 1000
        end = self.last_voice - rules.release_ms / 1000
        if complete and silence_ms >= rules.complete_silence_ms:
            return self._ended(end, window.end, EndReason.COMPLETE)
        if silence_ms >= end_silence_ms:
            return self._ended(end, window.end, EndReason.SILENCE)
        if self.asks_in_pause < 2 and not complete:
            due_ms = (rules.speculate_after_ms, rules.speculate_again_ms)[self.asks_in_pause]
            if silence_ms >= due_ms:
                return replace(self, asks_in_pause=self.asks_in_pause + 1), (Speculate(window.end),)
        return self._while_speaking(rules, window)

    def _while_speaking(
        self, rules: EndpointRules, window: Window
    ) -> tuple[Endpointing, tuple[Decision, ...]]:
        assert self.began is not None
        if (window.end - self.began) * 1000 >= rules.max_utterance_ms:
            return self._ended(window.end, window.end, EndReason.TOO_LONG)
        if window.end >= self.next_ask and not self.asks_in_pause:
            return replace(self, next_ask=window.end + rules.speculate_every_ms / 1000), (
                Speculate(window.end),
            )
        return self, ()

    def _ended(
        self, end: float, decided_at: float, reason: EndReason
    ) -> tuple[Endpointing, tuple[Decision, ...]]:
        assert self.began is not None
        return Endpointing(), (SpeechEnded(self.began, max(self.began, end), decided_at, reason),)


def _likely(rules: EndpointRules, window: Window) -> float:
    """How many seconds of a window count as more likely voice than not."""
    return window.end - window.start if window.probability >= rules.insist_probability else 0.0
