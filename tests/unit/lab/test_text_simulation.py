"""The text simulation speaks the contract of docs/contract.md."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ari_app.cli.simulate import make_script, run
from ari_app.dialogue.script import Script
from ari_app.lab import text_simulation
from ari_app.lab.scenario import Scenario, parse_saying

EXAMPLE: dict[str, Any] = {
    "id": "x1",
    "title": "T+3, pain 8",
    "questionnaireId": "q_postop_v1",
    "day": "T+3",
    "now": "2026-03-10T10:20:00+08:00",
    "patient": {"name": "李秀英", "patientId": "p_1", "encounterId": "e_1", "phone": "13800000002",
                "id_tail": "4417", "birth_md": "08-02", "age": 58},
    "turns": [
        {"q": "consent", "say": "可以"}, {"q": "person", "say": "我是"}, {"q": "verify", "say": "四四一七"},
        {"q": "pain_vas", "say": "八分吧"}, {"q": "wants_callback", "say": "要的"},
        {"q": "temp", "say": "三十七度二"}, {"q": "wound", "say": "挺干的"}, {"q": "diet", "say": "正常"},
        {"q": "bowel", "say": "正常"}, {"q": "med_adherence", "say": "都吃了"}, {"q": "abnormal", "say": "没有"},
    ],
}  # fmt: skip


def play(*lines: str) -> list[dict[str, Any]]:
    """The results of scenario lines."""
    return [json.loads(line) for line in run(lines)]


@pytest.mark.req("M06-014")
@pytest.mark.req("M07-001")
def test_the_example_of_the_contract() -> None:
    (result,) = play(json.dumps(EXAMPLE, ensure_ascii=False))
    assert list(result) == [
        "id", "answers", "missing", "alerts", "disposition", "riskLevel", "actions", "asked", "said",
    ]  # fmt: skip
    assert result["answers"] == {
        "pain_vas": 8, "wants_callback": "yes", "temp": 37.2, "wound": "dry", "diet": "normal",
        "bowel": "normal", "med_adherence": 100, "abnormal": "no",
    }  # fmt: skip
    assert result["missing"] == {}
    assert result["alerts"] == [{"code": "PAIN_HIGH", "level": "P1", "sla_min": 10}]
    assert set(result["actions"]) == {"advice_seek_care", "sms_guidance", "callback_task"}
    assert (result["riskLevel"], result["disposition"]) == ("P1", "completed")
    assert result["asked"][:6] == [
        "consent",
        "person",
        "verify",
        "data_consent",
        "pain_vas",
        "wants_callback",
    ]


def test_one_line_out_per_line_in_and_in_order() -> None:
    unknown = EXAMPLE | {"id": "x2", "questionnaireId": "q_unheard_of_v1"}
    no_zone = EXAMPLE | {"id": "x3", "now": "2026-03-10T10:20:00"}
    lines = [json.dumps(each) for each in (EXAMPLE, unknown, no_zone)]
    results = play(lines[0], lines[1], "no json", "[]", lines[2], lines[0])
    assert [each.get("id") for each in results] == ["x1", "x2", None, None, "x3", "x1"]
    assert "q_unheard_of_v1" in results[1]["error"]
    assert all("error" in each for each in results[1:5])


def test_a_scenario_that_fails_costs_no_other_its_result() -> None:
    def make(scenario: Scenario) -> Script:
        if scenario.id == "x2":
            raise RuntimeError("broken on purpose")
        return make_script(scenario)

    lines = [json.dumps(EXAMPLE | {"id": each}) for each in ("x1", "x2", "x3")]
    results = [json.loads(line) for line in text_simulation.run(lines, make)]
    assert results[1] == {"id": "x2", "error": "RuntimeError: broken on purpose"}
    assert [each.get("disposition") for each in results] == ["completed", None, "completed"]


def test_an_utterance_is_used_once_and_the_last_is_repeated() -> None:
    scenario = EXAMPLE | {"turns": [*EXAMPLE["turns"], {"q": "temp", "say": "unused"}]}
    scenario["turns"] = [each for each in scenario["turns"] if each["q"] != "pain_vas"]
    (result,) = play(json.dumps(scenario))
    assert result["disposition"] == "no_input"
    assert result["missing"]["pain_vas"] == "no_input"
    assert result["missing"]["temp"] == "not_reached"


@pytest.mark.parametrize(
    ("say", "field", "value"),
    [
        ("<silence>", "is_silence", True),
        ("<hangup>", "is_hangup", True),
        ("<lowconf:0.4>八分", "confidence", 0.4),
        ("<bargein><lowconf:0.5>八分", "confidence", 0.5),
        ("<bargein>八分", "barges_in", True),
        ("<dtmf>4417", "text", "4417"),
        ("<answered>喂", "is_after_answer", True),
        ("", "is_silence", True),
        ("八分", "is_silence", False),
    ],
)
def test_tags(say: str, field: str, value: object) -> None:
    assert getattr(parse_saying(say), field) == value
