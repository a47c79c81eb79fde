"""With what disposition a call ends, by what is known of its line."""

from __future__ import annotations

import pytest

from ari_app.calls.course import Course
from ari_app.calls.signals import ChannelGone
from ari_app.core.vocabulary import Disposition

GONE_UNSEEN = ChannelGone(0.0, None, "gone while the connection was lost", None)
RANG_OUT = ChannelGone(0.0, 19, "User alerting, no answer", 480)


@pytest.mark.parametrize("gave_up", [True, False])
def test_a_phone_whose_line_was_lost_is_not_said_to_have_rung_out(gave_up: bool) -> None:
    course = Course(rang=True, gave_up=gave_up)
    assert course.not_answered(GONE_UNSEEN).disposition is Disposition.INTERRUPTED
    assert course.not_answered(RANG_OUT).disposition is Disposition.NO_ANSWER


def test_a_hang_up_that_nobody_saw_says_nothing_about_the_patient() -> None:
    ended = Course(answered=True).hung_up(GONE_UNSEEN, None, Disposition.PARTIAL)
    assert ended.disposition is Disposition.INTERRUPTED


def test_a_caller_who_hangs_up_before_we_pick_up_says_nothing_about_his_phone() -> None:
    ended = Course(called_in=True).not_answered(ChannelGone(0.0, 16, "Normal Clearing", 487))
    assert (ended.disposition, ended.hangup_cause, ended.tech_cause) == (Disposition.INTERRUPTED, 16, 487)
