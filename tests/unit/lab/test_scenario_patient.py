"""A scenario's patient as he behaves on a telephone."""

from __future__ import annotations

import json

from ari_app.cli.simulate import make_script
from ari_app.lab.patient_script import PatientScript
from ari_app.lab.scenario import parse
from ari_app.lab.scenario_patient import patient_script
from ari_app.language.understanding import Value

PATIENT = {"name": "李秀英", "id_tail": "4417", "birth_md": "08-02", "age": 58}


def script(turns: dict[str, list[str]], answers: dict[str, Value]) -> PatientScript:
    line = {
        "id": "one",
        "questionnaireId": "q_postop_v1",
        "now": "2026-03-10T10:20:00+08:00",
        "patient": PATIENT,
        "turns": [{"q": code, "say": say} for code, says in turns.items() for say in says],
    }
    scenario = parse(json.dumps(line, ensure_ascii=False))
    return patient_script(scenario, make_script(scenario), answers)


def test_each_tag_becomes_what_a_phone_can_do() -> None:
    turns = {
        "verify": ["四四一七", "<dtmf>4417"],
        "temp": ["<silence>", "<lowconf:0.4>三十七度"],
        "wound": ["<bargein>挺干的"],
        "diet": ["<hangup>"],
    }
    found = script(turns, {})
    assert found.utterances["verify"] == ("四四一七", "<dtmf>4417")
    assert found.utterances["temp"] == ("<silence>", "三十七度")
    assert found.utterances["wound"] == ("挺干的",)
    assert found.utterances["diet"] == ("<hangup>",)
    assert found.words() == ("三十七度", "可以", "四四一七", "挺干的", "没有")


def test_a_value_read_back_is_known_by_the_robots_own_words() -> None:
    found = script({"temp": ["三十七度二"]}, {"temp": 37.2, "pain_vas": 8, "wound": "dry"})
    assert found.meanings["temp"] == ("三十七度二",)
    assert found.meanings["pain_vas"] == ("八分",)
    assert found.meanings["wound"] == ("伤口干燥",)
    assert "diet" not in found.meanings
