"""One step of the conversation while it is being made: the changing state, the commands and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from ari_app.core.vocabulary import Flag, FollowUpAction, MissingReason, QType
from ari_app.dialogue.commands import (
    Command,
    DestroyRecording,
    Expectation,
    HangUp,
    Listen,
    Pace,
    Say,
    Transfer,
)
from ari_app.dialogue.facts import ActionRequested, AnswerMissing, AnswerRecorded, Fact, RobotSaid
from ari_app.dialogue.prompt_book import delivery, prompt, wording
from ari_app.dialogue.prompt_text import USUAL, Manner
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import Answer, Gap, Stage, State, TransferReason
from ari_app.language.expectation import expected_phrases

ELDER_PATIENCE = 1.5


class StageRules(Protocol):
    """What a stage module offers."""

    def open(self, turn: Turn) -> None:
        """Begin the stage."""
        ...

    def question(self, turn: Turn) -> Question | None:
        """The stage's open question, None when it waits for something else."""
        ...

    def answer(self, turn: Turn, reply: Reply) -> None:
        """Deal with a reply that no general rule took."""
        ...

    def unsettled(self, turn: Turn, reason: MissingReason) -> None:
        """The question was asked as often as it may be and has no answer."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to: the new state, what to do (after the commit) and what to store."""

    state: State
    commands: tuple[Command, ...] = ()
    facts: tuple[Fact, ...] = ()


class Turn:
    """Collects one step. Lives only inside `advance`."""

    def __init__(
        self, script: Script, state: State, at: datetime, stages: Mapping[Stage, StageRules]
    ) -> None:
        self.script = script
        self.at = at
        self.state = state
        self._before = state
        self._stages = stages
        self._commands: list[Command] = []
        self._facts: list[Fact] = []

    def step(self) -> Step:
        """The finished step; an event that led to nothing leaves the turn number as it was."""
        if self.state == self._before and not self._commands and not self._facts:
            return Step(self._before)
        state = replace(self.state, turn=self._before.turn + 1)
        return Step(state, tuple(self._commands), tuple(self._facts))

    @property
    def local_now(self) -> datetime:
        """The time of the event in the hospital's time zone."""
        return self.at.astimezone(self.script.zone)

    @property
    def rules(self) -> StageRules:
        """The open stage's module."""
        return self._stages[self.state.stage]

    def change(self, **changes: Any) -> None:
        """Set fields of the state."""
        if any(getattr(self.state, name) != value for name, value in changes.items()):
            self.state = replace(self.state, **changes)

    def enter(self, stage: Stage) -> None:
        """Go to a stage and begin it."""
        self.change(stage=stage)
        self.forget_question()
        self.rules.open(self)

    def forget_question(self) -> None:
        """Close the open question and its counters."""
        self.change(
            open_code=None,
            times_asked=0,
            silences=0,
            unclear=0,
            low=0,
            pauses=0,
            asked_which=False,
            cry_doubted=False,
            cry_begun=False,
            pending=None,
            half=None,
        )

    def say(self, key: str) -> None:
        """Speak the prompt `key`."""
        found = prompt(self.script, key)
        words = found.sentences
        if found.variants:
            said = self.state.said
            words = wording(found, key, self.state.session_id, said.count(key))
            self.change(said=(*said, key))
        self.say_sentences(key, words, protected=found.protected, manner=found.manner)

    def say_sentences(
        self, code: str, sentences: tuple[str, ...], *, protected: bool = False, manner: Manner = USUAL
    ) -> None:
        """Speak sentences; all of them must be in `all_sentences`."""
        if not sentences:
            return
        command_id = self._command_id()
        is_slow = self.state.slow or self.script.patient.is_elder
        pace = Pace.SLOW if is_slow else Pace.USUAL
        how = delivery(sentences, manner, pace)
        self._commands.append(Say(command_id, code, sentences, not protected, pace, how))
        self.establish(RobotSaid(self.at, command_id, code, "".join(sentences)))

    def listen(self, question: Question, seconds: float | None = None) -> None:
        """Wait for a reply to `question`."""
        expectation = Expectation(
            code=question.code,
            qtype=question.qtype,
            question=question.text,
            phrases=tuple(expected_phrases(question.qtype, question.options)),
            options=tuple(question.options.items()),
            key_digits=question.key_digits,
            questionnaire=self.script.questionnaire.id,
            hot_words=self.script.hot_words if question.qtype is QType.OPEN_TEXT else (),
            read_back=self.state.pending is not None,
        )
        patience = question.patience_seconds if seconds is None else seconds
        if self.script.patient.is_elder:
            patience *= ELDER_PATIENCE
        self._commands.append(Listen(self._command_id(), expectation, patience))

    def transfer(self, reason: TransferReason) -> None:
        """Hand over to a person."""
        self._commands.append(Transfer(self._command_id(), reason.value))

    def destroy_recording(self) -> None:
        """Have the audio destroyed."""
        self._commands.append(DestroyRecording(self._command_id()))

    def hang_up(self) -> None:
        """End the call after what is being said."""
        if self.state.disposition is None:
            raise ValueError("a call is concluded before it is hung up")
        self._commands.append(HangUp(self._command_id(), self.state.disposition))

    def establish(self, fact: Fact) -> None:
        """Have a fact stored."""
        self._facts.append(fact)

    def request(self, action: FollowUpAction, detail: str | None = None) -> None:
        """Ask for an action, once per call and detail."""
        name = action.value if detail is None else f"{action.value}:{detail}"
        if name in self.state.actions:
            return
        self.change(actions=(*self.state.actions, name))
        self.establish(ActionRequested(self.at, action, detail))

    def note_flags(self, flags: tuple[Flag, ...]) -> None:
        """Keep danger and side signs for the rules."""
        new = tuple(flag for flag in dict.fromkeys(flags) if flag not in self.state.flags)
        if new:
            self.change(flags=(*self.state.flags, *new))

    def record(self, answer: Answer, reply: Reply) -> None:
        """Store an answer, with the reply that gave it, in place of an older one to the same item."""
        others = tuple(each for each in self.state.answers if each.link_id != answer.link_id)
        self.change(answers=(*others, answer))
        self.establish(
            AnswerRecorded(
                at=self.at,
                link_id=answer.link_id,
                value=answer.value,
                unit=answer.unit,
                status=answer.status,
                confidence=reply.confidence,
                text=reply.text,
                source=reply.source,
                span=reply.span,
                times_asked=max(1, self.state.times_asked),
            )
        )

    def leave_out(self, link_id: str, reason: MissingReason, times_asked: int) -> None:
        """Store that an item has no value."""
        self.change(gaps=(*self.state.gaps, Gap(link_id, reason)))
        self.establish(AnswerMissing(self.at, link_id, reason, times_asked))

    def _command_id(self) -> str:
        return f"{self._before.session_id}:{self._before.turn + 1}:{len(self._commands)}"
