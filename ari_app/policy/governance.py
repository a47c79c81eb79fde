"""The last word before dialing: may this follow-up be dialed now, on which number, until when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ari_app.core.dialing_vocabulary import CampaignState, NumberKind, NumberList, Suppression, WorkKind
from ari_app.policy.calling_rules import CallingRules, closed_because, closes_at, next_allowed
from ari_app.policy.caps import Over, Touches, over
from ari_app.policy.windows import DailyWindows

DIAL_WITHIN = timedelta(seconds=5)
"""A claim is good for this long; later the worker must not create the channel."""
BEFORE_CLOSING = timedelta(seconds=5)
"""Nothing is dialed in the last seconds of a window."""
RETRY_BUSY_LINE = timedelta(minutes=5)
"""When to look again at a patient who is in a call of another follow-up."""
RETRY_DUTY = timedelta(minutes=15)
RETRY_TRIAL = timedelta(hours=24)
"""When to look again at a number that is not on the white list while only such are dialed."""
REQUEST_HOLDS = timedelta(hours=1)
"""A call the patient asked for goes outside the windows this long after its time; later it waits for a window."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the patient: whose it is, whether it can be dialed, the lists it stands on, its own touches.

    A number that several patients share has touches that the patient's ledger lacks.
    """

    kind: NumberKind
    valid: bool = True
    lists: frozenset[NumberList] = frozenset()
    touches: Touches = Touches()


@dataclass(frozen=True, slots=True)
class Candidate:
    """All that the claim knows of a follow-up that is due.

    `numbers` are in the order in which they are tried. `lists` are entries on the person, `touches` the person's.
    `campaign` is None for a follow-up outside campaigns. `urgent` is P1; `requested`: the patient asked for the
    call. `not_after` (UTC) is when it loses its sense. `needs_people`: may run only while somebody can take over.
    `on_weekends`, `on_holidays`: its plan or its patient opted in to calls on such days.
    """

    numbers: tuple[Number, ...]
    due_at: datetime
    max_attempts: int = 3
    campaign: CampaignState | None = CampaignState.RUNNING
    campaign_windows: DailyWindows | None = None
    patient_windows: DailyWindows | None = None
    lists: frozenset[NumberList] = frozenset()
    touches: Touches = Touches()
    whitelist_only: bool = False
    urgent: bool = False
    requested: bool = False
    not_after: datetime | None = None
    is_minor: bool = False
    has_guardian: bool = False
    is_deceased: bool = False
    in_call: bool = False
    needs_people: bool = False
    people_on_duty: bool = True
    on_weekends: bool = False
    on_holidays: bool = False

    @property
    def exempt(self) -> bool:
        """Whether caps do not bind it: urgent, or asked for by the patient."""
        return self.urgent or self.requested

    def any_hour(self, now: datetime) -> bool:
        """Whether windows do not bind it at `now` either: a call asked for must not come at night by our delay."""
        return self.urgent or (self.requested and now - self.due_at <= REQUEST_HOLDS)


@dataclass(frozen=True, slots=True)
class Dial:
    """Dial the number of this kind, and create the channel before `dial_before` (UTC)."""

    number: NumberKind
    dial_before: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: look again at `at` (UTC, after now), because of `reason`."""

    at: datetime
    reason: Suppression


@dataclass(frozen=True, slots=True)
class Never:
    """Not by the robot any more, because of `reason`; `work` is what a person must do, None for nothing."""

    reason: Suppression
    work: WorkKind | None


Decision = Dial | Later | Never


def decide(candidate: Candidate, rules: CallingRules, now: datetime) -> Decision:
    """Judge a candidate at `now` (aware). What forbids for ever comes first, then what forbids for now."""
    rules = rules.opened(weekends=candidate.on_weekends, holidays=candidate.on_holidays)
    number = _barred(candidate, now) or _number(candidate)
    if isinstance(number, Never):
        return number
    wait = _waits(candidate, number, now) or _capped(candidate, number, rules, now)
    if isinstance(wait, Never):
        return wait
    until = wait or _closed(candidate, rules, now)
    if isinstance(until, Later):
        return _in_hours(candidate, rules, until)
    return Dial(number.kind, until)


_ENDED = (CampaignState.STOPPED, CampaignState.FINISHED)


def _barred(candidate: Candidate, now: datetime) -> Never | None:
    if candidate.is_deceased:
        return Never(Suppression.DECEASED, None)
    listed = _listed(candidate.lists)
    if listed is not None:
        return listed
    if candidate.campaign in _ENDED:
        return Never(Suppression.CAMPAIGN_ENDED, None)
    if candidate.is_minor and not candidate.has_guardian:
        return Never(Suppression.GUARDIAN_MISSING, WorkKind.FIND_GUARDIAN)
    if candidate.touches.of_contact >= candidate.max_attempts:
        return Never(Suppression.ATTEMPTS_USED_UP, WorkKind.MISSED_FOLLOW_UP)
    if candidate.not_after is not None and now > candidate.not_after:
        return Never(Suppression.TOO_LATE, WorkKind.MISSED_FOLLOW_UP)
    return None


_BARRING = (
    (NumberList.DO_NOT_CALL, Suppression.DO_NOT_CALL),
    (NumberList.COMPLAINT, Suppression.COMPLAINT),
    (NumberList.BLACK, Suppression.BLACKLISTED),
)


def _listed(lists: frozenset[NumberList]) -> Never | None:
    for entry, reason in _BARRING:
        if entry in lists:
            return Never(reason, WorkKind.SUPPRESSED_FOLLOW_UP)
    return None


def _number(candidate: Candidate) -> Number | Never:
    """The first number that can be dialed. A number that must not be called is not evaded by another one."""
    found: Number | None = None
    for number in _fitting(candidate):
        listed = _listed(number.lists)
        if listed is not None:
            return listed
        if found is None and number.valid and NumberList.INVALID not in number.lists:
            found = number
    if found is None:
        return Never(Suppression.NO_VALID_NUMBER, WorkKind.FIX_NUMBER)
    return found


def _fitting(candidate: Candidate) -> tuple[Number, ...]:
    """A minor is called at the guardian's number; where none is noted, the number given is the guardian's."""
    guardians = tuple(each for each in candidate.numbers if each.kind is NumberKind.GUARDIAN)
    others = tuple(each for each in candidate.numbers if each.kind is not NumberKind.GUARDIAN)
    return (guardians or others) if candidate.is_minor else others


_STOPS = {
    CampaignState.DRAFT: Suppression.CAMPAIGN_NOT_STARTED,
    CampaignState.PAUSED: Suppression.CAMPAIGN_PAUSED,
}


def _waits(candidate: Candidate, number: Number, now: datetime) -> Later | None:
    if candidate.campaign in _STOPS:
        return Later(now + RETRY_DUTY, _STOPS[candidate.campaign])
    if now < candidate.due_at:
        return Later(candidate.due_at.astimezone(UTC), Suppression.NOT_DUE)
    if candidate.whitelist_only and NumberList.WHITE not in candidate.lists | number.lists:
        return Later(now + RETRY_TRIAL, Suppression.NOT_WHITELISTED)
    if candidate.in_call:
        return Later(now + RETRY_BUSY_LINE, Suppression.ALREADY_IN_CALL)
    if candidate.needs_people and not candidate.people_on_duty:
        return Later(now + RETRY_DUTY, Suppression.NOBODY_ON_DUTY)
    return None


def _capped(candidate: Candidate, number: Number, rules: CallingRules, now: datetime) -> Later | Never | None:
    if candidate.exempt:
        return None
    reached = [over(rules.caps, touches, now, rules.zone) for touches in (candidate.touches, number.touches)]
    found = [each for each in reached if each is not None]
    if not found:
        return None
    worst = max(found, key=_frees)
    if worst.frees_at is None:
        return Never(worst.reason, WorkKind.MISSED_FOLLOW_UP)
    return Later(worst.frees_at, worst.reason)


def _frees(reached: Over) -> datetime:
    return reached.frees_at or datetime.max.replace(tzinfo=UTC)


def _closed(candidate: Candidate, rules: CallingRules, now: datetime) -> Later | datetime:
    """The wait for calling hours; inside them, until when the call must be dialed."""
    hours = (rules, candidate.campaign_windows, candidate.patient_windows)
    any_hour = candidate.any_hour(now)
    end = closes_at(now, *hours, exempt=any_hour)
    if end is None:
        reason = closed_because(now, *hours, exempt=any_hour) or Suppression.OUTSIDE_HOURS
        return Later(now, reason)
    until = now.astimezone(UTC) + DIAL_WITHIN
    if any_hour:
        return until
    if end - BEFORE_CLOSING <= now:
        return Later(end, Suppression.CLOSING_SOON)
    return min(until, end - BEFORE_CLOSING)


def _in_hours(candidate: Candidate, rules: CallingRules, wait: Later) -> Later | Never:
    """The wait drawn out to the next calling hours; Never when there are none, or none that is early enough."""
    any_hour = candidate.urgent or (candidate.requested and wait.reason is Suppression.NOT_DUE)
    at = next_allowed(wait.at, rules, candidate.campaign_windows, candidate.patient_windows, exempt=any_hour)
    if at is None:
        return Never(Suppression.NO_COMMON_HOURS, WorkKind.MISSED_FOLLOW_UP)
    if candidate.not_after is not None and at > candidate.not_after:
        reason = wait.reason if wait.reason in _OUTLASTING else Suppression.TOO_LATE
        return Never(reason, WorkKind.MISSED_FOLLOW_UP)
    return Later(at, wait.reason)


_OUTLASTING = (Suppression.DAILY_CAP, Suppression.WEEKLY_CAP, Suppression.HOLIDAY, Suppression.WEEKEND)
"""What is told as the reason when it lasts beyond the follow-up's last moment."""
