"""What one worker does for all: dead workers' attempts, missed follow-ups, campaigns that are over, test calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from ari_app.core.dialing_vocabulary import Suppression, WorkKind
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import TryLine
from ari_app.store import attempts, campaigns, claims, line_test_schedules, redials, workers
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.workers import LifeSign

_log = structlog.get_logger()

AT_ONCE = 500
SETTLE_LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class SweepRules:
    """How long a worker may be silent, and how long a phone may ring after nobody steers the call."""

    lease: timedelta
    ring: timedelta


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
        lost = await redials.lost(uow, self._organization_id, at, at - self._rules.ring, AT_ONCE)
        for attempt in lost:
            held = await attempts.adopt(
                uow, attempt.lease.attempt_id, attempt.lease.worker, at + SETTLE_LEASE
            )
            is_undialed = attempt.state == "claimed"
            disposition = Disposition.FAILED if is_undialed else Disposition.INTERRUPTED
            await attempts.mark_ended(uow, held, at, disposition, tech_cause="worker lost")
            _log.warning(
                "attempt_lost", attempt_id=str(attempt.lease.attempt_id), worker=attempt.lease.worker
            )

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
