"""A script and short cuts for talking to the engine event by event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar

from ari_app.core.vocabulary import IdentityFactor
from ari_app.dialogue.commands import Listen, Say
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, Event, Heard
from ari_app.dialogue.script import Patient, Script
from ari_app.dialogue.state import State
from ari_app.dialogue.turn import Step
from ari_app.wiring.instruments import build_script

AT = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
FRONT = ("可以", "我是", "四四一七", "可以")
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class OnePatient:
    """The stored identity of the test's patient."""

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        """Whether the value is his."""
        return {IdentityFactor.ID_TAIL: "4417", IdentityFactor.BIRTH_MD: "08-02"}.get(factor) == value


def make_script(*, agents_available: bool = False, patient: Patient | None = None) -> Script:
    """A post-operative call."""
    return build_script(
        "q_postop_v1",
        hospital="仁和医院",
        patient=patient or Patient(name="李秀英", age=58),
        identity=OnePatient(),
        zone=timezone(timedelta(hours=8)),
        agents_available=agents_available,
    )


def heard(text: str, confidence: float = 0.95) -> Heard:
    """An utterance."""
    return Heard(AT, text, text, confidence)


def play(script: Script, *events: Event | str) -> list[Step]:
    """Feed events (a text is an utterance) after the pick-up; gives all steps."""
    state, steps = start(script, "s", AT), []
    for event in (Answered(AT), *events):
        step = advance(script, state, heard(event) if isinstance(event, str) else event)
        assert State.from_json(step.state.to_json()) == step.state
        steps.append(step)
        state = step.state
    return steps


def said(step: Step) -> str:
    """What a step says."""
    return "".join("".join(each.sentences) for each in step.commands if isinstance(each, Say))


def listened(step: Step) -> str | None:
    """The code that a step listens for."""
    return next((each.expectation.code for each in step.commands if isinstance(each, Listen)), None)


def facts_of(steps: list[Step], kind: type[_Kind]) -> list[_Kind]:
    """All facts of one kind."""
    return [fact for step in steps for fact in step.facts if isinstance(fact, kind)]
