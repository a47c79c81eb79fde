"""Each check finds the fault that it is there for, and says how to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.questionnaire.checks import check
from ari_app.questionnaire.duration import duration, speech_seconds
from ari_app.questionnaire.flow import holds
from ari_app.questionnaire.questionnaire import Condition, Operator
from tests.unit.questionnaire.shipped import BETTER, MEAL, NUMBER_KEYS, PAIN, filled, small

TEMP = PAIN | {"linkId": "temp", "qtype": "temperature", "text": "体温是多少度？", "keyDigits": 3}
WORDS = {"linkId": "words", "qtype": "open_text", "promptCode": "item.words", "text": "请您说一说。"}
SCORE: dict[str, Any] = {"code": "sum", "bandCode": "level", "item": ["pain", "meal"]}
WHOLE = [{"code": "low", "low": 0, "high": 6}, {"code": "high", "low": 7, "high": 13}]


def _when(*conditions: dict[str, Any], item: dict[str, Any] = BETTER, **more: object) -> dict[str, Any]:
    return item | {"enableWhen": list(conditions)} | more


def _is(question: str, operator: str, answer: object) -> dict[str, Any]:
    key = "answerBoolean" if isinstance(answer, bool) else "answerDecimal"
    return {
        "question": question,
        "operator": operator,
        ("answerCoding" if isinstance(answer, str) else key): answer,
    }


def _flag(raised: bool = True) -> dict[str, Any]:
    return {"flag": "fever_words", "operator": "exists", "answerBoolean": raised}


def _options(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"valueCoding": {"code": code, "display": display}} for code, display in pairs]


BROKEN: list[tuple[str, str, tuple[dict[str, Any], ...]]] = [
    ("no_item", "", ()),
    ("link_id_twice", "pain", (PAIN, PAIN)),
    ("not_speakable", "pain", (PAIN | {"text": "疼痛VAS几分？"},)),
    ("not_speakable", "pain", (PAIN | {"text": "您约了{doctor}，对吗？"},)),
    ("confidence_floor", "pain", (PAIN | {"confidenceFloor": 1.5},)),
    ("no_question", "pain", (PAIN | {"qtype": "global"},)),
    ("too_few_options", "meal", (MEAL | {"answerOption": []},)),
    ("options_unexpected", "pain", (PAIN | {"answerOption": MEAL["answerOption"]},)),
    ("option_twice", "meal", (MEAL | {"answerOption": MEAL["answerOption"][:1] * 2},)),
    ("unknown_flag", "better", (PAIN, _when(_flag() | {"flag": "fever"}))),
    ("not_asked_before", "better", (_when(_is("pain", ">=", 7)), PAIN)),
    ("not_asked_before", "better", (PAIN, _when(_is("better", "=", "yes")))),
    ("not_a_number", "better", (MEAL, _when(_is("meal", ">", 1)))),
    ("no_such_option", "better", (MEAL, _when(_is("meal", "=", "good")))),
    ("no_such_option", "pain", (BETTER, _when(_is("better", "=", "maybe"), item=PAIN))),
    ("diagnosis", "pain", (PAIN | {"text": "您的抑郁症好些了吗？"},)),
    ("diagnosis", "pain", (PAIN | {"reaskText": "这肯定是感染，几分？"},)),
    ("diagnosis", "meal", (MEAL | {"answerOption": _options(("normal", "正常"), ("none", "确诊了"))},)),
    ("secret", "pain", (PAIN | {"text": "请说您的银行卡号。"},)),
    (
        "long_sentence",
        "pain",
        (PAIN | {"text": "您今天早上起来以后到现在这段时间里面觉得伤口那个地方大概疼几分？"},),
    ),
    ("unfinished", "pain", (PAIN | {"text": "您现在疼几分"},)),
    ("front_question", "pain", (PAIN | {"qtype": "id_tail"},)),
    ("not_keyed", "words", (WORDS | {"keyText": NUMBER_KEYS},)),
    ("no_key_text", "pain", (PAIN | {"keyText": ""},)),
    ("key_digits", "pain", (PAIN | {"keyDigits": 1},)),
    ("key_digits", "temp", (TEMP | {"keyDigits": 2},)),
    ("key_options", "better", (BETTER | {"keyText": "好些了请按一。"},)),
    ("key_options", "better", (BETTER | {"keyText": NUMBER_KEYS},)),
    ("key_options", "meal", (MEAL | {"keyText": "正常请按一，一般请按二，吃不下请按三。"},)),
    ("key_options", "meal", (MEAL | {"keyText": "正常请按一，吃不下请按三。"},)),
    ("key_order", "meal", (MEAL | {"keyText": "吃不下请按一，正常请按二。"},)),
    (
        "too_many_options",
        "meal",
        (MEAL | {"answerOption": _options(*((str(n), f"选项{n}") for n in range(10)))},),
    ),
    ("never_true", "better", (PAIN, _when(_is("pain", ">", 10)))),
    ("never_true", "better", (TEMP, _when(_is("temp", ">=", 43)))),
    ("never_true", "better", (PAIN, _when(_is("pain", "=", 6.5)))),
    ("never_true", "better", (PAIN, _when(_is("pain", ">=", 11), _flag(), enableBehavior="any"))),
    ("never_false", "better", (PAIN, _when(_is("pain", ">=", 0)))),
    ("never_false", "better", (TEMP, _when(_is("temp", ">", 30)))),
    ("never_false", "better", (PAIN, _when(_is("pain", "!=", 6.5)))),
    ("unreachable", "better", (PAIN, _when(_is("pain", ">=", 7), _is("pain", "<", 4)))),
    (
        "unreachable",
        "words",
        (
            PAIN,
            _when(_is("pain", ">=", 7)),
            _when(_is("better", "=", "yes"), _is("pain", "<", 5), item=WORDS),
        ),
    ),
    ("unreachable", "better", (PAIN, _when(_flag(), _flag(False)))),
    ("always_asked", "better", (PAIN, _when(_flag(), _flag(False), enableBehavior="any"))),
    (
        "always_asked",
        "better",
        (PAIN, _when(_is("pain", "exists", True), _is("pain", "exists", False), enableBehavior="any")),
    ),
    ("may_ask_nothing", "", (_when(_flag()),)),
]


@pytest.mark.req("M06-009")
@pytest.mark.parametrize(("code", "place", "items"), BROKEN)
def test_a_broken_questionnaire_is_found_out(
    code: str, place: str, items: tuple[dict[str, Any], ...]
) -> None:
    found = [finding for finding in check(small(*items)) if finding.code == code]
    assert found, check(small(*items))
    assert found[0].place == place
    assert found[0].mend and found[0].message


@pytest.mark.parametrize(
    ("code", "score"),
    [
        ("score_item_unknown", SCORE | {"item": ["pain", "wound"]}),
        ("score_empty", SCORE | {"item": []}),
        ("score_points", SCORE | {"item": ["pain", "better"]}),
        ("score_points", SCORE | {"item": ["temp"]}),
        ("score_incomplete", SCORE | {"item": ["pain", "later"]}),
        ("code_twice", SCORE | {"code": "pain"}),
        ("code_twice", SCORE | {"bandCode": "sum"}),
        ("bands", SCORE | {"band": WHOLE[:1]}),
        ("bands", SCORE | {"band": [WHOLE[0], WHOLE[1] | {"low": 8}]}),
        ("bands", SCORE | {"band": [WHOLE[0], WHOLE[1] | {"low": 6}]}),
        ("band_unreachable", SCORE | {"band": [*WHOLE, {"code": "top", "low": 14, "high": 20}]}),
    ],
)
def test_a_broken_score_is_found_out(code: str, score: dict[str, Any]) -> None:
    later = PAIN | {"linkId": "later", "enableWhen": [_is("pain", ">=", 7)]}
    questionnaire = small(PAIN, MEAL, BETTER, TEMP, later, score=[score])
    assert code in [finding.code for finding in check(questionnaire)]


def test_points_that_give_endless_totals_are_not_taken_for_sound() -> None:
    items = []
    for number in range(16):
        options = [option | {"ordinalValue": 0} for option in MEAL["answerOption"]]
        options[1]["ordinalValue"] = 2**number / 7
        items.append(MEAL | {"linkId": f"meal{number}", "answerOption": options})
    score = SCORE | {"item": [item["linkId"] for item in items], "band": WHOLE}
    assert "score_points" in [finding.code for finding in check(small(*items, score=[score]))]


def test_a_sound_one_has_no_finding() -> None:
    conditional = _when(_is("pain", ">=", 7), _flag(), enableBehavior="any")
    questionnaire = small(PAIN, MEAL, conditional, WORDS, TEMP, score=[SCORE | {"band": WHOLE}])
    assert check(questionnaire) == []


def test_a_retired_version_is_not_published() -> None:
    assert [finding.code for finding in check(small(PAIN, status="retired"))] == ["retired"]


def test_what_a_clinician_fills_in_need_not_be_speakable() -> None:
    assert check(small(MEAL | {"text": "Level 1-4", "keyText": ""}, observer="clinician")) == []
    assert check(filled("q_braden_v1")) == []


def test_too_many_combinations_are_not_taken_for_sound() -> None:
    pains = [PAIN | {"linkId": f"pain{number}"} for number in range(9)]
    never = [_is(f"pain{number}", ">=", 5) for number in range(9)] + [_is("pain0", "<", 5)]
    assert "too_many_branches" in [finding.code for finding in check(small(*pains, _when(*never)))]


@given(
    st.sampled_from([each for each in Operator if each is not Operator.EXISTS]),
    st.one_of(st.integers(-3, 14), st.integers(-60, 240).map(lambda tenths: tenths / 20)),
)
def test_a_condition_is_judged_as_trying_every_answer_would(operator: Operator, threshold: float) -> None:
    results = {holds(Condition(operator, threshold, "pain"), {"pain": value}, ()) for value in range(11)}
    codes = {finding.code for finding in check(small(PAIN, _when(_is("pain", operator.value, threshold))))}
    assert ("never_true" in codes) is (results == {False})
    assert ("never_false" in codes) is (results == {True})


@given(st.integers(0, 10), st.integers(0, 10))
def test_two_conditions_are_judged_together(low: int, high: int) -> None:
    codes = {
        finding.code for finding in check(small(PAIN, _when(_is("pain", ">=", low), _is("pain", "<=", high))))
    }
    assert ("unreachable" in codes) is (low > high)


@pytest.mark.req("M08-022")
def test_the_duration_counts_conditional_items_apart() -> None:
    usual = duration(small(PAIN, MEAL))
    assert usual.usual == usual.longest > speech_seconds(PAIN["text"] + MEAL["text"])
    branched = duration(small(PAIN, MEAL, _when(_is("pain", ">=", 7), item=WORDS)))
    assert branched.usual == usual.usual < branched.longest
