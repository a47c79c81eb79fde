"""What is shipped: complete, sound, speakable, and within what the owners of the scales allow."""

from __future__ import annotations

import json
import re

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.language.keypad import key_digits, parse_keys
from ari_app.questionnaire.checks import check
from ari_app.questionnaire.flow import next_item
from ari_app.questionnaire.loading import load
from ari_app.questionnaire.questionnaire import Coding
from ari_app.questionnaire.value_space import KEY_DIGITS, NUMBERS
from ari_app.wiring import instruments
from tests.unit.questionnaire.shipped import CODES, filled, shipped, structure

FREQUENCY = {"0": "完全没有", "1": "有几天", "2": "一半以上的天数", "3": "几乎每天"}
PHQ9 = {
    "phq1": ("44250-9", "做事情提不起劲，或者没有兴趣"),
    "phq2": ("44255-8", "心情低落、沮丧，或者觉得没有希望"),
    "phq3": ("44259-0", "入睡困难、睡不踏实，或者睡得太多"),
    "phq4": ("44254-1", "觉得累，没有力气"),
    "phq5": ("44251-7", "胃口不好，或者吃得太多"),
    "phq6": ("44258-2", "觉得自己很差劲，或者让自己、家人失望"),
    "phq7": ("44252-5", "注意力难集中，比如看电视、看报纸的时候"),
    "phq8": ("44253-3", "坐立不安、动来动去"),
    "phq9": ("44260-8", "觉得不如死掉，或者用某种方式伤害自己"),
}
GAD7 = {
    "gad1": ("69725-0", "感到紧张、焦虑或急切"),
    "gad2": ("68509-9", "没法停止或控制担心"),
    "gad3": ("69733-4", "对各种事情担心太多"),
    "gad4": ("69734-2", "很难放松下来"),
    "gad5": ("69735-9", "坐立不安，静不下来"),
    "gad6": ("69689-8", "容易烦躁或发脾气"),
    "gad7": ("69736-7", "害怕好像会发生可怕的事"),
}
TEMPLATES = {
    "q_chronic_v1": [
        ("missed_doses", "count_week"), ("adverse", "yes_no"), ("adverse_desc", "open_text"),
        ("bp", "blood_pressure"), ("glucose", "glucose"),
    ],
    "q_revisit_v1": [("appt", "reschedule"), ("materials", "yes_no"), ("transport", "yes_no")],
    "q_satisfaction_v1": [
        *((code, "rating_1_10") for code in (
            "sat_doctor", "sat_nurse", "sat_wait", "sat_cost", "sat_env", "sat_overall",
        )),
        ("recommend", "yes_no"), ("nps", "nrs"), ("improve", "open_text"),
    ],
    "q_risk_v1": [("risk_pain", "nrs"), ("wants_callback", "yes_no"), ("risk_bleeding", "yes_no")],
    "q_phq9_v1": [(code, "choice") for code in PHQ9],
    "q_gad7_v1": [(code, "choice") for code in GAD7],
    "q_phq2_v1": [("phq1", "choice"), ("phq2", "choice")],
    "q_gad2_v1": [("gad1", "choice"), ("gad2", "choice")],
    "q_pain_nrs_v1": [("pain_vas", "nrs"), ("wants_callback", "yes_no")],
}  # fmt: skip


@pytest.mark.req("M01-005", "M06-009")
@pytest.mark.parametrize("code", CODES)
def test_it_passes_every_check(code: str) -> None:
    found = shipped(code)
    assert check(found) == []
    assert (found.id, found.version) == (code, "1.0.0")


@pytest.mark.req("M16-012")
@pytest.mark.req("M07-016")
@pytest.mark.req("M07-021")
@pytest.mark.req("M07-022")
@pytest.mark.req("M07-023")
@pytest.mark.parametrize("code", TEMPLATES)
def test_it_has_its_items_in_order(code: str) -> None:
    assert [(item.link_id, str(item.qtype)) for item in shipped(code).items] == TEMPLATES[code]


@pytest.mark.req("M16-012")
@pytest.mark.req("M07-023")
def test_satisfaction_asks_for_each_of_its_subjects() -> None:
    subjects = {
        "sat_doctor": ("医生", "沟通"),
        "sat_nurse": ("护", "服务"),
        "sat_wait": ("等候",),
        "sat_cost": ("费用",),
        "sat_env": ("环境",),
        "sat_overall": ("总",),
        "improve": ("改进",),
    }
    for link_id, words in subjects.items():
        item = shipped("q_satisfaction_v1").item(link_id)
        for text in (item.text, item.reask_text):
            others = [word for other, its in subjects.items() if other != link_id for word in its]
            assert all(word in text for word in words), text
            assert not any(word in text for word in others), text


@pytest.mark.req("M07-024")
def test_the_first_day_asks_for_medication_wound_diet_and_sleep() -> None:
    asked = [item.link_id for item in shipped("q_postop_t1_v1").items]
    assert {"med_adherence", "wound", "diet", "sleep", "bowel", "urination", "pain_vas", "temp"} <= set(asked)


def test_the_week_adds_to_the_third_day_and_the_month_asks_for_what_happened() -> None:
    third = {item.link_id for item in shipped("q_postop_v1").items}
    week = {item.link_id for item in shipped("q_postop_t7_v1").items}
    month = {item.link_id for item in shipped("q_postop_t30_v1").items}
    assert week - third == {"exercise", "sutures", "revisit_known"} and third <= week
    assert {"recovered", "readmitted", "emergency_visit", "med_stopped", "sat_overall"} <= month


@pytest.mark.req("M08-003")
@pytest.mark.req("M08-010")
@pytest.mark.parametrize(("code", "items"), [("q_phq9_v1", PHQ9), ("q_gad7_v1", GAD7)])
def test_a_scale_has_its_wording_codes_and_points(code: str, items: dict[str, tuple[str, str]]) -> None:
    for link_id, (loinc, words) in items.items():
        item = shipped(code).item(link_id)
        assert words in item.text and item.text.startswith(("下面", "过去两周"))
        assert item.codes == (Coding("http://loinc.org", loinc),)
        assert item.option_texts == FREQUENCY
        assert dict(item.option_scores) == {"0": 0, "1": 1, "2": 2, "3": 3}
        assert all(display in item.text for display in FREQUENCY.values())
    assert "No permission required" in shipped(code).copyright


@pytest.mark.req("M08-013")
def test_pain_by_phone_is_a_spoken_number() -> None:
    assert shipped("q_pain_nrs_v1").item("pain_vas").codes == (Coding("http://loinc.org", "72514-3"),)


def test_only_the_recommendation_number_may_be_left_out() -> None:
    optional = [(code, item.link_id) for code in CODES for item in shipped(code).items if not item.required]
    assert optional == [("q_satisfaction_v1", "nps")]


@pytest.mark.req("M07-018")
def test_suggestions_are_sorted_into_themes() -> None:
    themes = shipped("q_satisfaction_v1").item("improve").themes
    assert themes == ("process", "waiting", "service", "cost", "environment", "other", "none")


@pytest.mark.req("M06-014")
def test_a_call_back_is_asked_right_after_pain_in_every_questionnaire() -> None:
    for code in CODES:
        asked = [item.link_id for item in shipped(code).items]
        if "wants_callback" in asked:
            assert "pain" in asked[asked.index("wants_callback") - 1], code


@pytest.mark.parametrize("code", CODES)
def test_every_item_is_asked_when_nothing_is_answered_but_the_conditional(code: str) -> None:
    found, order = shipped(code), []
    missing: set[str] = set()
    while (item := next_item(found, {}, missing)) is not None:
        order.append(item.link_id)
        missing.add(item.link_id)
    assert order == [item.link_id for item in found.items if not item.enable_when]


def test_the_key_pad_takes_what_the_checks_expect() -> None:
    assert {qtype: key_digits(qtype) for qtype in KEY_DIGITS} == dict(KEY_DIGITS)


@pytest.mark.parametrize("qtype", NUMBERS)
def test_the_ranges_of_the_checks_are_those_of_the_key_pad(qtype: QType) -> None:
    numbers, scale = NUMBERS[qtype], 1 if NUMBERS[qtype].decimals == 0 else 10
    for number, fits in (
        (numbers.low, True),
        (numbers.high, True),
        (numbers.low - 1 / scale, False),
        (numbers.high + 1 / scale, False),
    ):
        if number >= 0:
            meant = parse_keys(qtype, str(round(number * scale)), {})
            assert (meant.action == "accept") is fits, number


@pytest.mark.req("M08-014")
@pytest.mark.parametrize("code", ["q_braden_v1", "q_morse_v1"])
def test_a_structure_without_wording_is_refused(code: str) -> None:
    with pytest.raises(WrongInput, match="without wording") as refused:
        load(instruments.source(code))
    assert "license" in str(refused.value.mend)
    with pytest.raises(WrongInput, match="without wording"):
        instruments.questionnaire(code)


@pytest.mark.req("M08-014")
@pytest.mark.parametrize("code", instruments.structures())
def test_a_structure_holds_no_text_of_its_owner(code: str) -> None:
    for item in structure(code)["item"]:
        assert not {"text", "reaskText", "keyText"} & set(item)
        assert all(set(option["valueCoding"]) == {"code"} for option in item["answerOption"])


@pytest.mark.parametrize("code", instruments.structures())
def test_a_structure_with_the_hospitals_wording_is_sound(code: str) -> None:
    assert check(filled(code)) == []


@pytest.mark.req("M08-014")
def test_braden_has_six_items_and_totals_from_6_to_23() -> None:
    found = filled("q_braden_v1")
    levels = {item.link_id: sorted(points for _, points in item.option_scores) for item in found.items}
    four, three = [1, 2, 3, 4], [1, 2, 3]
    assert levels == {
        **dict.fromkeys(("sensory_perception", "moisture", "activity", "mobility", "nutrition"), four),
        "friction_shear": three,
    }
    (score,) = found.scores
    assert score.items == tuple(levels)


def test_scales_that_may_not_be_shipped_are_not() -> None:
    assert set(instruments.structures()) == {"q_braden_v1", "q_morse_v1"}
    for code in (*CODES, *instruments.structures()):
        assert not re.search(r"mmas|morisky|dose.nonadh|faces|cssrs", instruments.source(code), re.I), code


def test_every_shipped_file_is_canonical_json() -> None:
    for code in (*CODES, *instruments.structures()):
        text = instruments.source(code)
        assert text.endswith("}\n") and json.loads(text)["id"] == code


@pytest.mark.req("M08-014")
def test_a_call_cannot_ask_what_a_clinician_fills_in() -> None:
    for code in instruments.structures():
        with pytest.raises(WrongInput, match="filled in by a clinician"):
            instruments.refuse_clinicians(filled(code))
        with pytest.raises(WrongInput, match="filled in by a clinician"):
            instruments.script_to_render(filled(code), "仁和医院", "李秀英")
    for code in CODES:
        instruments.refuse_clinicians(shipped(code))
