"""When a share counts as fallen or risen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.vocabulary import Disposition
from ari_app.policy.share_change import Share, has_fallen, has_risen
from ari_app.policy.wasted import is_wasted


@pytest.mark.parametrize(
    ("recent", "before", "fallen"),
    [
        (Share(20, 100), Share(300, 500), True),
        (Share(20, 100), Share(24, 100), False),
        (Share(10, 20), Share(300, 500), False),
        (Share(2, 20), Share(300, 500), True),
        (Share(0, 19), Share(300, 500), False),
        (Share(0, 40), Share(49, 49), False),
        (Share(4_800, 10_000), Share(35_000, 70_000), False),
        (Share(0, 100), Share(0, 500), False),
    ],
)
def test_a_fall_is_large_and_beyond_chance(recent: Share, before: Share, fallen: bool) -> None:
    assert has_fallen(recent, before) is fallen
    turned = Share(recent.whole - recent.part, recent.whole), Share(before.whole - before.part, before.whole)
    assert not has_risen(recent, before)
    assert not has_fallen(*turned)


def test_a_rise_is_the_other_way_about() -> None:
    assert has_risen(Share(40, 200), Share(100, 2_000))
    assert not has_risen(Share(11, 200), Share(100, 2_000))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_never_both_and_never_of_one_share(a: int, b: int, c: int, d: int) -> None:
    recent, before = Share(a, a + b), Share(c, c + d)
    assert not (has_fallen(recent, before) and has_risen(recent, before))
    assert not has_fallen(recent, recent) and not has_risen(before, before)


def test_what_reached_a_person_is_not_wasted() -> None:
    reached = {each for each in Disposition if not is_wasted(each)}
    assert reached == {
        Disposition.COMPLETED,
        Disposition.PARTIAL,
        Disposition.REFUSED,
        Disposition.TRANSFERRED,
        Disposition.CALLBACK_SCHEDULED,
        Disposition.PATIENT_UNAVAILABLE,
        Disposition.VERIFY_FAILED,
        Disposition.DECEASED,
        Disposition.DNC,
        Disposition.NO_INPUT,
        Disposition.EMERGENCY_ESCALATED,
    }
