"""One patient with several follow-ups, a virtual clock, and everything that may happen in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ari_app.core.vocabulary import ContactStatus, Disposition, NumberKind, NumberList
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import WEEK, Caps, Touches
from ari_app.policy.governance import Candidate, Dial, Later, Never, Number, decide
from ari_app.policy.redial import Ended, RedialPlan, counts, redial
from ari_app.policy.windows import DailyWindows
from tests.unit.policy.calendars import BERLIN, CALENDAR, SHANGHAI, is_open, utc

CAMPAIGN = DailyWindows.parse(["09:00-12:00", "14:00-19:30"])
PATIENT = DailyWindows.parse(["09:30-18:00"])
STARTS = st.sampled_from(["2026-02-12 08:00", "2026-03-27 15:00", "2026-10-23 11:00", "2026-09-24 19:00"])


@dataclass
class FollowUp:
    due_at: datetime
    first_due_at: datetime
    urgent: bool
    not_after: datetime
    requested: bool = False
    is_open: bool = True
    past: list[Disposition] = field(default_factory=list)
    live_since: datetime | None = None


class Dialing(RuleBasedStateMachine):
    """A dialer that does what policy says; each dial is judged by the bare rules, told once more."""

    def __init__(self) -> None:
        super().__init__()
        self.follow_ups: list[FollowUp] = []
        self.touches: list[datetime] = []
        self.listed: frozenset[NumberList] = frozenset()
        self.plan = RedialPlan(campaign_windows=CAMPAIGN)

    @initialize(start=STARTS, zone=st.sampled_from([SHANGHAI, BERLIN]), per_week=st.integers(2, 6))
    def begin(self, start: str, zone: ZoneInfo, per_week: int) -> None:
        self.now = utc(start, zone)
        caps = Caps(per_week=per_week)
        self.calling = CallingRules(zone, calendar=CALENDAR, caps=caps)

    @rule(hours=st.integers(0, 96), urgent=st.booleans(), grace=st.integers(1, 30))
    def add(self, hours: int, urgent: bool, grace: int) -> None:
        due = self.now + timedelta(hours=hours)
        self.follow_ups.append(FollowUp(due, due, urgent and hours == 0, due + timedelta(days=grace)))

    @rule(gap=st.timedeltas(timedelta(seconds=1), timedelta(hours=30)))
    def wait(self, gap: timedelta) -> None:
        self.now += gap

    @rule()
    def wait_until_the_next_is_due(self) -> None:
        due = [each.due_at for each in self.follow_ups if each.is_open and each.live_since is None]
        self.now = max(self.now, min(due, default=self.now))

    @rule()
    def somebody_else_touches_the_patient(self) -> None:
        """A nurse calls, or a message is sent: people are not bound by the robot's caps, but fill them."""
        self.touches.append(self.now)

    @rule(entry=st.sampled_from([NumberList.DO_NOT_CALL, NumberList.COMPLAINT]))
    def listed_at_any_time(self, entry: NumberList) -> None:
        self.listed |= {entry}

    @precondition(lambda self: self.follow_ups)
    @rule(which=st.integers(0, 99))
    def claim(self, which: int) -> None:
        found = self.follow_ups[which % len(self.follow_ups)]
        if not found.is_open or found.live_since is not None:
            return
        match decide(self._candidate(found), self.calling, self.now):
            case Dial(_, dial_before):
                self._judge(found, dial_before)
                found.live_since = self.now
                if not (found.urgent or found.requested):
                    self.touches.append(self.now)
            case Later(at, _):
                assert at > self.now
                self._assert_hours(found, at)
                found.due_at = max(found.due_at, at)
            case Never():
                found.is_open = False

    @precondition(lambda self: any(each.live_since for each in self.follow_ups))
    @rule(
        how=st.sampled_from(sorted(Disposition)),
        lasts=st.timedeltas(timedelta(), timedelta(minutes=9)),
        asked=st.one_of(st.none(), st.timedeltas(timedelta(hours=-5), timedelta(days=4))),
        newest=st.booleans(),
    )
    def end(self, how: Disposition, lasts: timedelta, asked: timedelta | None, newest: bool) -> None:
        live = [each for each in self.follow_ups if each.live_since is not None]
        found = live[-1 if newest else 0]
        self.now += lasts
        ended = Ended(
            disposition=how,
            ended_at=self.now,
            first_due_at=found.first_due_at,
            earlier=tuple(found.past),
            asked_at=None if asked is None else self.now + asked,
            patient_windows=PATIENT,
            not_after=found.not_after,
            urgent=found.urgent,
        )
        after = redial(ended, self.plan, self.calling)
        found.past.append(how)
        found.live_since = None
        assert (after.next_at is None) == (after.status is not ContactStatus.OPEN)
        assert (after.why is None) == (after.status in (ContactStatus.OPEN, ContactStatus.COMPLETED))
        found.is_open = after.status is ContactStatus.OPEN
        if after.list_number is not None and after.list_number is not NumberList.INVALID:
            self.listed |= {after.list_number}
        if after.next_at is not None:
            assert self.now <= after.next_at <= found.not_after
            self._assert_hours(found, after.next_at)
            found.due_at, found.requested = after.next_at, after.requested

    @invariant()
    def attempts_hold(self) -> None:
        """No follow-up has more than three attempts that count, nor endless ones that do not."""
        for each in self.follow_ups:
            assert sum(counts(how) for how in each.past) <= self.plan.max_attempts
            assert len(each.past) <= 3 + 3 + 3 * 5 + 1

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

    def _judge(self, found: FollowUp, dial_before: datetime) -> None:
        assert not self.listed
        assert found.due_at <= self.now <= found.not_after
        assert self.now < dial_before <= self.now + timedelta(seconds=5)
        self._assert_hours(found, self.now)
        if not (found.urgent or found.requested):
            assert is_open(dial_before + timedelta(seconds=4), self.calling, CAMPAIGN, PATIENT)
            assert sum(self.now - WEEK < each for each in self.touches) < self.calling.caps.per_week
            today = [each for each in self.touches if self._day(each) == self._day(self.now)]
            assert len(today) < self.calling.caps.per_day

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.calling.zone).date()

    def _assert_hours(self, found: FollowUp, at: datetime) -> None:
        if not (found.urgent or found.requested):
            assert is_open(at, self.calling, CAMPAIGN, PATIENT)


TestDialing = pytest.mark.req("M03-005", "M05-003", "M05-005", "M05-014", "M03-012", "M19-007")(
    Dialing.TestCase
)
TestDialing.settings = settings(deadline=None, max_examples=150, stateful_step_count=60)
