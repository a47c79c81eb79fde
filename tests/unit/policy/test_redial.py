"""What follows an ended attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ari_app.core.dialing_vocabulary import (
    ContactStatus,
    NumberKind,
    NumberList,
    PatientMessage,
    Suppression,
    WorkKind,
)
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.redial import Ended, Redial, RedialPlan, counted, redial
from ari_app.policy.redial_table import TABLE
from ari_app.policy.windows import DailyWindows
from tests.unit.policy.calendars import RULES, utc

TUESDAY = utc("2026-03-10 09:00")
PLAN = RedialPlan()


def _after(disposition: Disposition, at: str = "2026-03-10 09:01", **changes: Any) -> Redial:
    return redial(replace(Ended(disposition, utc(at), TUESDAY), **changes), PLAN, RULES)


def test_the_table_has_a_row_for_each_disposition() -> None:
    assert set(TABLE) == set(Disposition)


@pytest.mark.req("M03-006")
@pytest.mark.req("M05-004")
def test_the_ladder_of_0_24_and_72_hours() -> None:
    second = _after(Disposition.NO_ANSWER)
    assert second.next_at == utc("2026-03-11 09:00")
    third = _after(Disposition.NO_ANSWER, "2026-03-11 09:01", earlier=(Disposition.NO_ANSWER,))
    assert third.next_at == utc("2026-03-13 09:00")
    last = _after(Disposition.NO_ANSWER, "2026-03-13 09:01", earlier=(Disposition.NO_ANSWER,) * 2)
    assert (last.status, last.next_at, last.why) == (
        ContactStatus.EXHAUSTED,
        None,
        Suppression.ATTEMPTS_USED_UP,
    )
    assert last.work is WorkKind.MISSED_FOLLOW_UP


def test_a_patient_who_calls_uses_up_no_try() -> None:
    called = _after(Disposition.PARTIAL, earlier=(Disposition.NO_ANSWER,) * 2, is_inbound=True)
    assert (called.status, called.counts) == (ContactStatus.OPEN, False)
    assert called.next_at == utc("2026-03-11 09:01")


@pytest.mark.parametrize("fault", [Disposition.NETWORK, Disposition.TRUNK_ERROR, Disposition.FAILED])
def test_a_call_that_was_asked_for_stays_so_after_a_fault_of_ours(fault: Disposition) -> None:
    assert _after(fault, requested=True).requested
    assert not _after(Disposition.NO_ANSWER, requested=True).requested


@pytest.mark.req("M05-004", "M05-014")
def test_a_step_of_the_ladder_is_moved_into_the_windows() -> None:
    friday = Ended(Disposition.NO_ANSWER, utc("2026-03-13 15:01"), utc("2026-03-13 15:00"))
    patient = DailyWindows.parse("10:30-11:30")
    assert redial(friday, PLAN, RULES).next_at == utc("2026-03-16 09:00")
    assert redial(replace(friday, patient_windows=patient), PLAN, RULES).next_at == utc("2026-03-16 10:30")
    campaign = replace(PLAN, campaign_windows=DailyWindows.parse("11:00-12:00"))
    assert redial(replace(friday, patient_windows=patient), campaign, RULES).next_at == utc(
        "2026-03-16 11:00"
    )


def test_an_attempt_that_came_late_is_not_followed_at_once() -> None:
    late = _after(Disposition.NO_ANSWER, "2026-03-11 09:30")
    assert late.next_at == utc("2026-03-11 14:00")


@pytest.mark.req("M03-006")
@pytest.mark.req("M05-005", "M19-007")
@pytest.mark.parametrize(
    ("disposition", "waits"),
    [
        (Disposition.BUSY, timedelta(minutes=20)),
        (Disposition.UNREACHABLE, timedelta(hours=2)),
        (Disposition.SUSPENDED, timedelta(hours=72)),
        (Disposition.REJECTED, timedelta(hours=24)),
        (Disposition.PARTIAL, timedelta(hours=24)),
        (Disposition.NO_INPUT, timedelta(hours=24)),
        (Disposition.NETWORK, timedelta(minutes=5)),
    ],
)
def test_a_delay_of_its_own(disposition: Disposition, waits: timedelta) -> None:
    assert _after(disposition).next_at == utc("2026-03-10 09:01") + waits


@pytest.mark.req("M04-011")
@pytest.mark.req("M05-005")
def test_a_phone_that_is_off_is_tried_again_in_the_afternoon_and_then_by_the_ladder() -> None:
    first = _after(Disposition.POWER_OFF)
    assert (first.next_at, first.message) == (utc("2026-03-10 14:00"), PatientMessage.NONE)
    second = _after(Disposition.POWER_OFF, "2026-03-10 14:01", earlier=(Disposition.POWER_OFF,))
    assert (second.next_at, second.message) == (utc("2026-03-13 09:00"), PatientMessage.MISSED_CALL)


@pytest.mark.req("M05-005", "M19-007")
def test_delays_of_their_own_do_not_add_attempts() -> None:
    last = _after(Disposition.BUSY, earlier=(Disposition.BUSY, Disposition.NO_ANSWER))
    assert (last.status, last.why) == (ContactStatus.EXHAUSTED, Suppression.ATTEMPTS_USED_UP)


@pytest.mark.req("M04-009")
@pytest.mark.parametrize("disposition", [Disposition.VACANT, Disposition.INVALID, Disposition.WRONG_NUMBER])
def test_a_number_that_is_nobody_s_is_never_dialed_again(disposition: Disposition) -> None:
    only = _after(disposition)
    assert (only.status, only.next_at, only.work) == (ContactStatus.EXHAUSTED, None, WorkKind.FIX_NUMBER)
    assert only.list_number is NumberList.INVALID and only.why is Suppression.NO_VALID_NUMBER
    other = _after(disposition, has_second_number=True)
    assert other.list_number is NumberList.INVALID and other.use_second
    assert other.next_at == utc("2026-03-10 09:01")
    both = _after(disposition, has_second_number=True, number=NumberKind.SECOND, earlier=(disposition,))
    assert both.next_at is None and not both.use_second


@pytest.mark.req("M04-010")
def test_a_suspended_number_is_tried_once_more_after_three_days() -> None:
    assert _after(Disposition.SUSPENDED).next_at == utc("2026-03-13 09:01")
    again = _after(Disposition.SUSPENDED, "2026-03-13 09:02", earlier=(Disposition.SUSPENDED,))
    assert (again.next_at, again.why) == (None, Suppression.NO_VALID_NUMBER)


def test_a_rejected_call_is_tried_once_more_under_the_same_number() -> None:
    first = _after(Disposition.REJECTED)
    assert first.same_caller_id and first.message is PatientMessage.OPT_OUT
    second = _after(Disposition.REJECTED, "2026-03-11 09:02", earlier=(Disposition.REJECTED,))
    assert (second.status, second.why) == (ContactStatus.SUPPRESSED, Suppression.REFUSED)


def test_a_barred_number_is_a_matter_of_the_caller_id() -> None:
    barred = _after(Disposition.BARRED)
    assert (barred.status, barred.work) == (ContactStatus.SUPPRESSED, WorkKind.CHECK_CALLER_ID)


@pytest.mark.parametrize("disposition", [Disposition.NETWORK, Disposition.TRUNK_ERROR, Disposition.FAILED])
def test_what_is_our_fault_does_not_count_and_ends_after_five(disposition: Disposition) -> None:
    waits = []
    for n in range(5):
        found = _after(disposition, earlier=(disposition,) * n)
        assert not found.counts and found.trunk_alarm and found.next_at is not None
        waits.append((found.next_at - utc("2026-03-10 09:01")) / timedelta(minutes=1))
    assert waits == [5, 10, 20, 40, 80]
    last = _after(disposition, earlier=(disposition,) * 5)
    assert (last.status, last.work) == (ContactStatus.EXHAUSTED, WorkKind.CHECK_LINE)


def test_a_call_put_off_comes_when_it_was_asked_for_within_the_windows() -> None:
    asked = _after(Disposition.CALLBACK_SCHEDULED, asked_at=utc("2026-03-10 16:30"))
    assert (asked.next_at, asked.counts, asked.requested) == (utc("2026-03-10 16:30"), False, True)
    night = _after(Disposition.CALLBACK_SCHEDULED, asked_at=utc("2026-03-10 21:00"))
    assert night.next_at == utc("2026-03-11 09:00")
    past = _after(Disposition.CALLBACK_SCHEDULED, asked_at=utc("2026-03-09 16:00"))
    assert past.next_at == utc("2026-03-10 09:01")
    unsaid = _after(Disposition.CALLBACK_SCHEDULED)
    assert not unsaid.requested and unsaid.next_at is not None and unsaid.next_at >= utc("2026-03-10 14:00")


def test_a_call_put_off_too_often_is_a_person_s() -> None:
    earlier = (Disposition.CALLBACK_SCHEDULED,) * 2
    third = _after(Disposition.CALLBACK_SCHEDULED, earlier=earlier, asked_at=utc("2026-03-10 16:30"))
    assert (third.next_at, third.why, third.work) == (
        None,
        Suppression.POSTPONED_TOO_OFTEN,
        WorkKind.CALL_BACK,
    )
    assert counted(earlier) == 0 and counted((*earlier, Disposition.CALLBACK_SCHEDULED)) == 1


def test_where_a_person_promised_to_call_the_robot_does_not() -> None:
    found = _after(Disposition.CALLBACK_SCHEDULED, person_calls=True)
    assert (found.status, found.work) == (ContactStatus.SUPPRESSED, WorkKind.CALL_BACK)


def test_do_not_call_ends_everything() -> None:
    found = _after(Disposition.DNC, has_second_number=True)
    assert found.status is ContactStatus.CANCELED and found.cancel_all
    assert (found.list_number, found.message) == (NumberList.DO_NOT_CALL, PatientMessage.NONE)


def test_a_death_ends_everything_and_is_told_to_people() -> None:
    found = _after(Disposition.DECEASED)
    assert found.cancel_all and found.work is WorkKind.NOTE_DEATH and found.list_number is None


def test_a_message_follows_an_unanswered_call_and_no_refusal() -> None:
    assert _after(Disposition.NO_ANSWER).message is PatientMessage.MISSED_CALL
    assert _after(Disposition.UNREACHABLE).message is PatientMessage.NONE
    twice = _after(Disposition.UNREACHABLE, earlier=(Disposition.UNREACHABLE,))
    assert twice.message is PatientMessage.MISSED_CALL
    for silent in (Disposition.DNC, Disposition.REFUSED, Disposition.COMPLETED, Disposition.VACANT):
        assert _after(silent).message is PatientMessage.NONE


@pytest.mark.parametrize(
    ("disposition", "status"),
    [
        (Disposition.COMPLETED, ContactStatus.COMPLETED),
        (Disposition.TRANSFERRED, ContactStatus.COMPLETED),
        (Disposition.REFUSED, ContactStatus.CANCELED),
        (Disposition.VERIFY_FAILED, ContactStatus.SUPPRESSED),
        (Disposition.EMERGENCY_ESCALATED, ContactStatus.CANCELED),
    ],
)
def test_what_is_over_is_over(disposition: Disposition, status: ContactStatus) -> None:
    found = _after(disposition)
    assert (found.status, found.next_at) == (status, None)


def test_past_its_last_moment_a_follow_up_becomes_work() -> None:
    found = _after(Disposition.NO_ANSWER, not_after=utc("2026-03-11 08:59"))
    assert (found.why, found.work) == (Suppression.TOO_LATE, WorkKind.MISSED_FOLLOW_UP)


def test_an_urgent_call_is_tried_again_at_night_by_its_own_ladder() -> None:
    ended = Ended(Disposition.NO_ANSWER, utc("2026-03-10 23:01"), utc("2026-03-10 23:00"), urgent=True)
    assert redial(ended, RedialPlan(2, (0, 0.5)), RULES).next_at == utc("2026-03-10 23:30")


@pytest.mark.parametrize(("most", "hours"), [(0, (0,)), (3, (0, 24)), (2, (24, 0)), (2, (0, 0)), (1, (-1,))])
def test_a_ladder_that_cannot_be_kept_is_refused(most: int, hours: tuple[float, ...]) -> None:
    with pytest.raises(WrongInput):
        RedialPlan(most, hours)


def test_the_cap_per_follow_up_holds_for_a_longer_ladder() -> None:
    longer = RedialPlan(5, (0, 24, 48, 72, 96))
    ended = Ended(Disposition.NO_ANSWER, utc("2026-03-12 09:01"), TUESDAY, (Disposition.NO_ANSWER,) * 2)
    assert redial(ended, longer, RULES).why is Suppression.ATTEMPTS_USED_UP


@pytest.mark.parametrize(
    ("ended_at", "windows", "expected"),
    [
        ("2026-03-10 09:01", None, "2026-03-11 14:00"),
        ("2026-03-10 15:01", None, "2026-03-11 09:00"),
        ("2026-03-10 09:01", "09:00-12:00", "2026-03-11 09:00"),
        ("2026-03-10 09:01", "09:00-12:00,18:00-19:00", "2026-03-11 18:00"),
    ],
)
def test_where_nobody_answered_another_part_of_the_day_is_tried(
    ended_at: str, windows: str | None, expected: str
) -> None:
    varied = RedialPlan(
        campaign_windows=DailyWindows.parse(windows) if windows else None, other_day_part=True
    )
    ended = Ended(Disposition.NO_ANSWER, utc(ended_at), TUESDAY)
    assert redial(ended, varied, RULES).next_at == utc(expected)
    busy = replace(ended, disposition=Disposition.BUSY)
    assert (
        redial(busy, varied, RULES).next_at
        == redial(busy, replace(varied, other_day_part=False), RULES).next_at
    )


def test_another_part_of_the_day_is_not_sought_past_the_last_moment() -> None:
    varied = RedialPlan(other_day_part=True)
    ended = Ended(Disposition.NO_ANSWER, utc("2026-03-10 09:01"), TUESDAY, not_after=utc("2026-03-11 12:00"))
    assert redial(ended, varied, RULES).next_at == utc("2026-03-11 09:00")
