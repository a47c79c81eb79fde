"""Answers as a person writes them down."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.entered import UNITS, read_answer, read_answers
from ari_app.questionnaire.questionnaire import Item
from ari_app.questionnaire.value_space import NUMBERS
from tests.unit.questionnaire.shipped import shipped

POSTOP = shipped("q_postop_v1")
OPTIONS = (("dry", "干燥愈合良好"), ("red", "红肿"))


def item(qtype: QType) -> Item:
    options = OPTIONS if qtype is QType.CHOICE else ()
    return Item("x", qtype, "item.x", "?", "?", options=options)


@pytest.mark.parametrize(
    ("qtype", "text", "value"),
    [
        (QType.NRS, "10", 10),
        (QType.RATING_1_10, " 1 ", 1),
        (QType.TEMPERATURE, "37", 37.0),
        (QType.TEMPERATURE, "37.6", 37.6),
        (QType.ADHERENCE_PCT, "100", 100),
        (QType.COUNT_WEEK, "0", 0),
        (QType.GLUCOSE, "7.8", 7.8),
        (QType.BLOOD_PRESSURE, "135/85", {"sys": 135, "dia": 85}),
        (QType.YES_NO, "是", "yes"),
        (QType.YES_NO, "no", "no"),
        (QType.CHOICE, "red", "red"),
        (QType.OPEN_TEXT, "有点头晕", {"themes": [], "text": "有点头晕"}),
        (QType.RESCHEDULE, "keep", {"keep": True}),
        (QType.RESCHEDULE, "cancel", {"cancel": True}),
        (QType.RESCHEDULE, "2026-03-12T09:30", {"dt": "2026-03-12T09:30"}),
        (QType.RESCHEDULE, "2026-03-12 afternoon", {"date": "2026-03-12", "part": "afternoon"}),
    ],
)
def test_each_kind_is_read_as_a_call_would_store_it(qtype: QType, text: str, value: object) -> None:
    found = read_answer(item(qtype), text)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("qtype", "text"),
    [
        (QType.NRS, "11"),
        (QType.NRS, "3.5"),
        (QType.NRS, "-1"),
        (QType.NRS, "三"),
        (QType.RATING_1_10, "0"),
        (QType.TEMPERATURE, "376"),
        (QType.TEMPERATURE, "37.65"),
        (QType.TEMPERATURE, "nan"),
        (QType.GLUCOSE, "0.5"),
        (QType.BLOOD_PRESSURE, "85/135"),
        (QType.BLOOD_PRESSURE, "135"),
        (QType.YES_NO, "maybe"),
        (QType.CHOICE, "红肿"),
        (QType.OPEN_TEXT, " "),
        (QType.RESCHEDULE, "2026-03-11"),
        (QType.RESCHEDULE, "2026-02-30 morning"),
        (QType.RESCHEDULE, "2026-03-12T25:00"),
        (QType.RESCHEDULE, "改天"),
    ],
)
def test_what_is_none_is_refused_with_the_item_named(qtype: QType, text: str) -> None:
    with pytest.raises(WrongInput, match="^x "):
        read_answer(item(qtype), text)


def test_an_item_that_would_not_be_asked_needs_what_it_depends_on() -> None:
    with pytest.raises(WrongInput, match="abnormal_desc would not be asked") as refused:
        read_answers(POSTOP, {"abnormal": "no", "abnormal_desc": "头晕"})
    assert refused.value.mend is not None and "abnormal" in refused.value.mend
    assert set(read_answers(POSTOP, {"abnormal_desc": "头晕", "abnormal": "yes"})) == {
        "abnormal",
        "abnormal_desc",
    }
    with pytest.raises(WrongInput, match="has no item pain"):
        read_answers(POSTOP, {"pain": "3"})


def test_every_number_has_its_unit() -> None:
    assert set(UNITS) == {*NUMBERS, QType.BLOOD_PRESSURE}
