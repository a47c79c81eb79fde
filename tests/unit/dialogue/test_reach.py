"""How a patient reaches the center: every finished call tells it, with the number where the hospital has one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from ari_app.config.settings import HospitalSettings
from ari_app.dialogue.prompt_book import all_sentences, prompt, slow_sentences
from ari_app.dialogue.script import Patient
from ari_app.dialogue.spoken_phone import spoken_phone
from ari_app.wiring.instruments import names, script_to_render


@pytest.mark.parametrize(
    "number, spoken",
    [
        ("010-6655 8899", "零幺零，六六五五，八八九九"),
        ("01066558899", "零幺零，六六五五，八八九九"),
        ("4001112233", "四零零，幺幺幺，二二三三"),
        ("6655889", "六六五，五八八九"),
        ("12320", "幺二三，二零"),
        ("123 20", "幺二三，二零"),
        ("120", "幺二零"),
    ],
)
def test_a_number_is_dictated_in_groups(number: str, spoken: str) -> None:
    assert spoken_phone(number) == spoken


@pytest.mark.req("M07-014")
@pytest.mark.parametrize("age", [58, 80])
@pytest.mark.parametrize("name", names())
def test_every_closing_tells_how_to_reach_the_center(name: str, age: int) -> None:
    script = script_to_render(name, "仁和医院", "李秀英", phone="010-6655 8899")
    script = replace(script, patient=Patient(name="李秀英", age=age))
    said = prompt(script, "closing.completed").sentences
    assert "号码是零幺零，六六五五，八八九九。" in said
    assert any("随访中心电话" in sentence for sentence in said)
    assert set(said) <= all_sentences(script)
    assert "号码是零幺零，六六五五，八八九九。" in slow_sentences(script)
    without = prompt(replace(script, phone=None), "closing.completed").sentences
    assert "回拨这个号码就行。" in without
    assert without[-1].endswith("再见。")


@pytest.mark.parametrize("number", ["", "1", "010/6655", "总机", "+86 10 6655", "010-", "1" * 21])
def test_a_number_that_is_none_is_told_before_any_call(number: str) -> None:
    with pytest.raises(ValidationError):
        HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai", phone=number)
