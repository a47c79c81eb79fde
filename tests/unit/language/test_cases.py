"""Every utterance of cases/*.jsonl means what its line says, however it is spaced."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from ari_app.core.vocabulary import QType
from tests.unit.language.cases_file import Case, cases, spacings

CASES = list(cases())


def _name(case: Case) -> str:
    return f"{case.qtype}-{case.say}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_meaning(case: Case) -> None:
    meant = case.understood()
    wanted = case.wanted
    if "action" in wanted:
        assert meant.action == wanted["action"], meant
    if "intent" in wanted:
        allowed = wanted["intent"] if isinstance(wanted["intent"], list) else [wanted["intent"]]
        assert meant.intent in allowed, meant
    if isinstance(wanted.get("value"), dict):
        assert isinstance(meant.value, dict), meant
        assert wanted["value"].items() <= meant.value.items()
    elif "value" in wanted:
        assert meant.value == wanted["value"], meant
    assert meant.scope == wanted.get("scope")
    assert set(wanted.get("flags", ())) <= set(meant.flags)
    assert not set(wanted.get("no_flags", ())) & set(meant.flags)


@pytest.mark.parametrize("qtype", list(QType))
def test_spacing_and_punctuation_change_nothing(qtype: QType) -> None:
    for case in CASES:
        if case.qtype is not qtype:
            continue
        meant = case.understood()
        for text in spacings(case.say):
            again = case.understood(text)
            if qtype is QType.OPEN_TEXT:
                again = replace(again, value=meant.value)
            assert again == meant, text


def test_every_qtype_has_cases() -> None:
    counted = Counter(case.qtype for case in CASES)
    assert {qtype: counted[qtype] for qtype in QType if counted[qtype] < 5} == {}
