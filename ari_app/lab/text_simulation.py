"""Whole dialogues through the real engine, in text, with a scripted patient."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from ari_app.alerting.evaluation import highest
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import SLA_MINUTES, AnswerStatus
from ari_app.dialogue.commands import Command, Listen, Say, Transfer
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import (
    Answered,
    Event,
    Heard,
    HungUp,
    KeysPressed,
    NoInput,
    PromptEnded,
    TransferEnded,
)
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import Raised, Stage, State
from ari_app.dialogue.turn import Step
from ari_app.lab.patient_script import DEFAULT_UTTERANCES
from ari_app.lab.scenario import Saying, Scenario, parse

MakeScript = Callable[[Scenario], Script]

GOODBYE = "goodbye"
_MOST_EVENTS = 400
_UNASKED = {code: Saying(texts[0]) for code, texts in DEFAULT_UTTERANCES.items()}
_SILENT = Saying("", is_silence=True)


class Talk:
    """One dialogue: the engine, the patient's queues, and what was said. `carry` takes the state between turns."""

    def __init__(
        self, script: Script, scenario: Scenario, carry: Callable[[State], State] = lambda state: state
    ) -> None:
        self._script = script
        self._scenario = scenario
        self._carry = carry
        self._used: dict[str, int] = {}
        self._commands: tuple[Command, ...] = ()
        self.state: State = start(script, str(scenario.id), scenario.now)
        self.said: list[str] = []
        self.steps: list[Step] = []

    def run(self) -> None:
        """Talk until the call is concluded."""
        for saying in self._scenario.early:
            if saying.is_after_answer:
                self._feed(Answered(self._scenario.now))
            self._feed(self._event(saying))
        self._feed(Answered(self._scenario.now))
        for _ in range(_MOST_EVENTS):
            if self.state.stage is Stage.OVER and not self._speaks_over_goodbye():
                return
            self._next()
        raise WrongInput(f"the dialogue does not end within {_MOST_EVENTS} events")

    def _speaks_over_goodbye(self) -> bool:
        queue = self._scenario.sayings.get(GOODBYE, ())
        return self.state.parting and self._used.get(GOODBYE, 0) < len(queue)

    def _next(self) -> None:
        commands = self._commands
        if self.state.stage is Stage.OVER:
            self._feed(self._event(self._saying(GOODBYE)))
            return
        for command in commands:
            if isinstance(command, Transfer):
                free = self._scenario.agents > 0
                self._feed(TransferEnded(self._scenario.now, "connected" if free else "no_agent"))
                return
        listen = next((each for each in reversed(commands) if isinstance(each, Listen)), None)
        if listen is None:
            raise RuntimeError("the dialogue waits for nothing")
        saying = self._saying(self._asked_as(listen.expectation.code))
        says = [each for each in commands if isinstance(each, Say)]
        over_prompt = saying.barges_in and all(each.interruptible for each in says)
        for say in says:
            if not over_prompt:
                self._feed(PromptEnded(self._scenario.now, say.id, 1000, True))
        self._feed(self._event(saying))

    def _feed(self, event: Event) -> None:
        step = advance(self._script, self._carry(self.state), event)
        self.state = step.state
        self.steps.append(step)
        if step.commands:
            self._commands = step.commands
        for command in step.commands:
            if isinstance(command, Say):
                self.said.extend(command.sentences)

    def _asked_as(self, code: str) -> str:
        """A question that comes up beside a question (when to call, is somebody with you) belongs to that one."""
        own = code in self.state.asked or code in self._scenario.sayings or code in DEFAULT_UTTERANCES
        if own or not self.state.asked:
            return code
        return self.state.asked[-1]

    def _saying(self, code: str) -> Saying:
        queue = self._scenario.sayings.get(code)
        if not queue:
            return _UNASKED.get(code, _SILENT)
        used = self._used.get(code, 0)
        self._used[code] = used + 1
        return queue[min(used, len(queue) - 1)]

    def _event(self, saying: Saying) -> Event:
        now = self._scenario.now
        if saying.is_hangup:
            return HungUp(now)
        if saying.is_silence:
            return NoInput(now)
        if saying.is_keyed:
            return KeysPressed(now, saying.text)
        return Heard(now, saying.text, saying.text, saying.confidence, suspected=saying.suspected)


def run(lines: Iterable[str], make_script: MakeScript) -> Iterator[str]:
    """One result line per scenario line, in order; a scenario that fails gives its id and the error in its place."""
    for line in lines:
        if line.strip():
            yield as_line(_play(line, make_script))


def as_line(result: Mapping[str, object]) -> str:
    """A result as it is printed."""
    return json.dumps(result, ensure_ascii=False)


def result_of(talk: Talk, scenario: Scenario) -> dict[str, object]:
    """The result of a finished dialogue in the form of docs/contract.md."""
    state = talk.state
    risk = highest(tuple(each.priority for each in state.raised))
    return {
        "id": scenario.id,
        "answers": {
            **{
                each.link_id: each.value
                for each in state.answers
                if each.status is not AnswerStatus.FOR_REVIEW
            },
            **{each.code: each.value for each in state.scores},
        },
        "missing": {each.link_id: each.reason.value for each in state.gaps},
        "alerts": [_alert(each) for each in state.raised],
        "disposition": state.disposition,
        "riskLevel": risk.value if risk else "none",
        "actions": list(state.actions),
        "asked": list(state.asked),
        "said": talk.said,
    }


def _play(line: str, make_script: MakeScript) -> dict[str, object]:
    try:
        scenario = parse(line)
        talk = Talk(make_script(scenario), scenario)
        talk.run()
        return result_of(talk, scenario)
    except WrongInput as error:
        return {"id": id_in(line), "error": str(error)}
    except Exception as error:  # a bug that one scenario hits must not cost the results of the others
        return {"id": id_in(line), "error": f"{type(error).__name__}: {error}"}


def id_in(line: str) -> object:
    """The id of a scenario that cannot be played, None where not even that can be read."""
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data.get("id") if isinstance(data, dict) else None


def _alert(raised: Raised) -> dict[str, object]:
    return {
        "code": raised.code.value,
        "level": raised.priority.value,
        "sla_min": SLA_MINUTES[raised.priority],
    }
