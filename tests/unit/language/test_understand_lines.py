"""`ari-app understand`: a line out for every line in."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.cli.understand import run

CASE = {"id": "a", "qtype": "nrs", "question": "几分", "utterance": "七八分", "context": {}}
KEYS = {"id", "action", "intent", "value", "unit", "flags", "confidence"}


def _one(line: str) -> dict[str, object]:
    out = list(run([line]))
    assert len(out) == 1
    found = json.loads(out[0])
    assert isinstance(found, dict)
    return found


def test_shape_and_order() -> None:
    lines = [json.dumps(CASE | {"id": i}, ensure_ascii=False) for i in range(5)]
    out = [json.loads(line) for line in run(lines)]
    assert [one["id"] for one in out] == list(range(5))
    assert set(out[0]) == KEYS | {"low", "high"}


def test_a_bad_line_gives_an_error_in_its_place() -> None:
    lines = ["{", "", "[1]", json.dumps(CASE | {"qtype": "none"}), json.dumps(CASE)]
    out = [json.loads(line) for line in run(lines)]
    assert ["error" in one for one in out] == [True, True, True, True, False]


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_is_survived(value: object) -> None:
    for key in ("utterance", "question", "context", "qtype", "id"):
        _one(json.dumps(CASE | {key: value}))
    for key in (
        "now",
        "current_qtype",
        "options",
        "proposition",
        "name",
        "appointment",
        "themes",
        "previous",
    ):
        assert "action" in _one(json.dumps(CASE | {"context": {key: value}}))


def test_a_surrogate_does_not_break_the_output() -> None:
    line = next(run([json.dumps(CASE | {"qtype": "open_text", "utterance": "\ud83d头晕"})]))
    line.encode()
