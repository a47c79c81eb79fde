"""One patient with several follow-ups, a virtual clock, and everything that may happen in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import ContactStatus, NumberKind, NumberList
from ari_app.core.vocabulary import Disposition
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import WEEK, Caps, Touches
from ari_app.policy.governance import Candidate, Dial, Later, Never, Number, decide
from ari_app.policy.redial import Ended, RedialPlan, counts, redial
from ari_app.policy.windows import DailyWindows
from tests.unit.policy.calendars import BERLIN, CALENDAR, SHANGHAI, is_open, utc

CAMPAIGN = DailyWindows.parse(["09:30-11:45", "15:00-19:30"])
PATIENT = DailyWindows.parse(["08:00-18:00"])
PLAN = RedialPlan(campaign_windows=CAMPAIGN, other_day_part=True)
STARTS = st.sampled_from(["2026-02-12 08:00", "2026-03-27 15:00", "2026-10-23 11:00", "2026-09-24 17:30"])
_RETRIED = (
    Disposition.NO_ANSWER,
    Disposition.BUSY,
    Disposition.UNREACHABLE,
    Disposition.POWER_OFF,
    Disposition.NETWORK,
    Disposition.CALLBACK_SCHEDULED,
    Disposition.PARTIAL,
)


@dataclass
class FollowUp:
    due_at: datetime
    urgent: bool
    not_after: datetime
    first_due_at: datetime
    requested: bool = False
    is_open: bool = True
    past: list[Disposition] = field(default_factory=list)

    @property
    def exempt(self) -> bool:
        return self.urgent or self.requested


@dataclass(frozen=True)
class Turn:
    """`gap` passes after the earliest due time (or after the turn before), then all that are due are claimed."""

    gap: timedelta
    how: Disposition
    lasts: timedelta
    asked: timedelta | None
    touched: bool
    listed: bool


GAPS = st.one_of(
    st.just(timedelta()),
    st.timedeltas(timedelta(), timedelta(seconds=20)),
    st.timedeltas(timedelta(), timedelta(hours=30)),
    # from the opening of a window to its last seconds
    st.sampled_from([timedelta(minutes=135, seconds=-2), timedelta(minutes=180, seconds=-4)]),
)
TURNS = st.builds(
    Turn,
    gap=GAPS,
    how=st.one_of(st.sampled_from(_RETRIED), st.sampled_from(_RETRIED), st.sampled_from(sorted(Disposition))),
    lasts=st.timedeltas(timedelta(), timedelta(minutes=9)),
    asked=st.one_of(st.none(), st.timedeltas(timedelta(hours=-5), timedelta(days=4))),
    touched=st.integers(0, 5).map(lambda n: n == 5),
    listed=st.integers(0, 60).map(lambda n: n == 60),
)


class Patient:
    """A dialer that does what policy says; each dial is judged by the bare rules, told once more."""

    def __init__(self, now: datetime, calling: CallingRules, follow_ups: list[tuple[int, bool, int]]) -> None:
        self.now = now
        self.calling = calling
        self.touches: list[datetime] = []
        self.listed: frozenset[NumberList] = frozenset()
        self.follow_ups = []
        for hours, urgent, grace in follow_ups:
            due = now + timedelta(hours=hours)
            self.follow_ups.append(FollowUp(due, urgent, due + timedelta(hours=grace), due))

    def live(self, turn: Turn) -> None:
        due = [each.due_at for each in self.follow_ups if each.is_open]
        self.now = max(self.now, min(due, default=self.now)) + turn.gap
        if turn.touched:
            self.touches.append(self.now)
        if turn.listed:
            self.listed = frozenset({NumberList.COMPLAINT})
        for each in self.follow_ups:
            if each.is_open and self._is_claimed(each):
                self._end(each, turn)

    def _is_claimed(self, found: FollowUp) -> bool:
        match decide(self._candidate(found), self.calling, self.now):
            case Dial(_, dial_before):
                self._judge(found, dial_before)
                if not found.exempt:
                    self.touches.append(self.now)
                return True
            case Later(at, _):
                assert self.now < at <= found.not_after
                assert found.exempt or is_open(at, self.calling, CAMPAIGN, PATIENT)
                found.due_at = at
            case Never():
                found.is_open = False
        return False

    def _judge(self, found: FollowUp, dial_before: datetime) -> None:
        assert not self.listed
        assert found.due_at <= self.now <= found.not_after
        assert self.now < dial_before <= self.now + timedelta(seconds=5)
        is_prompt = found.requested and self.now - found.due_at <= timedelta(hours=1)
        assert found.urgent or is_prompt or is_open(self.now, self.calling, CAMPAIGN, PATIENT)
        if found.exempt:
            return
        assert is_open(dial_before + timedelta(seconds=4), self.calling, CAMPAIGN, PATIENT)
        assert sum(self.now - WEEK < each for each in self.touches) < self.calling.caps.per_week
        today = [each for each in self.touches if self._day(each) == self._day(self.now)]
        assert len(today) < self.calling.caps.per_day

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.calling.zone).date()

    def _end(self, found: FollowUp, turn: Turn) -> None:
        self.now += turn.lasts
        ended = Ended(
            disposition=turn.how,
            ended_at=self.now,
            first_due_at=found.first_due_at,
            earlier=tuple(found.past),
            asked_at=None if turn.asked is None else self.now + turn.asked,
            patient_windows=PATIENT,
            not_after=found.not_after,
            urgent=found.urgent,
        )
        after = redial(ended, PLAN, self.calling)
        found.past.append(turn.how)
        assert sum(counts(how) for how in found.past) <= PLAN.max_attempts
        assert len(found.past) <= 3 + 3 + 3 * 5 + 1
        assert (after.next_at is None) == (after.status is not ContactStatus.OPEN)
        assert (after.why is None) == (after.status in (ContactStatus.OPEN, ContactStatus.COMPLETED))
        found.is_open = after.status is ContactStatus.OPEN
        if after.list_number is NumberList.DO_NOT_CALL:
            self.listed = frozenset({NumberList.DO_NOT_CALL})
        if after.next_at is not None:
            assert self.now <= after.next_at <= found.not_after
            assert found.urgent or is_open(after.next_at, self.calling, CAMPAIGN, PATIENT)
            assert sum(counts(how) for how in found.past) < PLAN.max_attempts
            found.due_at, found.requested = after.next_at, after.requested

    def _candidate(self, found: FollowUp) -> Candidate:
        return Candidate(
            numbers=(Number(NumberKind.MAIN, lists=self.listed),),
            due_at=found.due_at,
            campaign_windows=CAMPAIGN,
            patient_windows=PATIENT,
            touches=Touches(tuple(self.touches), sum(counts(how) for how in found.past)),
            urgent=found.urgent,
            requested=found.requested,
            not_after=found.not_after,
        )


FOLLOW_UPS = st.lists(
    st.tuples(st.integers(0, 96), st.integers(0, 6).map(lambda n: n == 6), st.integers(20, 700)),
    min_size=1,
    max_size=5,
)


@pytest.mark.req("M03-005", "M05-005", "M05-014", "M19-007")
@settings(deadline=None, max_examples=200)
@given(
    STARTS,
    st.sampled_from([SHANGHAI, BERLIN]),
    st.integers(2, 6),
    FOLLOW_UPS,
    st.lists(TURNS, min_size=8, max_size=40),
)
def test_no_order_of_events_breaks_windows_caps_lists_or_attempts(
    start: str, zone: ZoneInfo, per_week: int, follow_ups: list[tuple[int, bool, int]], turns: list[Turn]
) -> None:
    calling = CallingRules(zone, calendar=CALENDAR, caps=Caps(per_week=per_week))
    patient = Patient(utc(start, zone), calling, follow_ups)
    for turn in turns:
        patient.live(turn)


def test_the_network_failing_for_ever_ends_a_follow_up() -> None:
    patient = Patient(utc("2026-03-10 09:00"), CallingRules(SHANGHAI), [(0, False, 700)])
    turn = Turn(timedelta(), Disposition.NETWORK, timedelta(), None, False, False)
    for _ in range(200):
        patient.live(turn)
    (only,) = patient.follow_ups
    assert (only.is_open, len(only.past)) == (False, 6)
