"""Which of the hospital's own numbers is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.policy.caller_ids import CallerId, choose
from tests.unit.policy.calendars import utc

BEIJING = CallerId("01061234567", area="010")
SECOND = CallerId("01051234567", area="010")
SHANGHAI = CallerId("02161234567", area="021")
POOL = (BEIJING, SECOND, SHANGHAI)


def _number(chosen: CallerId | None) -> str | None:
    return chosen.number if chosen else None


def test_the_pool_is_gone_through_by_turns() -> None:
    counts = {each.number: 0 for each in POOL}
    for _ in range(30):
        chosen = choose(replace(each, used_today=counts[each.number]) for each in POOL)
        assert chosen is not None
        counts[chosen.number] += 1
    assert set(counts.values()) == {10}


def test_a_local_number_comes_first() -> None:
    busy = replace(SHANGHAI, used_today=500)
    assert _number(choose((BEIJING, SECOND, busy), area="021")) == busy.number
    assert _number(choose((BEIJING, busy), area="0755")) == BEIJING.number


@pytest.mark.parametrize(
    "out",
    [
        replace(SHANGHAI, enabled=False),
        replace(SHANGHAI, rests=True),
        replace(SHANGHAI, daily_limit=50, used_today=50),
    ],
)
def test_a_number_that_must_not_be_used_is_not(out: CallerId) -> None:
    assert _number(choose((BEIJING, out), area="021")) == BEIJING.number
    assert choose((out,), area="021") is None
    assert choose(()) is None


def test_a_marked_number_comes_after_all_others_and_then_the_longer_unused() -> None:
    marked = replace(BEIJING, is_marked=True)
    assert _number(choose((marked, replace(SECOND, used_today=9)), area="010")) == SECOND.number
    assert _number(choose((marked, SHANGHAI), area="010")) == SHANGHAI.number
    assert _number(choose((marked,), area="010")) == marked.number
    earlier = replace(SECOND, last_used_at=utc("2026-03-10 09:00"))
    later = replace(BEIJING, last_used_at=utc("2026-03-10 10:00"))
    assert _number(choose((later, earlier), area="010")) == SECOND.number


def test_a_patient_who_rejected_a_call_sees_the_same_number_or_none() -> None:
    kept = choose(POOL, area="010", last_shown=SHANGHAI.number, keep=True)
    assert _number(kept) == SHANGHAI.number
    off = (BEIJING, replace(SHANGHAI, enabled=False))
    assert choose(off, area="010", last_shown=SHANGHAI.number, keep=True) is None


@given(
    st.lists(
        st.builds(
            CallerId,
            number=st.text("0123456789", min_size=8, max_size=8),
            used_today=st.integers(0, 5),
            daily_limit=st.one_of(st.none(), st.integers(0, 5)),
            area=st.sampled_from([None, "010", "021"]),
            enabled=st.booleans(),
            is_marked=st.booleans(),
            rests=st.booleans(),
        ),
        max_size=6,
    ),
    st.sampled_from([None, "010", "021"]),
)
def test_only_a_usable_number_of_the_pool_is_ever_shown(pool: list[CallerId], area: str | None) -> None:
    chosen = choose(pool, area=area)
    usable = [
        each
        for each in pool
        if each.enabled
        and not each.rests
        and (each.daily_limit is None or each.used_today < each.daily_limit)
    ]
    assert (chosen is None) == (not usable)
    if chosen is not None:
        assert chosen in usable
        best = [each for each in usable if not each.is_marked] or usable
        assert chosen in best
        assert area is None or chosen.area == area or not any(each.area == area for each in best)
