"""The closed lists of words are the ones that docs/contract.md promises."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from ari_app.core import vocabulary as words

CONTRACT = Path(__file__).parents[3] / "docs" / "contract.md"
LISTS: dict[str, type[StrEnum]] = {
    "qtype": words.QType,
    "action": words.Action,
    "intent": words.Intent,
    "flag": words.Flag,
    "missing reason": words.MissingReason,
    "alert code": words.AlertCode,
    "disposition": words.Disposition,
    "follow-up action": words.FollowUpAction,
}


def _promised(name: str) -> list[str]:
    text = CONTRACT.read_text(encoding="utf-8")
    found = re.search(rf"^- {name}: ((?:`[a-zA-Z0-9_]+`,?\s*)+)", text, re.MULTILINE)
    assert found is not None, f"docs/contract.md lists no {name}"
    return re.findall(r"`([a-zA-Z0-9_]+)`", found[1])


@pytest.mark.parametrize("name", LISTS)
def test_the_contract_lists_the_code_s_words(name: str) -> None:
    promised = _promised(name)
    assert len(promised) == len(set(promised))
    assert set(promised) == {str(word) for word in LISTS[name]}


def test_every_priority_has_its_time() -> None:
    assert set(words.SLA_MINUTES) == set(words.Priority)
