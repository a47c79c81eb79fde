"""A patient's planned calls played through on the calendar, nobody ever answering: the most calls there can be."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ari_app.core.dialing_vocabulary import NumberKind, Suppression
from ari_app.core.vocabulary import Disposition
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.caps import Touches
from ari_app.policy.care_planning import PlannedContact
from ari_app.policy.governance import Candidate, Dial, Later, Never, Number, decide
from ari_app.policy.redial import Ended, RedialPlan, redial
from ari_app.policy.windows import DailyWindows


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What became of one planned call: when it was dialed, and why it was given up."""

    contact: PlannedContact
    dialed_at: tuple[datetime, ...] = ()
    given_up: Suppression | None = None


def rehearse(
    contacts: Iterable[PlannedContact],
    rules: CallingRules,
    *,
    answer: Disposition = Disposition.NO_ANSWER,
    patient_windows: DailyWindows | None = None,
) -> tuple[Rehearsed, ...]:
    """Dial each contact whenever it may be, each attempt ending at once with `answer`, until all are over.

    Claims go by priority, then by time, as the dialer's do.
    """
    states = [Rehearsed(contact) for contact in contacts]
    queue = [(state.contact.due_at, -state.contact.priority, n) for n, state in enumerate(states)]
    heapq.heapify(queue)
    touches: list[datetime] = []
    while queue:
        now, rank, n = heapq.heappop(queue)
        states[n], again = _turn(states[n], touches, rules, now, answer, patient_windows)
        if again is not None:
            heapq.heappush(queue, (again, rank, n))
    return tuple(states)


def _turn(
    state: Rehearsed,
    touches: list[datetime],
    rules: CallingRules,
    now: datetime,
    answer: Disposition,
    patient: DailyWindows | None,
) -> tuple[Rehearsed, datetime | None]:
    match decide(_candidate(state, touches, patient), rules, now):
        case Later(at, _):
            return state, at
        case Never(reason, _):
            return replace(state, given_up=reason), None
        case Dial():
            if not state.contact.urgent:
                touches.append(now)
            return _dialed(state, rules, now, answer, patient)


def _candidate(state: Rehearsed, touches: list[datetime], patient: DailyWindows | None) -> Candidate:
    contact = state.contact
    return Candidate(
        numbers=(Number(NumberKind.MAIN),),
        due_at=contact.due_at,
        max_attempts=contact.max_attempts,
        patient_windows=patient,
        touches=Touches(tuple(touches), len(state.dialed_at)),
        urgent=contact.urgent,
        not_after=contact.not_after,
        on_weekends=contact.on_weekends,
        on_holidays=contact.on_holidays,
    )


def _dialed(
    state: Rehearsed, rules: CallingRules, now: datetime, answer: Disposition, patient: DailyWindows | None
) -> tuple[Rehearsed, datetime | None]:
    contact = state.contact
    ended = Ended(
        disposition=answer,
        ended_at=now,
        first_due_at=contact.due_at,
        earlier=(answer,) * len(state.dialed_at),
        patient_windows=patient,
        not_after=contact.not_after,
        urgent=contact.urgent,
    )
    ladder = RedialPlan(contact.max_attempts, contact.retry_hours)
    opened = rules.opened(weekends=contact.on_weekends, holidays=contact.on_holidays)
    after = redial(ended, ladder, opened)
    return replace(state, dialed_at=(*state.dialed_at, now), given_up=after.why), after.next_at
