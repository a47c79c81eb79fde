"""What follows an ended attempt: another try and when, a message, work for a person, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

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
from ari_app.policy.calling_rules import CallingRules, next_allowed
from ari_app.policy.redial_table import TABLE, Row
from ari_app.policy.windows import DailyWindows

MOST_POSTPONED = 2
"""How often a patient may put off a call before a person takes over."""
LEAST_GAP = timedelta(hours=3)
"""Between an attempt and the next step of the plan: another part of the day."""
LEAST_URGENT_GAP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RedialPlan:
    """A campaign's ladder: at most `max_attempts` counted attempts, the n-th `retry_hours[n]` after the first.

    With `other_day_part` a step of the ladder after which nobody answered is moved on within its day to another part
    of it (morning, afternoon, evening), where the windows allow that.
    """

    max_attempts: int = 3
    retry_hours: tuple[float, ...] = (0, 24, 72)
    campaign_windows: DailyWindows | None = None
    other_day_part: bool = False

    def __post_init__(self) -> None:
        if self.max_attempts < 1:
            raise WrongInput("a follow-up needs at least one attempt")
        if len(self.retry_hours) < self.max_attempts:
            raise WrongInput(
                f"{self.max_attempts} attempts need as many retryHours", mend="give one for each attempt"
            )
        if any(a >= b for a, b in zip(self.retry_hours, self.retry_hours[1:], strict=False)):
            raise WrongInput("retryHours must grow", mend="write them as 0, 24, 72")
        if self.retry_hours[0] < 0:
            raise WrongInput("retryHours cannot be negative")


@dataclass(frozen=True, slots=True)
class Ended:
    """An ended attempt and its past.

    `earlier` are the dispositions of the follow-up's attempts before it, oldest first. `first_due_at` is when its
    first attempt was due. `asked_at` is the time the patient asked for, `requested`: this call was one he had asked
    for. `is_inbound`: the patient called, which uses up no try. `person_calls`: a person promised to call.
    """

    disposition: Disposition
    ended_at: datetime
    first_due_at: datetime
    earlier: tuple[Disposition, ...] = ()
    number: NumberKind = NumberKind.MAIN
    has_second_number: bool = False
    asked_at: datetime | None = None
    requested: bool = False
    is_inbound: bool = False
    person_calls: bool = False
    patient_windows: DailyWindows | None = None
    not_after: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Redial:
    """What to do. `status` is the follow-up's from now on; `next_at` (UTC) is set exactly when it stays open.

    `why` tells why nothing is dialed any more. `counts`: whether the attempt counts against `max_attempts`.
    `requested`: the next call is one the patient asked for, also when a fault of ours kept it from him.
    `use_second`: dial the second number next.
    `same_caller_id`: the next call must not come under another number. `list_number`: put the dialed number
    (and for do_not_call and complaint the person) on that list. `cancel_all`: cancel all the person's follow-ups.
    """

    status: ContactStatus
    next_at: datetime | None
    why: Suppression | None
    counts: bool
    message: PatientMessage = PatientMessage.NONE
    work: WorkKind | None = None
    list_number: NumberList | None = None
    use_second: bool = False
    requested: bool = False
    same_caller_id: bool = False
    resumes: bool = False
    cancel_all: bool = False
    trunk_alarm: bool = False


def counts(disposition: Disposition) -> bool:
    """Whether an attempt that ended so counts against `max_attempts` (a postponed one by its number does not)."""
    return TABLE[disposition].counts


def counted(dispositions: tuple[Disposition, ...]) -> int:
    """How many of a follow-up's attempts count; putting off counts from the third time on."""
    postponed = sum(1 for each in dispositions if each is Disposition.CALLBACK_SCHEDULED)
    return sum(1 for each in dispositions if counts(each)) + max(0, postponed - MOST_POSTPONED)


def _used(ended: Ended) -> int:
    return counted(ended.earlier if ended.is_inbound else (*ended.earlier, ended.disposition))


def redial(ended: Ended, plan: RedialPlan, rules: CallingRules) -> Redial:
    """Decide what follows; the next try lies inside policy ∩ campaign ∩ patient windows and before `not_after`.

    Counted attempts of a follow-up never exceed `max_attempts` nor the cap per follow-up, whichever is less.
    """
    row = TABLE[ended.disposition]
    past = (*ended.earlier, ended.disposition)
    used, used_before = _used(ended), counted(ended.earlier)
    base = Redial(
        status=ContactStatus.OPEN,
        next_at=None,
        why=None,
        counts=used > used_before,
        message=_message(row, past),
        list_number=row.list_number,
        same_caller_id=row.same_caller_id,
        resumes=row.resumes,
        cancel_all=row.cancel_all,
        trunk_alarm=row.trunk_alarm,
    )
    if row.end is ContactStatus.COMPLETED:
        return replace(base, status=row.end)
    if ended.person_calls:
        return _over(base, ContactStatus.SUPPRESSED, Suppression.PERSON_TOOK_OVER, WorkKind.CALL_BACK)
    return _again(base, row, ended, plan, rules)


def _again(base: Redial, row: Row, ended: Ended, plan: RedialPlan, rules: CallingRules) -> Redial:
    past = (*ended.earlier, ended.disposition)
    second = row.tries_second and ended.has_second_number and ended.number is NumberKind.MAIN
    times = sum(1 for each in past if each is ended.disposition)
    if not second and row.most is not None and times > row.most:
        return _over(base, row.end, row.why, row.work)
    if _used(ended) >= min(plan.max_attempts, rules.caps.per_contact):
        work = row.work or WorkKind.MISSED_FOLLOW_UP
        return _over(base, ContactStatus.EXHAUSTED, Suppression.ATTEMPTS_USED_UP, work)
    wanted = _second_at(ended) if second else _wanted(row, times, ended, plan)
    at = next_allowed(wanted, rules, plan.campaign_windows, ended.patient_windows, exempt=ended.urgent)
    if at is None:
        return _over(base, ContactStatus.EXHAUSTED, Suppression.NO_COMMON_HOURS, WorkKind.MISSED_FOLLOW_UP)
    if ended.not_after is not None and at > ended.not_after:
        return _over(base, ContactStatus.EXHAUSTED, Suppression.TOO_LATE, WorkKind.MISSED_FOLLOW_UP)
    nobody = row.message is PatientMessage.MISSED_CALL and times > len(row.delays)
    if plan.other_day_part and nobody and not ended.urgent:
        at = _other_part(at, ended, plan, rules)
    is_asked = ended.asked_at is not None and ended.disposition in _MAY_ASK
    requested = is_asked or (ended.requested and row.trunk_alarm)
    return replace(base, next_at=at, use_second=second, requested=requested)


_MAY_ASK = (Disposition.CALLBACK_SCHEDULED, Disposition.PATIENT_UNAVAILABLE)


def _over(base: Redial, status: ContactStatus, why: Suppression, work: WorkKind | None) -> Redial:
    return replace(base, status=status, why=why, work=work)


_PARTS_BEGIN = (time(12), time(17))


def _other_part(at: datetime, ended: Ended, plan: RedialPlan, rules: CallingRules) -> datetime:
    tried = _part(ended.ended_at.astimezone(rules.zone))
    local = at.astimezone(rules.zone)
    if _part(local) != tried or tried == len(_PARTS_BEGIN):
        return at
    begins = datetime.combine(local.date(), _PARTS_BEGIN[tried], rules.zone)
    later = next_allowed(begins, rules, plan.campaign_windows, ended.patient_windows)
    is_same_day = later is not None and later.astimezone(rules.zone).date() == local.date()
    if later is None or not is_same_day or (ended.not_after is not None and later > ended.not_after):
        return at
    return later


def _part(local: datetime) -> int:
    return sum(local.time() >= begin for begin in _PARTS_BEGIN)


def _second_at(ended: Ended) -> datetime:
    return ended.ended_at.astimezone(UTC)


def _wanted(row: Row, times: int, ended: Ended, plan: RedialPlan) -> datetime:
    """When the next try is wanted, before the windows are looked at."""
    end = ended.ended_at.astimezone(UTC)
    if ended.asked_at is not None and ended.disposition in _MAY_ASK:
        return max(ended.asked_at.astimezone(UTC), end)
    if times <= len(row.delays):
        return end + row.delays[times - 1]
    return max(_plan_step(ended, plan), end + (LEAST_URGENT_GAP if ended.urgent else LEAST_GAP))


def _plan_step(ended: Ended, plan: RedialPlan) -> datetime:
    done = _used(ended)
    hours = plan.retry_hours[min(done, len(plan.retry_hours) - 1)]
    return ended.first_due_at.astimezone(UTC) + timedelta(hours=hours)


def _message(row: Row, past: tuple[Disposition, ...]) -> PatientMessage:
    times = sum(1 for each in past if each is past[-1])
    return row.message if times >= row.message_from else PatientMessage.NONE
