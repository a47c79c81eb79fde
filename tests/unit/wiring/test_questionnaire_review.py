"""A review counts the whole call and brings all checks together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ari_app.core.errors import WrongInput
from ari_app.questionnaire.duration import duration
from ari_app.wiring import instruments
from ari_app.wiring.questionnaire_review import MOST_SECONDS, read, review
from tests.unit.questionnaire.shipped import BETTER, CODES, PAIN, filled, shipped, small


@pytest.mark.req("M08-022")
@pytest.mark.parametrize("code", CODES)
def test_what_is_shipped_keeps_the_promise_of_about_three_minutes(code: str) -> None:
    found = review(shipped(code))
    assert found.findings == ()
    assert duration(shipped(code)).usual < found.seconds.usual <= found.seconds.longest < MOST_SECONDS


def test_a_call_that_would_take_too_long_is_found() -> None:
    many = [PAIN | {"linkId": f"pain{number}"} for number in range(60)]
    assert [each.code for each in review(small(*many)).findings] == ["too_long"]


def test_rules_and_front_are_looked_at_too() -> None:
    assert "rule" in [each.code for each in review(small(BETTER | {"linkId": "wound"})).findings]
    wording = instruments.prompts()
    bare = replace(wording, prompts={})
    assert {each.code for each in review(small(PAIN), bare).findings} == {"prompt_missing"}
    assert review(filled("q_braden_v1"), bare).findings == ()


def test_a_name_is_a_file_or_a_code(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(instruments.source("q_gad7_v1"), encoding="utf-8")
    assert read(str(path)) == read("q_gad7_v1")
    path.write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(WrongInput, match="JSON object"):
        read(str(path))
