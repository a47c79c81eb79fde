"""Everything of said/*.txt means what its line says, however it is written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.understanding import Understanding
from tests.unit.language.cases_file import spacings
from tests.unit.language.said_tables import Said, tables

TABLES = list(tables())
QUESTIONS = sorted({(one.qtype.value, one.question) for one in TABLES})
WORD_TYPES = (
    QType.YES_NO, QType.CHOICE, QType.PERSON_CONFIRM, QType.CONSENT, QType.OPEN_TEXT, QType.GLOBAL, QType.CALL_START,
)  # fmt: skip
# What the patient never says: the grammar alone gives these, or they belong to numbers.
NOT_SAID = frozenset(
    {
        Intent.ANSWER, Intent.AMBIGUOUS, Intent.RANGE, Intent.BOUND, Intent.QUALITATIVE, Intent.OUT_OF_RANGE,
        Intent.PARTIAL, Intent.NOT_UNDERSTOOD, Intent.MULTIPLE, Intent.BACKCHANNEL, Intent.INVALID, Intent.LUNAR,
        Intent.WRONG_CONDITION, Intent.OUT_OF_WINDOW,
    }
)  # fmt: skip
OF_VALUES = frozenset(
    {Flag.BP_CRISIS, Flag.BP_LOW, Flag.GLUCOSE_HIGH, Flag.GLUCOSE_LOW, Flag.FULL_ID_SPOKEN}
    | {flag for flag in Flag if flag.startswith("theme_") or flag.endswith("dissatisfied")}
)


@pytest.mark.req("M06-028", "M07-018")
@pytest.mark.parametrize(("qtype", "question"), QUESTIONS)
def test_what_patients_say(qtype: str, question: str) -> None:
    wrong = {
        one.utterance: faults
        for one in TABLES
        if one.qtype == qtype and one.question == question and (faults := one.faults())
    }
    assert wrong == {}


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(TABLES), st.data())
def test_separators_between_han_characters_change_nothing(one: Said, data: st.DataObject) -> None:
    plain = re.sub(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])", "", one.utterance)
    marks = data.draw(st.lists(st.sampled_from(["", "", " ", "，", "。", "、", "…"]), min_size=1, max_size=9))
    parts = re.findall(r"[0-9A-Za-z.:/ ]+|.", plain)
    written = "".join(part + marks[at % len(marks)] for at, part in enumerate(parts))
    for text in (written, *spacings(one.utterance)):
        assert _without_text(one.respaced(text)) == _without_text(one.respaced(plain)), text


def _without_text(meant: Understanding) -> Understanding:
    if isinstance(meant.value, dict) and "text" in meant.value:
        return replace(meant, value=meant.value | {"text": ""})
    return meant


def test_every_word_type_has_cases() -> None:
    counted = Counter(one.qtype for one in TABLES)
    assert {qtype: counted[qtype] for qtype in WORD_TYPES if counted[qtype] < 60} == {}


def test_every_intent_is_said_by_some_patient() -> None:
    wanted = {meaning.partition(":")[2].partition("{")[0] for one in TABLES for meaning in one.meanings}
    assert {intent.value for intent in Intent} - NOT_SAID - wanted == set()


@pytest.mark.req("M06-028")
def test_every_sign_is_named_by_some_patient() -> None:
    raised = {flag for one in TABLES for flag in one.flags}
    assert {flag.value for flag in Flag} - OF_VALUES - raised == set()
