"""What was said, keyed and played as events of the dialogue: with the time of day, and its place in the recording."""

from __future__ import annotations

from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import Keyed, Overheard, PromptBegan, PromptOver, Spoke
from ari_app.core.clock import Clock
from ari_app.dialogue.events import Heard, HeardPartial, KeysPressed, PromptEnded, Unheard
from ari_app.language.danger_by_sound import sounds_like
from ari_app.language.danger_suspected import suspected_in
from ari_app.speech.port import Transcript


class AsEvents:
    """One call's signals, turned into what the dialogue is told."""

    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self._recorder = recorder
        self._clock = clock
        self._began: dict[str, float] = {}

    def heard(self, signal: Spoke, transcript: Transcript) -> Heard:
        """An utterance that was understood."""
        return Heard(
            at=self._clock.now(),
            text=transcript.text,
            raw_text=transcript.raw_text,
            confidence=transcript.confidence,
            span=self._recorder.span(signal.began_at, signal.ended_at),
            alternatives=transcript.alternatives,
            code=signal.code,
            by_sound=sounds_like(transcript.raw_text),
            suspected=suspected_in(transcript.others),
            before=signal.before,
        )

    def unheard(self, signal: Spoke) -> Unheard:
        """An utterance that the recognizer did not answer for."""
        return Unheard(self._clock.now(), self._recorder.span(signal.began_at, signal.ended_at), signal.code)

    def overheard(self, signal: Overheard) -> HeardPartial:
        """A hypothesis."""
        return HeardPartial(self._clock.now(), signal.text)

    def pressed(self, signal: Keyed) -> KeysPressed:
        """Keyed digits."""
        span = self._recorder.span(signal.began_at, signal.at)
        return KeysPressed(self._clock.now(), signal.digits, span, signal.code)

    def prompt_began(self, signal: PromptBegan) -> None:
        """Remember when, for its end."""
        self._began[signal.command_id] = signal.at

    def prompt_ended(self, signal: PromptOver) -> PromptEnded:
        """How much of a prompt sounded."""
        began = self._began.pop(signal.command_id, None)
        span = self._recorder.span(began, signal.at) if began is not None else None
        return PromptEnded(self._clock.now(), signal.command_id, signal.played_ms, signal.completed, span)
