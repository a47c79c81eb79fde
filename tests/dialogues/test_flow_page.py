"""The drawing of the conversation in docs/flow.md is what the golden talks do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ari_app.dialogue.state import Stage
from tests.dialogues.test_talks import TALKS, played

PAGE = Path(__file__).resolve().parents[2] / "docs" / "flow.md"


def drawn() -> set[tuple[str, str]]:
    """The arrows of the page."""
    return set(re.findall(r"(?m)^    (\w+) --> (\w+): ", PAGE.read_text(encoding="utf-8")))


def gone_through() -> set[tuple[str, str]]:
    """The changes of stage in all talks."""
    found = set[tuple[str, str]]()
    for path in TALKS:
        before = Stage.RINGING
        for step in played(path)[2].steps:
            if step.state.stage is not before:
                found.add((before.value, step.state.stage.value))
            before = step.state.stage
    return found


@pytest.mark.req("M16-014")
def test_each_arrow_is_gone_through_and_none_is_missing() -> None:
    assert drawn() == gone_through()


@pytest.mark.req("M16-014")
def test_every_stage_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [stage.value for stage in Stage if not re.search(rf"\b{stage.value}\b", text)] == []
