"""What a simulated patient says next."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from ari_app.core.errors import WrongInput
from ari_app.lab.patient_script import PatientMemory, load, spoken_words

SCRIPT = {
    "schema": 1,
    "title": "two answers",
    "questionnaireId": "q_postop_v1",
    "patient": {"name": "李秀英"},
    "turns": [
        {"q": "temp", "say": "三十七度多"},
        {"q": "temp", "say": "三十七度六", "means": ["三十七度六"]},
        {"q": "verify", "say": "<dtmf>4417"},
    ],
}


def test_answers_come_in_order_and_the_last_is_repeated() -> None:
    memory = PatientMemory(load(json.dumps(SCRIPT)))
    assert [memory.answer("temp") for _ in range(3)] == ["三十七度多", "三十七度六", "三十七度六"]


def test_what_is_not_named_is_silence_but_the_data_consent() -> None:
    memory = PatientMemory(load(json.dumps(SCRIPT)))
    assert memory.answer("wound") == "<silence>"
    assert memory.answer("data_consent") == "可以"


def test_only_words_are_rendered() -> None:
    assert load(json.dumps(SCRIPT)).words() == ("三十七度六", "三十七度多", "可以", "没有")
    assert spoken_words("<lowconf:0.4>八分") == "八分"
    assert spoken_words("<hangup>") == ""


@pytest.mark.parametrize(
    "text", ["", "{}", '{"schema": 2, "turns": []}', '{"schema": 1, "title": "x"}', "[]"]
)
def test_a_script_that_cannot_be_used(text: str) -> None:
    with pytest.raises(WrongInput):
        load(text)


def test_every_value_of_the_demo_has_its_read_back_form() -> None:
    text = (files("ari_app.lab") / "scripts" / "demo_postop.json").read_text("utf-8")
    script, expected = load(text), json.loads(text)["expected"]
    assert set(expected["answers"]) <= set(script.meanings)
    assert set(expected["answers"]) <= set(script.utterances)
