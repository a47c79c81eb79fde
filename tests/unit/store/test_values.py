"""What of a value may stand plain in the database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.language.understanding import Value
from ari_app.store.values import SplitValue, join_value, split_value

json_values = st.recursive(
    st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(st.text()) | st.dictionaries(st.text(), children),
)


@pytest.mark.parametrize(
    "value",
    [8, 37.6, True, "yes", "dry", "08-02", "2026-03-11T09:30", "2026-03-11 morning", ["waiting", "cost"],
     {"sys": 140, "dia": 90}, {"date": "2026-03-11", "after": None}],
)  # fmt: skip
def test_codes_numbers_and_times_stay_plain(value: Value) -> None:
    assert split_value(value) == SplitValue(value, None)


@pytest.mark.parametrize(
    "value", ["等得太久", "13911112222", "call 13911112222", "a" * 65, ["cost", "太贵"], "x y z"]
)
def test_words_and_long_numbers_are_free_text(value: Value) -> None:
    assert split_value(value).coded is None


def test_a_mixed_object_is_parted() -> None:
    parts = split_value({"themes": ["cost"], "text": "太贵"})
    assert parts == SplitValue({"themes": ["cost"]}, '{"text": "太贵"}')


@given(json_values)
def test_a_parted_value_is_joined_again(value: Value) -> None:
    assert join_value(split_value(value)) == value
