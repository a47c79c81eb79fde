"""What the danger nets make of what was heard at an open question: which flags, which alerts, by which net."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unittest.mock import patch

from ari_app.cli.simulate import make_script
from ari_app.core.vocabulary import AlertCode, Flag
from ari_app.dialogue.commands import Expectation, Listen
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, Event, HeardPartial
from ari_app.dialogue.events import Heard as HeardEvent
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.lab.scenario import parse
from ari_app.language.danger_by_sound import sounds_like
from ari_app.language.danger_suspected import suspected_in
from tests.bench.danger_line import Final, Heard

GRAVE = frozenset({AlertCode.EMERGENCY, AlertCode.SELF_HARM})
_ANSWERS = {
    "consent": "可以", "person": "我是", "verify": "四四一七", "data_consent": "可以", "pain_vas": "三分",
    "temp": "三十六度八", "wound": "挺干的", "diet": "正常", "bowel": "正常", "med_adherence": "都吃了",
    "abnormal": "没有",
}  # fmt: skip
ASKED = ("pain_vas", "temp", "wound", "diet", "med_adherence", "abnormal")
"""The questions at which it is said: a score, a number, two choices, a share, a yes or no."""


class Nets(StrEnum):
    """Which nets look at the words."""

    WRITTEN = "written"
    LEARNED = "written + learned"
    CLOSED = "written + closed set"
    CHARACTERS = "written + learned + closed set"
    ALL = "all four"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A call at the moment in which a question is open."""

    script: Script
    state: State
    expectation: Expectation
    at: datetime


@dataclass(frozen=True, slots=True)
class Raised:
    """What came of one sentence; `is_asked_for` where the call asked whether there was a danger."""

    flags: frozenset[str]
    alerts: frozenset[AlertCode]
    is_asked_for: bool = False

    @property
    def is_grave(self) -> bool:
        """Whether it was taken for a danger to life."""
        return bool(self.alerts & GRAVE)


def open_questions() -> dict[str, OpenQuestion]:
    """The shipped questionnaire after surgery, a call at each question of ASKED."""
    scenario = parse(
        json.dumps(
            {
                "id": "danger", "questionnaireId": "q_postop_v1", "now": "2026-03-10T10:20:00+08:00",
                "patient": {"name": "李秀英", "phone": "13800000002", "id_tail": "4417", "birth_md": "08-02",
                            "age": 68},
                "turns": [],
            }
        )
    )  # fmt: skip
    script = make_script(scenario)
    step = advance(script, start(script, "danger", scenario.now), Answered(scenario.now))
    found: dict[str, OpenQuestion] = {}
    while True:
        listen = next((each for each in step.commands if isinstance(each, Listen)), None)
        if listen is None:
            return {code: found[code] for code in ASKED}
        code = listen.expectation.code
        found[code] = OpenQuestion(script, step.state, listen.expectation, scenario.now)
        text = _ANSWERS.get(code)
        if text is None:
            return {code: found[code] for code in ASKED}
        step = advance(script, step.state, HeardEvent(scenario.now, text, text, 0.95))


def raised_by(heard: Heard, asked: OpenQuestion, nets: Nets) -> Raised:
    """The flags and alerts of a call in which just this was heard at this question."""
    state = asked.state
    with _only(nets):
        for signal in heard.signals:
            event = _event(signal, asked, nets)
            if event is not None:
                state = advance(asked.script, state, event).state
    return Raised(
        frozenset(str(flag) for flag in state.flags),
        frozenset(each.code for each in state.raised),
        bool(state.suspicions),
    )


def _event(signal: str | Final, asked: OpenQuestion, nets: Nets) -> Event | None:
    at = asked.at
    if isinstance(signal, str):
        return HeardPartial(at, signal)
    if signal.away or not signal.text:
        return None
    likely = signal.alternatives if nets in (Nets.CLOSED, Nets.CHARACTERS, Nets.ALL) else ()
    return HeardEvent(
        at,
        signal.text,
        signal.raw_text,
        signal.confidence,
        alternatives=likely,
        code=asked.expectation.code,
        by_sound=sounds_like(signal.raw_text) if nets is Nets.ALL else (),
        suspected=suspected_in(signal.others) if nets is Nets.ALL else (),
    )


@contextmanager
def _only(nets: Nets) -> Iterator[None]:
    if nets in (Nets.LEARNED, Nets.CHARACTERS, Nets.ALL):
        yield
        return

    def nothing(_: str) -> frozenset[Flag]:
        return frozenset()

    with patch("ari_app.language.danger.sensed", nothing):
        yield
