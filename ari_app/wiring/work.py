"""The worker of a node: what it claims, how it carries a call, how it keeps its hold."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from ari_app.calls.worker import Worker
from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts
from ari_app.store.attempts import LiveAttempt
from ari_app.store.patients import ensure_organization
from ari_app.store.references import Lease
from ari_app.wiring.node import Node
from ari_app.wiring.placing import adopt, carry, lease_time, take_up
from ari_app.wiring.recovery import reconcile

_log = structlog.get_logger()

RENEWALS_PER_LEASE = 3


class NodeWork:
    """Joins the worker's three verbs to the store."""

    def __init__(self, node: Node, organization_id: UUID) -> None:
        self._node = node
        self._organization_id = organization_id
        self._held: dict[UUID, Lease] = {}
        self._left: dict[UUID, LiveAttempt] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Take up what lives, then work until told to stop."""
        found = await reconcile(self._node)
        self._left = {attempt.lease.attempt_id: attempt for attempt in (*found.living, *found.undialed)}
        settings = self._node.settings.worker
        worker = Worker(
            settings.concurrency,
            self._claim,
            self._carry,
            self._renew,
            settings.lease_seconds / RENEWALS_PER_LEASE,
        )
        await worker.run(stop, living=tuple(self._left))

    async def _claim(self, at_most: int) -> Sequence[UUID]:
        node, now = self._node, self._node.clock.now()
        until = now + lease_time(node)
        async with node.store.unit_of_work() as uow:
            due = await attempts.due(uow, self._organization_id, now, at_most)
            leases = [
                await attempts.claim(uow, attempt, node.settings.worker.id, now, until) for attempt in due
            ]
        self._held.update({lease.attempt_id: lease for lease in leases})
        return [lease.attempt_id for lease in leases]

    async def _carry(self, attempt: UUID) -> Disposition:
        left = self._left.pop(attempt, None)
        try:
            if left is not None:
                self._held[attempt] = await adopt(self._node, attempt)
            if left is not None and left.call_id is not None:
                return await take_up(self._node, self._held[attempt], left.call_id)
            return await carry(self._node, attempt, self._held[attempt])
        finally:
            self._held.pop(attempt, None)

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
