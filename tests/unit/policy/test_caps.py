"""How often one person may be touched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.core.errors import WrongInput
from ari_app.policy.caps import WEEK, Caps, Touches, over
from tests.unit.policy.calendars import BERLIN, SHANGHAI, utc

CAPS = Caps()


def _touches(*times: str, of_contact: int = 0) -> Touches:
    return Touches(tuple(utc(each) for each in times), of_contact)


@pytest.mark.req("M03-005")
def test_two_a_day_and_free_again_at_local_midnight() -> None:
    touches = _touches("2026-03-10 09:00", "2026-03-10 15:00")
    reached = over(CAPS, touches, utc("2026-03-10 15:01"), SHANGHAI)
    assert reached is not None
    assert (reached.reason, reached.frees_at) == (Suppression.DAILY_CAP, utc("2026-03-11 00:00"))
    assert over(CAPS, touches, utc("2026-03-11 00:00"), SHANGHAI) is None
    assert over(CAPS, _touches("2026-03-10 09:00"), utc("2026-03-10 15:01"), SHANGHAI) is None


@pytest.mark.req("M03-005")
def test_six_in_seven_days_and_free_again_a_week_after_the_oldest() -> None:
    touches = _touches(*(f"2026-03-{day:02} 10:00" for day in (2, 3, 4, 5, 6, 7)))
    reached = over(CAPS, touches, utc("2026-03-09 09:59:59"), SHANGHAI)
    assert reached is not None
    assert (reached.reason, reached.frees_at) == (Suppression.WEEKLY_CAP, utc("2026-03-09 10:00"))
    assert over(CAPS, touches, utc("2026-03-09 10:00"), SHANGHAI) is None


def test_the_cap_that_holds_longest_is_told() -> None:
    days = [f"2026-03-{day:02} 10:00" for day in (6, 7, 8, 9)]
    touches = _touches(*days, "2026-03-10 10:00", "2026-03-10 11:00")
    reached = over(CAPS, touches, utc("2026-03-10 12:00"), SHANGHAI)
    assert reached is not None
    assert (reached.reason, reached.frees_at) == (Suppression.WEEKLY_CAP, utc("2026-03-13 10:00"))


def test_three_for_one_follow_up_never_frees() -> None:
    reached = over(CAPS, Touches(of_contact=3), utc("2026-03-10 12:00"), SHANGHAI)
    assert reached is not None
    assert (reached.reason, reached.frees_at) == (Suppression.ATTEMPTS_USED_UP, None)


def test_the_day_is_the_hospital_s() -> None:
    touches = _touches("2026-03-10 06:30", "2026-03-10 06:45")
    assert over(CAPS, touches, utc("2026-03-10 07:30"), BERLIN) is None
    assert over(CAPS, touches, utc("2026-03-10 07:30"), SHANGHAI) is not None


def test_a_cap_below_one_is_refused() -> None:
    with pytest.raises(WrongInput):
        Caps(per_day=0)


@settings(deadline=None)
@given(
    st.lists(st.timedeltas(timedelta(), timedelta(days=9)), max_size=14),
    st.timedeltas(timedelta(), timedelta(days=9)),
    st.builds(Caps, per_day=st.integers(1, 4), per_week=st.integers(1, 8)),
)
def test_until_it_frees_it_stays_reached(gaps: list[timedelta], at: timedelta, caps: Caps) -> None:
    start = utc("2026-03-24 00:00")
    now = start + at
    touches = Touches(tuple(start + gap for gap in gaps if gap <= at))
    reached = over(caps, touches, now, SHANGHAI)
    if reached is None:
        _assert_room(touches, now, caps)
        return
    assert reached.frees_at is not None and reached.frees_at > now
    last = over(caps, touches, reached.frees_at - timedelta(microseconds=1), SHANGHAI)
    assert last is not None
    after = over(caps, touches, reached.frees_at, SHANGHAI)
    assert after is None or after.reason is not reached.reason


def _assert_room(touches: Touches, now: datetime, caps: Caps) -> None:
    day = now.astimezone(SHANGHAI).date()
    assert sum(at.astimezone(SHANGHAI).date() == day for at in touches.times) < caps.per_day
    assert sum(now - WEEK < at for at in touches.times) < caps.per_week
