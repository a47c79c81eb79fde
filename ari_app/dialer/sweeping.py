"""What one worker does for all: dead workers' attempts, missed follow-ups, campaigns that are over, test calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from ari_app.core.dialing_vocabulary import Suppression, WorkKind
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import TryLine
from ari_app.policy.caller_health import HealthRule
from ari_app.policy.calling_rules import SEARCHED_DAYS, CallingRules
from ari_app.policy.holidays import HolidayCalendar
from ari_app.store import (
    attempts,
    caller_ids,
    campaigns,
    claims,
    line_test_schedules,
    redials,
    workers,
)
from ari_app.store.calling_policy import read_policy
from ari_app.store.pool import Store
from ari_app.store.redials import LostAttempt
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.workers import LifeSign

_log = structlog.get_logger()

AT_ONCE = 500
SETTLE_LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class SweepRules:
    """What a worker's silence means for its attempts, counted from the end of an attempt's lease.

    A worker that was silent for a whole `lease` is gone. Then what it was dialing ends after `ring`, as long as a
    phone may ring when nobody steers the call; what was answered ends after `comeback`, in which the worker may
    start again and take its living calls up. Both end as interrupted, unless the talk had concluded. `calendar` is the
    national one.
    """

    lease: timedelta
    ring: timedelta
    comeback: timedelta = timedelta(minutes=5)
    calendar: HolidayCalendar | None = None


class Sweeper:
    """Sweeps when it can lead: of all workers one at a time does.

    A worker counts as gone only when this process itself saw it silent for a whole lease, by its own monotonic
    clock: after an outage of the database every sign is old, and nobody is dead.
    """

    def __init__(
        self,
        store: Store,
        organization_id: UUID,
        rules: SweepRules,
        monotonic: Callable[[], float],
        try_line: TryLine | None = None,
    ) -> None:
        self._store, self._organization_id = store, organization_id
        self._rules, self._monotonic, self._try_line = rules, monotonic, try_line
        self._silent: dict[LifeSign, float] = {}
        self._warned_on: date | None = None

    async def sweep(self, at: datetime) -> bool:
        """Do all of it once. False when another worker leads."""
        async with self._store.unit_of_work() as uow:
            if not await redials.leads(uow, self._organization_id):
                self._silent.clear()
                return False
            await self._mark_gone(uow)
            await self._settle_lost(uow, at)
            await self._close_missed(uow, at)
            await campaigns.cancel_stopped(uow, self._organization_id, AT_ONCE)
            for finished in await campaigns.finish_empty(uow, self._organization_id, at):
                _log.info("campaign_finished", campaign_id=str(finished))
        await self._look_by_policy(at)
        await self._try_lines(at)
        return True

    async def _try_lines(self, at: datetime) -> None:
        """Last, and apart: a schedule that cannot be read keeps nothing else waiting."""
        if (try_line := self._try_line) is None:
            return
        async with self._store.unit_of_work() as uow:
            taken = await line_test_schedules.take_due(uow, self._organization_id, at)
        for due in taken:
            try_line(due)

    async def _mark_gone(self, uow: UnitOfWork) -> None:
        now, signs = self._monotonic(), await workers.living(uow, self._organization_id)
        self._silent = {sign: self._silent.get(sign, now) for sign in signs}
        for sign, since in list(self._silent.items()):
            is_silent = now - since >= self._rules.lease.total_seconds()
            if is_silent and await workers.mark_gone(uow, self._organization_id, sign):
                del self._silent[sign]
                _log.warning("worker_gone", worker=sign.worker)

    async def _settle_lost(self, uow: UnitOfWork, at: datetime) -> None:
        """A claimed attempt was not dialed; what became of one that was being dialed is unknown."""
        for attempt in await redials.lost(
            uow,
            self._organization_id,
            claimed_before=at,
            dialing_before=at - self._rules.ring,
            any_before=at - self._rules.comeback,
            at_most=AT_ONCE,
        ):
            await _end_lost(uow, attempt, at)

    async def _look_by_policy(self, at: datetime) -> None:
        """Apart: claims wait for numbers that are judged, and a policy that somebody broke undoes nothing."""
        async with self._store.unit_of_work() as uow:
            try:
                policy = await read_policy(uow, self._organization_id, self._rules.calendar)
            except WrongInput as error:
                _log.error("policy_not_read", reason=error.message)
                return
            await self._judge_numbers(uow, policy.caller_health, at)
        self._warn_of_calendar(policy.rules, at)

    def _warn_of_calendar(self, rules: CallingRules, at: datetime) -> None:
        """Once a day: of a year whose holidays nobody knows only what is presumed is kept free."""
        today = at.astimezone(rules.zone).date()
        if today == self._warned_on:
            return
        self._warned_on = today
        for finding in rules.calendar.findings(today, today + timedelta(days=SEARCHED_DAYS)):
            _log.warning("holidays_unknown", year=finding.place, reason=finding.message, mend=finding.mend)

    async def _judge_numbers(self, uow: UnitOfWork, rule: HealthRule, at: datetime) -> None:
        """Numbers of ours that fare badly are shown last, or rest; one that fares well again is as the others."""
        for number, mark in await caller_ids.judge_all(uow, self._organization_id, rule, at):
            if mark is None:
                _log.info("caller_id_cleared", caller_id=number)
            else:
                _log.warning("caller_id_marked", caller_id=number, mark=mark.value)

    async def _close_missed(self, uow: UnitOfWork, at: datetime) -> None:
        for contact_id, patient_id in await redials.expired(uow, self._organization_id, at, AT_ONCE):
            await claims.close(uow, self._organization_id, contact_id, Suppression.TOO_LATE, at)
            await claims.add_work(
                uow,
                self._organization_id,
                WorkKind.MISSED_FOLLOW_UP,
                patient_id,
                at,
                contact_id=contact_id,
                reason=Suppression.TOO_LATE.value,
            )


async def _end_lost(uow: UnitOfWork, attempt: LostAttempt, at: datetime) -> None:
    """Its worker, should it live, can write nothing more."""
    held = await attempts.adopt(uow, attempt.lease.attempt_id, attempt.lease.worker, at + SETTLE_LEASE)
    if attempt.is_undialed:
        disposition = Disposition.FAILED
    else:
        disposition = attempt.concluded_as or Disposition.INTERRUPTED
        if attempt.concluded_as is not None and attempt.state != "answered":
            # a conversation that came to its end was answered, although the worker could not write that down
            await attempts.mark_answered(uow, held, at)
    await attempts.mark_ended(uow, held, at, disposition, tech_cause="worker lost")
    _log.warning(
        "attempt_lost",
        attempt_id=str(attempt.lease.attempt_id),
        worker=attempt.lease.worker,
        was=attempt.state,
        disposition=disposition.value,
    )
