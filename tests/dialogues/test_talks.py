"""Golden talks: each YAML is one whole dialogue; the state goes through JSON between every two events."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ari_app.cli.simulate import make_script
from ari_app.core.vocabulary import AlertCode, Disposition, FollowUpAction, MissingReason, Priority
from ari_app.dialogue.commands import HangUp, Listen, Pace, Say, Transfer
from ari_app.dialogue.facts import CallConcluded
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.lab.scenario import Scenario, parse
from ari_app.lab.text_simulation import Talk, result_of
from ari_app.wiring.instruments import names

TALKS = sorted(Path(__file__).parent.glob("*.yaml"))
# nobody is there to say goodbye to
MACHINES = {
    Disposition.VOICEMAIL,
    Disposition.VACANT,
    Disposition.INVALID,
    Disposition.SUSPENDED,
    Disposition.POWER_OFF,
    Disposition.UNREACHABLE,
    Disposition.BUSY,
    Disposition.NO_ANSWER,
    Disposition.REJECTED,
    Disposition.BARRED,
    Disposition.NETWORK,
    Disposition.FORWARDING,
}
# what the line or the system itself reports; no dialogue ends so
NOT_SPOKEN = {Disposition.TRUNK_ERROR, Disposition.INTERRUPTED, Disposition.FAILED}
FRONT = {"consent", "person", "verify", "data_consent"}
USUAL = (
    {
        "consent": ["可以"],
        "person": ["我是"],
        "verify": ["四四一七"],
        "data_consent": ["可以"],
        "pain_vas": ["三分"],
        "wants_callback": ["要的"],
        "temp": ["三十六度八"],
        "chills": ["没有"],
        "wound": ["挺干的"],
        "diet": ["正常"],
        "bowel": ["正常"],
        "med_adherence": ["都吃了"],
        "abnormal": ["没有"],
        "missed_doses": ["一次都没漏"],
        "adverse": ["没有"],
        "bp": ["高压一百二十八 低压八十"],
        "glucose": ["六点一"],
        "appt": ["方便 不用改"],
        "materials": ["准备好了"],
        "transport": ["不用"],
        "sat_doctor": ["九分"],
        "sat_nurse": ["九分"],
        "sat_wait": ["八分"],
        "sat_cost": ["八分"],
        "sat_env": ["九分"],
        "sat_overall": ["九分"],
        "recommend": ["愿意"],
        "nps": ["九分"],
        "improve": ["没有"],
        "risk_pain": ["三分"],
        "risk_bleeding": ["没有"],
        "phq1": ["一半以上的天数"],
        "phq9": ["完全没有"],
    }
    | {f"phq{number}": ["有几天"] for number in range(2, 9)}
    | {f"gad{number}": ["有几天"] for number in range(1, 8)}
)


@cache
def played(path: Path) -> tuple[dict[str, Any], dict[str, Any], Talk, Script]:
    """The golden file, the result, the talk and its script."""
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    scenario = scenario_of(golden)
    script = make_script(scenario)
    talk = Talk(script, scenario, carry=through_json)
    talk.run()
    return golden, result_of(talk, scenario), talk, script


def scenario_of(golden: dict[str, Any]) -> Scenario:
    """The scenario of a golden file: a usual patient with the file's turns in place of his."""
    turns = USUAL | golden.get("turns", {})
    patient = {"name": "李秀英", "patientId": "p_1", "id_tail": "4417", "birth_md": "08-02", "age": 58}
    line = {
        "id": golden["title"],
        "questionnaireId": golden.get("questionnaire", "q_postop_v1"),
        "day": "T+3",
        "now": golden.get("now", "2026-03-10T10:20:00+08:00"),
        "patient": patient | golden.get("patient", {}),
        "agents": golden.get("agents", 1),
        "direction": golden.get("direction", "outbound"),
        "history": golden.get("history", []),
        "turns": [{"q": code, "say": say} for code, says in turns.items() for say in says],
    }
    return parse(json.dumps(line, ensure_ascii=False))


def through_json(state: State) -> State:
    """The state as another worker would read it."""
    again = State.from_json(state.to_json())
    assert again == state
    return again


talks = pytest.mark.parametrize("path", TALKS, ids=[path.stem for path in TALKS])


@pytest.mark.req("M16-001")
@talks
def test_talk_ends_as_written(path: Path) -> None:
    golden, result, talk, _ = played(path)
    expect = golden["expect"]
    said = "".join(result["said"])
    assert result["disposition"] == expect["disposition"]
    assert result["riskLevel"] == expect.get("risk", result["riskLevel"])
    answers = expect.get("answers", {})
    assert {code: result["answers"].get(code) for code in answers} == answers
    if "missing" in expect:
        assert result["missing"] == expect["missing"]
    if "alerts" in expect:
        assert [[each["code"], each["level"]] for each in result["alerts"]] == expect["alerts"]
    assert set(expect.get("actions", [])) <= set(result["actions"])
    assert not set(expect.get("never_requests", [])) & {each.partition(":")[0] for each in result["actions"]}
    kept = repr([step.facts for step in talk.steps]) + talk.state.to_json() + repr(result)
    assert [words for words in expect.get("never_keeps", []) if words in kept] == []
    if expect.get("slow"):
        says = [each for step in talk.steps for each in step.commands if isinstance(each, Say)]
        assert says[-1].pace is Pace.SLOW
    assert result["asked"] == expect.get("asked", result["asked"])
    assert result["asked"][-1:] == (
        [expect["asked_last"]] if "asked_last" in expect else result["asked"][-1:]
    )
    assert not set(expect.get("never_asked", [])) & set(result["asked"])
    assert [words for words in expect.get("says", []) if words not in said] == []
    assert [words for words in expect.get("never_says", []) if words in said] == []
    assert_in_order(said, expect.get("says_in_order", []))
    kinds = {type(command).__name__ for step in talk.steps for command in step.commands}
    assert set(expect.get("commands", [])) <= kinds


@talks
def test_everything_said_was_known_before_dialing(path: Path) -> None:
    _, result, _, script = played(path)
    assert set(result["said"]) <= all_sentences(script)


@talks
def test_every_step_leads_on_and_the_end_comes_once(path: Path) -> None:
    _, _, talk, _ = played(path)
    commands = [command for step in talk.steps for command in step.commands]
    concluded = [fact for step in talk.steps for fact in step.facts if isinstance(fact, CallConcluded)]
    assert len(concluded) == 1
    assert len({command.id for command in commands}) == len(commands)
    for step in talk.steps:
        if step.commands and isinstance(step.commands[-1], Say):
            pytest.fail("something is said and then nothing is waited for")
    if any(isinstance(command, HangUp) for command in commands):
        assert isinstance(commands[-1], HangUp) or is_handed_over_at_goodbye(talk)


@pytest.mark.req("M18-003")
@talks
def test_nothing_clinical_before_both_factors(path: Path) -> None:
    _, _, talk, script = played(path)
    clinical = {item.link_id for item in script.questionnaire.items} | {"data_consent"}
    for step in talk.steps:
        if not step.state.verified:
            assert not clinical & {each.code for each in step.commands if isinstance(each, Say)}


@talks
def test_front_expectations_never_depend_on_stored_values(path: Path) -> None:
    _, _, talk, _ = played(path)
    for step in talk.steps:
        for command in step.commands:
            if isinstance(command, Listen) and command.expectation.code in FRONT:
                assert "李秀英" not in "".join(command.expectation.phrases)
                assert "四四一七" not in "".join(command.expectation.phrases)


@talks
def test_a_call_that_the_robot_ends_ends_with_a_goodbye(path: Path) -> None:
    _, _, talk, _ = played(path)
    commands = [command for step in talk.steps for command in step.commands]
    if talk.state.disposition in MACHINES or not any(isinstance(each, HangUp) for each in commands):
        return
    if is_handed_over_at_goodbye(talk):
        return
    last = [command for command in commands if isinstance(command, Say)][-1]
    assert "再见" in last.sentences[-1]


def is_handed_over_at_goodbye(talk: Talk) -> bool:
    """Whether a danger that was told over the goodbye was handed to a person."""
    commands = [command for step in talk.steps for command in step.commands]
    return isinstance(commands[-1], Transfer) and any(isinstance(each, HangUp) for each in commands)


def assert_in_order(said: str, words: list[str]) -> None:
    """Each of `words` is said after the one before it."""
    at = 0
    for word in words:
        found = said.find(word, at)
        assert found >= 0, f"{word} is not said (in this order)"
        at = found + len(word)


def test_every_word_of_the_contract_has_a_talk() -> None:
    results = [played(path)[1] for path in TALKS]
    assert len(results) >= 80
    assert {each["disposition"] for each in results} == set(Disposition) - NOT_SPOKEN
    assert {alert["code"] for each in results for alert in each["alerts"]} == set(AlertCode)
    assert {name.partition(":")[0] for each in results for name in each["actions"]} == set(FollowUpAction)
    assert {reason for each in results for reason in each["missing"].values()} == set(MissingReason)
    assert {each["riskLevel"] for each in results} == {*Priority, "none"}
    assert {played(path)[3].questionnaire.id for path in TALKS} == set(names())
