"""The worker of a node: what it claims, how it carries a call, how it keeps its hold."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from uuid import UUID

import structlog

from ari_app.calls.claim_pause import ClaimPause
from ari_app.calls.observer import NoObserver
from ari_app.calls.worker import Worker
from ari_app.core.errors import AppError, Conflict, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import Claimed
from ari_app.store import attempts
from ari_app.store.attempts import LiveAttempt, NotDialed
from ari_app.store.line_test_schedules import DueTest
from ari_app.store.patients import ensure_organization
from ari_app.store.references import Lease
from ari_app.wiring import person_calls
from ari_app.wiring.callbacks import CallBacks
from ari_app.wiring.dialing import dialer_of
from ari_app.wiring.event_link import EventLink
from ari_app.wiring.leavings import clear_left
from ari_app.wiring.line_test_schedules import carry_due
from ari_app.wiring.node import Node
from ari_app.wiring.person_talks import keep_transcribing
from ari_app.wiring.placing import adopt, carry, lease_time, take_up
from ari_app.wiring.recovery import give_up, reconcile, settle_abandoned

_log = structlog.get_logger()

RENEWALS_PER_LEASE = 3
# ends of calls that say nothing about the patient's phone
_NOT_DIALED = frozenset({Disposition.TRUNK_ERROR, Disposition.FAILED})
# what is only told of a call that the telephone network has carried
_CARRIED = frozenset({"ringing", "answered", "announced"})


class _Reached(NoObserver):
    """Ends a pause as soon as a phone rings: a whole conversation would be long to wait for."""

    def __init__(self, pause: ClaimPause) -> None:
        self._pause = pause

    def phase(self, name: str, detail: str = "") -> None:
        """The call entered a phase."""
        if name in _CARRIED:
            self._pause.was_dialed()


class NodeWork:
    """Joins the worker's three verbs to the store."""

    def __init__(self, node: Node, organization_id: UUID) -> None:
        self._node = node
        self._organization_id = organization_id
        self._held: dict[UUID, Lease] = {}
        self._left: dict[UUID, LiveAttempt] = {}
        self._carried: set[UUID] = set()
        self._claimed: dict[UUID, Claimed] = {}
        self._given: dict[UUID, Claimed] = {}
        self._dialer = dialer_of(node, organization_id, self._place, self._try_line)
        self._link = EventLink(node.client)
        self._pause = ClaimPause(node.clock.monotonic)
        self._callers: dict[UUID, str] = {}
        self._worker: Worker | None = None
        self._line_tests: asyncio.TaskGroup | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Take up what lives, then work until told to stop.

        Raises Conflict when another program took this worker's Stasis application; the calls are left to it.
        """
        settings = self._node.settings.worker
        async with asyncio.TaskGroup() as tasks:
            self._line_tests = tasks
            beside = [tasks.create_task(self._link.follow(stop), name="worker-link")]
            await self._dialer.start()
            found = await reconcile(self._node)
            self._left = {attempt.lease.attempt_id: attempt for attempt in (*found.living, *found.undialed)}
            beside.append(tasks.create_task(self._keep_settling(), name="worker-settle"))
            beside.append(tasks.create_task(self._dialer.run(), name="worker-dialer"))
            beside.append(tasks.create_task(self._drain_at(stop), name="worker-drain"))
            beside.append(tasks.create_task(keep_transcribing(self._node), name="worker-talks"))
            worker = self._worker = Worker(
                settings.concurrency,
                self._claim,
                self._carry,
                self._renew,
                settings.lease_seconds / RENEWALS_PER_LEASE,
            )
            callbacks = CallBacks(self._node, self._organization_id, stop, self._take_caller)
            beside.append(tasks.create_task(callbacks.serve(), name="worker-callbacks"))
            await worker.run(stop, living=tuple(self._left))
            for task in beside:
                task.cancel()
            self._line_tests = None
        if self._link.failure is not None:
            raise self._link.failure
        await self._tell(self._dialer.leave())

    async def _drain_at(self, stop: asyncio.Event) -> None:
        """As soon as it is to stop the worker says that it takes no more."""
        await stop.wait()
        await self._tell(self._dialer.drain())

    async def _tell(self, sign: Awaitable[None]) -> None:
        try:
            await sign
        except AppError as error:
            _log.warning("worker_state_not_told", code=error.code, reason=error.message)

    def _place(self, claimed: Claimed) -> None:
        """The dialer claimed it: the worker carries it with the next ones that it starts."""
        self._claimed[claimed.lease.attempt_id] = claimed
        self._held[claimed.lease.attempt_id] = claimed.lease

    def _try_line(self, due: DueTest) -> None:
        """A test call is due, and this worker leads: it is carried beside the calls."""
        node = self._node
        if self._line_tests is not None:
            test = carry_due(node.settings, node.store, node.clock, node.ids, due)
            self._line_tests.create_task(test, name="worker-line-test")

    def _take_caller(self, lease: Lease, channel: str) -> bool:
        """Carry the call of a patient who called back; False when this worker has ended."""
        self._held[lease.attempt_id] = lease
        self._callers[lease.attempt_id] = channel
        if self._worker is not None and self._worker.take(lease.attempt_id):
            return True
        self._forget(lease.attempt_id)
        return False

    def _forget(self, attempt: UUID) -> None:
        self._held.pop(attempt, None)
        self._callers.pop(attempt, None)

    async def _claim(self, at_most: int) -> Sequence[UUID]:
        node, now = self._node, self._node.clock.now()
        allowed = self._pause.at_most(at_most)
        if not allowed or not self._link.is_connected:
            return ()
        until = now + lease_time(node)
        async with node.store.unit_of_work() as uow:
            due = await attempts.due(uow, self._organization_id, now, allowed)
            leases = [
                await attempts.claim(uow, attempt, node.settings.worker.id, now, until) for attempt in due
            ]
        self._held.update({lease.attempt_id: lease for lease in leases})
        await self._dial_campaigns(allowed - len(leases))
        taken = [lease.attempt_id for lease in leases] + list(self._claimed)
        self._given.update(self._claimed)
        self._claimed.clear()
        if taken:
            self._pause.tried()
        return taken

    async def _dial_campaigns(self, room: int) -> None:
        """What was asked for is carried even when campaigns can claim nothing."""
        try:
            await self._dialer.fill(room)
        except AppError as error:
            _log.warning("campaigns_not_claimed", code=error.code, reason=error.message)

    async def _carry(self, attempt: UUID) -> Disposition:
        left = self._left.pop(attempt, None)
        self._carried.add(attempt)
        try:
            disposition = await self._carry_held(attempt, left)
        except NotDialed as error:
            _log.info("attempt_given_back", attempt_id=str(attempt), reason=error.message)
            await self._dialer.give_back(self._held[attempt])
            return Disposition.FAILED
        except Conflict:
            # another worker has the attempt, or another program this worker's events: its channels are theirs
            raise
        except Exception as error:
            await self._failed(attempt, left, error)
            raise
        finally:
            caller = self._callers.get(attempt)
            self._forget(attempt)
            self._carried.discard(attempt)
            self._given.pop(attempt, None)
        if caller is not None:
            return disposition
        if disposition in _NOT_DIALED:
            self._pause.was_not_dialed()
        else:
            self._pause.was_dialed()
        return disposition

    async def _carry_held(self, attempt: UUID, left: LiveAttempt | None) -> Disposition:
        if self._link.failure is not None:
            raise self._link.failure
        if left is not None:
            self._held[attempt] = await adopt(self._node, attempt)
        held = self._held[attempt]
        if (agent := await person_calls.agent_of(self._node, attempt)) is not None:
            given = self._given.get(attempt)
            return await person_calls.carry(self._node, held, agent, given, left, self._dialer.confirm)
        if left is not None and left.call_id is not None:
            noted = left.answered_at is not None
            return await take_up(self._node, held, left.call_id, answered_is_noted=noted)
        return await carry(
            self._node,
            attempt,
            held,
            _Reached(self._pause),
            claimed=self._given.get(attempt),
            confirm=self._dialer.confirm,
        )

    async def _failed(self, attempt: UUID, left: LiveAttempt | None, error: Exception) -> None:
        """What could not begin for a reason that passes comes due again when its claim runs out."""
        is_passing = isinstance(error, Unavailable)
        if is_passing:
            self._pause.was_not_dialed()
        is_begun = left is not None and left.call_id is not None
        caller = self._callers.get(attempt)
        keeps = is_passing and not is_begun and caller is None
        await give_up(self._node, attempt, caller=caller, unless_unbegun=keeps)

    async def _keep_settling(self) -> None:
        """Now and then, and whenever Asterisk is back, look for what nobody carries."""
        while True:
            await self._comes_back_within(self._node.settings.worker.lease_seconds)
            try:
                # also what another worker ended because it held this one for gone: nobody else reaches its channels
                await clear_left(self._node, self._carried)
                await settle_abandoned(self._node, self._organization_id, self._held)
            except AppError as error:
                _log.warning("abandoned_not_settled", code=error.code, reason=error.message)

    async def _comes_back_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._link.came_back.wait()
        except TimeoutError:
            return
        self._link.came_back.clear()

    async def _renew(self) -> None:
        until = self._node.clock.now() + lease_time(self._node)
        for lease in list(self._held.values()):
            try:
                async with self._node.store.unit_of_work() as uow:
                    await attempts.renew(uow, lease, until)
            except Conflict:
                _log.warning("lease_lost", attempt_id=str(lease.attempt_id))
                self._held.pop(lease.attempt_id, None)


async def work(node: Node, stop: asyncio.Event) -> None:
    """Run the node's worker until `stop` is set and its calls have ended."""
    hospital = node.settings.hospital
    async with node.store.unit_of_work() as uow:
        organization = await ensure_organization(
            uow, hospital.organization, hospital.name, hospital.time_zone
        )
    await NodeWork(node, organization).run(stop)
