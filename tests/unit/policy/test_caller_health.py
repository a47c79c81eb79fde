"""From what on one of the hospital's numbers counts as marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import CallerIdMark
from ari_app.core.errors import WrongInput
from ari_app.policy.caller_health import MARK_WORDS, CallsSeen, Health, HealthRule, judge

RULE = HealthRule()


@pytest.mark.parametrize(
    ("seen", "mark"),
    [
        (CallsSeen(50, 30, 5, 0), None),
        (CallsSeen(50, 10, 5, 5), None),
        (CallsSeen(50, 30, 2, 6), CallerIdMark.BARRED),
        (CallsSeen(50, 20, 16, 0), CallerIdMark.REJECTED),
        (CallsSeen(50, 20, 16, 6), CallerIdMark.BARRED),
        (CallsSeen(50, 9, 0, 0), CallerIdMark.SELDOM_ANSWERED),
        (CallsSeen(19, 0, 19, 0), None),
    ],
)
def test_the_gravest_sign_marks_a_number(seen: CallsSeen, mark: CallerIdMark | None) -> None:
    found = judge(seen, RULE)
    assert found.mark is mark
    assert found.rests is (mark is CallerIdMark.BARRED)


def test_of_a_few_calls_nothing_is_known() -> None:
    assert judge(CallsSeen(19, 0, 19, 0), RULE) == Health()
    assert judge(CallsSeen(20, 0, 20, 0), RULE).mark is CallerIdMark.REJECTED


def test_the_thresholds_are_data() -> None:
    rule = HealthRule.parse({"most_rejected": 0.5, "least": 10, "rest_hours": 2})
    assert judge(CallsSeen(10, 5, 5, 0), rule).mark is None
    assert judge(CallsSeen(10, 4, 6, 0), rule).mark is CallerIdMark.REJECTED
    assert rule.rest.total_seconds() == 7_200


@pytest.mark.parametrize(
    "table",
    [
        {"worst": 1},
        {"least": "many"},
        {"least": 0},
        {"least": True},
        {"least": 2.5},
        {"last": 10, "least": 20},
        {"most_barred": 1.5},
        {"rest_hours": 0},
        {"days": 0},
    ],
)
def test_a_table_that_makes_no_sense_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(WrongInput, match="caller health"):
        HealthRule.parse(table)


def test_every_mark_has_words() -> None:
    assert set(MARK_WORDS) == set(CallerIdMark)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_share_is_a_share(answered: int, rejected: int, barred: int, others: int) -> None:
    found = judge(CallsSeen(answered + rejected + barred + others, answered, rejected, barred), RULE)
    assert 0 <= found.share <= 1
