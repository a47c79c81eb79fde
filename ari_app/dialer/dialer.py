"""The dialer of one worker: claims what may be dialed, settles what has ended, sweeps when it leads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog

from ari_app.core.clock import Clock
from ari_app.core.errors import AppError, Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.claiming import claim
from ari_app.dialer.confirming import confirm
from ari_app.dialer.port import Claimed, PlaceCall, TryLine
from ari_app.dialer.settling import settle
from ari_app.dialer.sweeping import Sweeper, SweepRules
from ari_app.store import attempts, workers
from ari_app.store.attempts import NotDialed
from ari_app.store.pool import Store
from ari_app.store.references import Lease
from ari_app.store.workers import WorkerHold

_log = structlog.get_logger()

SETTLE_SECONDS = 0.5
SWEEP_SECONDS = 5.0
BEATS_PER_LEASE = 3
SETTLED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DialerSettings:
    """Who dials for whom. `capacity` is how many calls the worker carries, `ring` how long a phone may ring,
    `comeback` how long a worker that is gone may take to start again and take its calls up.
    """

    organization_id: UUID
    worker: str
    host: str
    capacity: int
    rules: ClaimRules
    ring: timedelta
    comeback: timedelta
    sweep_seconds: float = field(default=SWEEP_SECONDS)


class Dialer:
    """Claims for one worker and gives each attempt to `place`. Start it before anything else."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        settings: DialerSettings,
        place: PlaceCall,
        try_line: TryLine | None = None,
    ) -> None:
        self._store, self._clock = store, clock
        self._settings, self._place = settings, place
        self._hold: WorkerHold | None = None
        self._state = "active"
        sweeps = SweepRules(settings.rules.lease, settings.ring, settings.comeback, settings.rules.calendar)
        self._sweeper = Sweeper(store, settings.organization_id, sweeps, clock.monotonic, try_line)

    async def start(self) -> None:
        """Register the worker: an older process of its name can claim no more. Raises Unavailable."""
        one = self._settings
        async with self._store.unit_of_work() as uow:
            self._hold = await workers.register(
                uow, one.organization_id, one.worker, one.host, one.capacity, self._clock.now()
            )

    async def fill(self, room: int) -> int:
        """Claim up to `room` attempts and have them placed; how many.

        Raises Conflict when another process runs as this worker, Unavailable when the store does not answer or
        this machine's clock is wrong.
        """
        if self._hold is None or self._state != "active" or room <= 0:
            return 0
        found = await claim(self._store, self._hold, self._settings.rules, self._clock.now(), room)
        for claimed in found:
            self._place(claimed)
        return len(found)

    async def confirm(self, claimed: Claimed) -> None:
        """Look once more at an attempt whose preparation took long, and give it new time.

        Raises NotDialed when it may not be dialed any more.
        """
        if self._hold is None:
            raise NotDialed("the dialer has not started")
        await confirm(self._store, self._hold, self._settings.rules, self._clock.now(), claimed)

    async def give_back(self, lease: Lease) -> None:
        """A claimed attempt is not dialed; its contact is free again. One that has ended stays as it is."""
        try:
            async with self._store.unit_of_work() as uow:
                await attempts.mark_ended(uow, lease, self._clock.now(), Disposition.FAILED)
        except Conflict:
            _log.info("attempt_ended_already", attempt_id=str(lease.attempt_id))

    async def run(self) -> None:
        """Settle, sweep and show that the worker lives, until canceled."""
        lease = self._settings.rules.lease.total_seconds()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_keep(self._settle, SETTLE_SECONDS), name="dialer-settle")
            tasks.create_task(_keep(self._sweep, self._settings.sweep_seconds), name="dialer-sweep")
            tasks.create_task(_keep(self._beat, lease / BEATS_PER_LEASE), name="dialer-beat")

    async def drain(self) -> None:
        """Claim nothing more, and say so. Raises Unavailable or Conflict."""
        self._state = "draining"
        await self._beat()

    async def leave(self) -> None:
        """The worker has ended its calls. Raises Unavailable or Conflict."""
        self._state = "gone"
        await self._beat()

    async def _settle(self) -> None:
        settled = await settle(
            self._store,
            self._settings.organization_id,
            self._clock.now(),
            SETTLED_AT_ONCE,
            calendar=self._settings.rules.calendar,
            rule=self._settings.rules.breaker,
        )
        if settled == SETTLED_AT_ONCE:
            _log.warning("settling_is_behind", settled=settled)

    async def _sweep(self) -> None:
        await self._sweeper.sweep(self._clock.now())

    async def _beat(self) -> None:
        if self._hold is None:
            return
        async with self._store.unit_of_work() as uow:
            await workers.beat(uow, self._hold, self._clock.now(), self._state)


async def _keep(work: Callable[[], Awaitable[None]], seconds: float) -> None:
    """Do it again and again; what fails is logged and tried the next time."""
    while True:
        try:
            await work()
        except AppError as error:
            _log.warning("dialer_work_failed", code=error.code, reason=error.message)
        except Exception:
            _log.exception("dialer_work_crashed")
        await asyncio.sleep(seconds)
