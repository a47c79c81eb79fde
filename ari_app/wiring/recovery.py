"""What a worker does first: compare what it held when it was lost with what still lives in Asterisk."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from ari_app.ari.faults import NotFound
from ari_app.calls.legs import LegIds, Legs
from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts
from ari_app.store.attempts import LiveAttempt
from ari_app.wiring.node import Node
from ari_app.wiring.placing import adopt

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be gone on with: calls whose patients are on the line, and attempts not dialed yet."""

    living: tuple[LiveAttempt, ...]
    undialed: tuple[LiveAttempt, ...]


async def reconcile(node: Node) -> Found:
    """Find the living calls; end the others as interrupted and leave nothing of them in Asterisk.

    An attempt that was claimed and had no call yet is carried now. One that may have been dialed is never
    dialed again here: what became of it is unknown, so it ends as interrupted.
    """
    async with node.store.unit_of_work() as uow:
        held = await attempts.live_attempts(uow, node.settings.worker.id)
    living, undialed = [], []
    for attempt in held:
        if attempt.call_id is None and attempt.state == "claimed":
            undialed.append(attempt)
        elif attempt.state == "answered" and attempt.call_id is not None and await _is_up(node, attempt):
            living.append(attempt)
        else:
            await _settle(node, attempt)
    _log.info("worker_reconciled", held=len(held), living=len(living), undialed=len(undialed))
    return Found(tuple(living), tuple(undialed))


async def _is_up(node: Node, attempt: LiveAttempt) -> bool:
    try:
        channel = await node.client.channels.get(str(attempt.lease.attempt_id))
    except NotFound:
        return False
    return channel.state == "Up"


async def _settle(node: Node, attempt: LiveAttempt) -> None:
    attempt_id = attempt.lease.attempt_id
    await Legs(node.client, node.client.app, LegIds(attempt_id)).tear_down()
    now = node.clock.now()
    disposition = attempt.concluded_as or Disposition.INTERRUPTED
    lease = await adopt(node, attempt_id)
    async with node.store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, now, disposition)
    _log.info("attempt_settled", attempt_id=str(attempt_id), disposition=disposition.value)
