"""With what disposition a call ends, by what is known of its line."""

from __future__ import annotations

import pytest

from ari_app.calls.course import Course
from ari_app.calls.signals import ChannelGone, MachineAnswered
from ari_app.core.vocabulary import Disposition
from ari_app.policy.early_line import EarlyLine, Ringback
from ari_app.policy.line_outcome import CauseMapping, DecidedBy

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


def test_words_of_the_carrier_outweigh_its_codes_and_our_own_hang_up() -> None:
    course = Course(announced=Disposition.VACANT, is_hopeless=True, gave_up=True)
    for signal in (RANG_OUT, GONE_UNSEEN, ChannelGone(0.0, 16, "Normal Clearing", None)):
        ended = course.not_answered(signal)
        assert (ended.disposition, ended.decided_by) == (Disposition.VACANT, DecidedBy.PHRASE)


def test_a_call_that_waits_and_is_never_taken_was_busy() -> None:
    course = Course(rang=True, announced=Disposition.BUSY, gave_up=True)
    assert course.not_answered(RANG_OUT).disposition is Disposition.BUSY


def test_a_sound_before_the_answer_is_a_ring() -> None:
    early = EarlyLine(ringback=Ringback.MUSIC)
    assert Course(gave_up=True).not_answered(RANG_OUT, early).disposition is Disposition.NO_ANSWER
    assert Course(gave_up=True).not_answered(RANG_OUT).disposition is Disposition.UNREACHABLE


def test_the_trunks_own_meaning_is_used() -> None:
    mapping = CauseMapping.parse({"sip:480": "power_off"})
    assert Course().not_answered(RANG_OUT, mapping=mapping).disposition is Disposition.POWER_OFF


def test_a_machine_that_answered_decided_by_its_phrase_only_where_the_call_ended_so() -> None:
    machine = MachineAnswered(0.0, Disposition.VOICEMAIL, "请在嘀声后留言", "嘀声后留言")
    hung_up = ChannelGone(0.0, 16, "Normal Clearing", None)
    course = Course(answered=True, machine=machine)
    assert course.hung_up(hung_up, None, Disposition.VOICEMAIL).decided_by is DecidedBy.PHRASE
    assert course.hung_up(hung_up, None, Disposition.PARTIAL).decided_by is None


def test_a_caller_who_hangs_up_before_we_pick_up_says_nothing_about_his_phone() -> None:
    ended = Course(called_in=True).not_answered(ChannelGone(0.0, 16, "Normal Clearing", 487))
    assert (ended.disposition, ended.hangup_cause, ended.tech_cause) == (Disposition.INTERRUPTED, 16, 487)
