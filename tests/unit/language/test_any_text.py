"""Whatever the text, there is an answer, and it keeps the rules."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ari_app.core.vocabulary import Action, Intent, QType
from ari_app.language.parser import PARSERS, understand
from ari_app.language.understanding import Context
from tests.unit.language.cases_file import cases

WORDS = sorted({case.say for case in cases()})
MIXED = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=4).map("".join)
OPTIONS = {"normal": "正常", "reduced": "比平时少", "none": "几乎吃不下"}
RANGES = {
    QType.NRS: (0, 10),
    QType.RATING_1_10: (1, 10),
    QType.TEMPERATURE: (34.0, 42.5),
    QType.ADHERENCE_PCT: (0, 100),
    QType.COUNT_WEEK: (0, 21),
    QType.GLUCOSE: (1.0, 33.3),
}


def test_every_qtype_has_a_parser() -> None:
    assert set(PARSERS) == set(QType)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(QType)), MIXED)
@example(QType.COUNT_WEEK, "我都六十五了 经不起疼我都六十五了 经不起疼0")
def test_any_text_is_understood_somehow(qtype: QType, text: str) -> None:
    meant = understand(qtype, "有没有不舒服", text, Context(options=OPTIONS, name="王秀兰"))
    assert 0.0 <= meant.confidence <= 1.0
    if meant.action is Action.ACCEPT:
        assert meant.intent is Intent.ANSWER
        _check_value(qtype, meant.value)


def _check_value(qtype: QType, value: object) -> None:
    if qtype in RANGES:
        low, high = RANGES[qtype]
        assert isinstance(value, int | float) and low <= value <= high
    elif qtype in (QType.YES_NO, QType.CONSENT, QType.PERSON_CONFIRM):
        assert value in ("yes", "no")
    elif qtype is QType.CHOICE:
        assert value in OPTIONS
    elif qtype is QType.ID_TAIL:
        assert isinstance(value, str) and len(value) == 4
    elif qtype is QType.BIRTH_MD:
        assert isinstance(value, str) and value[2] == "-"


@pytest.mark.parametrize(
    "text", ["", " ", "。。。", "\x00", "\ud800", "9" * 400, "三" * 400, "（）［］", "😀😀", "不" * 300]
)
@pytest.mark.parametrize("qtype", list(QType))
def test_odd_texts(qtype: QType, text: str) -> None:
    assert understand(qtype, "", text, Context()).action is not Action.MISSING


@given(st.sampled_from(["我不想活了", "活着没意思", "我想自杀"]), st.sampled_from(list(QType)))
def test_self_harm_is_heard_at_any_question(text: str, qtype: QType) -> None:
    meant = understand(qtype, "", text, Context(options=OPTIONS))
    assert (meant.action, meant.intent) == (Action.ROUTE, Intent.SELF_HARM)


@given(st.sampled_from(["嗯", "嗯嗯", "哦", "啊", "呃"]))
def test_a_sound_of_listening_is_no_consent(text: str) -> None:
    assert understand(QType.CONSENT, "可以吗", text, Context()).action is Action.REASK
