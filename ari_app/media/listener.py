"""One call's ear: frames in, decisions and the utterance's audio out, the first syllable included."""

from __future__ import annotations

from collections import deque
from math import inf

from ari_app.media.audio_quality import AudioMeter
from ari_app.media.echo import EchoCanceller
from ari_app.media.endpointing import (
    CLOSED_QUESTION,
    Decision,
    Endpointing,
    EndpointRules,
    SpeechEnded,
    SpeechStarted,
    Window,
)
from ari_app.media.hearing_time import FRAME_SECONDS, HearingTime
from ari_app.media.loud_voice import LoudVoice
from ari_app.media.own_voice import OwnVoice
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.media.vad import WINDOW_SECONDS, VoiceDetector
from ari_app.policy.audio_quality import AudioQuality

_RECENT_FRAMES = 60
# No echo comes later; without one the audio stays as it is.
_ECHO_SECONDS = 1.0
# ... and none that is loud: only where our own voice cannot be meant, is what is merely loud taken for a voice
_LOUD_ECHO_SECONDS = 0.3
_LOUD_PROBABILITY = 0.3
# under a prompt it is to count for an interruption, which the detector grants deep voices 0.2 s later
_LOUD_UNDER_PROMPT = 0.5
# softer than this below what was said, it is no voice to the detector
_LOUD_ECHO_DB = -35.0
# The canceller finds any delay but a negative one: times are known to some 20 ms.
_LEAD_SECONDS = 0.04


class Listener:
    """Joins the echo canceller, the voice detector, the endpointing and a ring of recent audio.

    Feed every AudioIn to `hear`; call `idle` with the loop's time when none came for a while. After each call
    act on the decisions in order, then give what `take` returns to the recognizer: from the pre-roll before
    the first voice until the end of the turn. Times are those of AudioIn.at (end of the frame).
    """

    def __init__(
        self,
        detector: VoiceDetector,
        echo: EchoCanceller,
        played: PlayedAudio,
        rules: EndpointRules = CLOSED_QUESTION,
        own: OwnVoice | None = None,
    ) -> None:
        self._detector = detector
        self._echo = echo
        self._played = played
        self._own = own or OwnVoice(played)
        self._loud = LoudVoice()
        self._is_loud = False
        self._meter = AudioMeter()
        self._rules = rules
        self._state = Endpointing()
        self._recent: deque[tuple[float, bytes]] = deque(maxlen=_RECENT_FRAMES)
        self._untaken: list[bytes] = []
        self._time = HearingTime()
        self._complete = False
        self._unfinished = False
        self._audio_from: float | None = None

    @property
    def speaking(self) -> bool:
        """Whether a turn is going on."""
        return self._state.speaking

    @property
    def quality(self) -> AudioQuality:
        """How good what was heard so far is."""
        return self._meter.summary()

    @property
    def audio_from(self) -> float | None:
        """When the first sample of the current (or last) turn's audio was heard, pre-roll included."""
        return self._audio_from

    def expect(self, rules: EndpointRules) -> None:
        """From now on listen by the rules of another question; a turn that is going on goes on."""
        self._rules = rules
        self._forget_hypothesis()

    def hypothesis(self, *, complete: bool, unfinished: bool = False, asked_at: float = inf) -> None:
        """Tell whether what the recognizer has so far is a whole answer, or clearly none; more voice takes that back.

        `asked_at` is the time of the Speculate that it answers: one that voice has overtaken says nothing.
        """
        if self._state.last_voice <= asked_at:
            self._complete, self._unfinished = complete, unfinished

    def key(self, at: float) -> None:
        """A key was pressed at `at`: the packets that its tone took the place of are no loss."""
        self._meter.key(at)

    def hear(self, frame: AudioIn) -> list[Decision]:
        """Take in 20 ms."""
        end = self._time.of_frame(frame.at)
        if self._recent and self._recent[-1][0] > end:
            self._go_back(end)
        played = self._played_with(frame.pcm, end)
        pcm = frame.pcm if played is None else self._without_echo(frame.pcm, played)
        self._keep(end, pcm)
        self._own.feed(frame.pcm, pcm)
        decisions: list[Decision] = []
        probabilities = self._detector.feed(pcm)
        is_voice = max(probabilities, default=0.0) >= self._rules.stop_probability
        if played is not None and is_voice and self._may_echo and self._own.is_own(end):
            probabilities = [0.0] * len(probabilities)
        self._meter.feed(frame, played, probabilities)
        is_ours_excluded = not self._may_echo or self._played.is_silent_since(end - _LOUD_ECHO_SECONDS)
        if self._loud.feed(pcm) and is_ours_excluded:
            self._is_loud = True
        if probabilities and self._is_loud:
            least = _LOUD_PROBABILITY if played is None else _LOUD_UNDER_PROMPT
            probabilities = [max(each, least) for each in probabilities]
            self._is_loud = False
        for index, probability in enumerate(probabilities):
            window_end = end - (len(probabilities) - 1 - index) * WINDOW_SECONDS
            decisions += self._step(Window(window_end - WINDOW_SECONDS, window_end, probability))
        return decisions

    def idle(self, now: float) -> list[Decision]:
        """Time passed until `now`: when two looks in a row find a gap without packets, that was silence."""
        decisions: list[Decision] = []
        for end in self._time.silent_until(now):
            self._keep(end, bytes(FRAME_BYTES))
            decisions += self._step(Window(end - FRAME_SECONDS, end, 0.0))
        return decisions

    def take(self) -> bytes:
        """The turn's audio that was not taken yet; empty outside a turn."""
        pcm = b"".join(self._untaken)
        self._untaken.clear()
        return pcm

    def drop_turn(self) -> None:
        """Forget the turn that is going on, as after a prompt's own echo."""
        self._state = Endpointing()
        self._untaken.clear()
        self._forget_hypothesis()

    @property
    def _may_echo(self) -> bool:
        """Whether our own voice may come back so loud that it matters."""
        echo_db = self._meter.echo_return_db
        return echo_db is None or echo_db > _LOUD_ECHO_DB

    def _without_echo(self, pcm: bytes, played: bytes) -> bytes:
        """`pcm` as the canceller leaves it; as it came on a line without echo, where it takes only from the patient."""
        cleaned = self._echo.clean(pcm, played)
        return cleaned if self._may_echo else pcm

    def _played_with(self, pcm: bytes, end: float) -> bytes | None:
        """What left for the patient in the time of `pcm`; None when no echo of anything can be in it."""
        if self._played.is_silent_since(end - _ECHO_SECONDS):
            return None
        return self._played.between(end - FRAME_SECONDS + _LEAD_SECONDS, len(pcm) // 2)

    def _go_back(self, end: float) -> None:
        """Forget the silence that stood for packets which came after all, and what was heard with a wrong time."""
        while self._recent and self._recent[-1][0] > end:
            self._recent.pop()
        self._state = self._state.back_to(end - FRAME_SECONDS)

    def _keep(self, end: float, pcm: bytes) -> None:
        self._recent.append((end, pcm))
        if self._state.speaking:
            self._untaken.append(pcm)

    def _step(self, window: Window) -> tuple[Decision, ...]:
        if self._state.is_voice(self._rules, window):
            self._forget_hypothesis()
        self._state, decisions = self._state.step(
            self._rules, window, complete=self._complete, unfinished=self._unfinished
        )
        for decision in decisions:
            if isinstance(decision, SpeechStarted):
                self._begin(decision)
            elif isinstance(decision, SpeechEnded):
                self._forget_hypothesis()
        return decisions

    def _forget_hypothesis(self) -> None:
        self._complete = self._unfinished = False

    def _begin(self, started: SpeechStarted) -> None:
        """The turn's audio begins with the pre-roll: recognizers lose a word whose first syllable is cut."""
        since = started.at - self._rules.pre_roll_ms / 1000
        kept = [(end, pcm) for end, pcm in self._recent if end > since] or [self._recent[-1]]
        self._untaken = [pcm for _, pcm in kept]
        self._audio_from = kept[0][0] - len(kept[0][1]) / 2 / SAMPLE_RATE
