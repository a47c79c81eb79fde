"""Attempts that nobody carries any more: found, gone on with where the patient is on the line, ended elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog

from ari_app.ari.faults import NotFound
from ari_app.calls.legs import LegIds, Legs
from ari_app.core.errors import AppError, Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts, claims
from ari_app.store.attempts import LiveAttempt
from ari_app.wiring.leavings import clear_left
from ari_app.wiring.left_recording import destroy_refused, settle_recording
from ari_app.wiring.node import Node
from ari_app.wiring.placing import lease_time

_log = structlog.get_logger()

# beyond the longest call, after which nothing of another worker's call can live
OTHERS_MARGIN_SECONDS = 3_600.0


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be gone on with: calls whose patients are on the line, and asked-for attempts not dialed yet."""

    living: tuple[LiveAttempt, ...]
    undialed: tuple[LiveAttempt, ...]


async def reconcile(node: Node) -> Found:
    """Find the living calls; end the others as interrupted and leave nothing of them in Asterisk.

    An attempt that was claimed and had no call yet is carried now when somebody asked for the call. One of a campaign
    is given back: until when and over which line it was to be dialed is lost with the process. One that may have been
    dialed is never dialed again here: what became of it is unknown, so it ends as interrupted.
    """
    async with node.store.unit_of_work() as uow:
        held = await attempts.live_attempts(uow, node.settings.worker.id)
    living, undialed = [], []
    for attempt in held:
        if attempt.call_id is None and attempt.state == "claimed":
            if attempt.is_of_campaign:
                await _give_back(node, attempt)
            else:
                undialed.append(attempt)
        elif attempt.call_id is not None and await _state_of_channel(node, attempt) == "Up":
            living.append(attempt)
        else:
            await _settle_logged(node, attempt)
    await destroy_refused(node)
    await clear_left(node)
    _log.info("worker_reconciled", held=len(held), living=len(living), undialed=len(undialed))
    return Found(tuple(living), tuple(undialed))


async def settle_abandoned(node: Node, organization_id: UUID, held: Collection[UUID]) -> None:
    """End attempts that ran out of their lease and whose patients are not on this Asterisk any more.

    `held` are those that this worker carries. Of workers that may work with another Asterisk only those are
    ended of which nothing can live any more. Raises Unavailable.
    """
    now = node.clock.now()
    longest = timedelta(seconds=node.settings.call.longest_seconds + OTHERS_MARGIN_SECONDS)
    async with node.store.unit_of_work() as uow:
        found = await attempts.abandoned(uow, organization_id, node.settings.worker.id, now, now - longest)
    for attempt in found:
        is_ours = attempt.lease.attempt_id in held
        if not is_ours and await _state_of_channel(node, attempt) is None:
            try:
                async with node.store.unit_of_work() as uow:
                    # it was not counted any more; that it is again waits for the claim under way
                    await claims.lock(uow, organization_id)
                    lease = await attempts.adopt_abandoned(uow, attempt.lease, now, now + lease_time(node))
            except Conflict:
                continue
            await _settle_logged(node, replace(attempt, lease=lease))


async def give_up(
    node: Node, attempt_id: UUID, *, caller: str | None = None, unless_unbegun: bool = False
) -> None:
    """End an attempt that this process holds and cannot carry: nobody is left on a silent line.

    `caller` is the channel of a patient who called. Nothing happens to an attempt that has ended, and with
    `unless_unbegun` to one that was claimed and has no call yet.
    Raises Unavailable when the store cannot be told.
    """
    await _tear_down(node, attempt_id, caller)
    async with node.store.unit_of_work() as uow:
        held = await attempts.live_attempts(uow, node.settings.worker.id)
    for attempt in held:
        is_unbegun = attempt.call_id is None and attempt.state == "claimed"
        if attempt.lease.attempt_id == attempt_id and not (is_unbegun and unless_unbegun):
            await _settle(node, attempt)


async def _state_of_channel(node: Node, attempt: LiveAttempt) -> str | None:
    try:
        channel = attempt.channel_id or str(attempt.lease.attempt_id)
        return (await node.client.channels.get(channel)).state
    except NotFound:
        return None


async def _give_back(node: Node, attempt: LiveAttempt) -> None:
    """Its contact is free again, as if it had not been claimed; one that cannot be written is swept later."""
    attempt_id, now = attempt.lease.attempt_id, node.clock.now()
    try:
        async with node.store.unit_of_work() as uow:
            lease = await attempts.adopt(uow, attempt_id, attempt.lease.worker, now + lease_time(node))
            await attempts.mark_ended(uow, lease, now, Disposition.FAILED, tech_cause="worker restarted")
    except AppError as error:
        _log.error("claim_not_given_back", attempt_id=str(attempt_id), code=error.code)
        return
    _log.info("claim_given_back", attempt_id=str(attempt_id), reason="claimed by a process that is gone")


async def _settle_logged(node: Node, attempt: LiveAttempt) -> None:
    """One attempt that cannot be ended is left for the next time and keeps no other waiting."""
    try:
        await _settle(node, attempt)
    except AppError as error:
        _log.error("attempt_not_settled", attempt_id=str(attempt.lease.attempt_id), code=error.code)


async def _settle(node: Node, attempt: LiveAttempt) -> None:
    attempt_id = attempt.lease.attempt_id
    await _tear_down(node, attempt_id, attempt.channel_id)
    if attempt.call_id is not None:
        await settle_recording(node, attempt_id, attempt.call_id, attempt.answered_at)
    now = node.clock.now()
    disposition = attempt.concluded_as or Disposition.INTERRUPTED
    async with node.store.unit_of_work() as uow:
        lease = await attempts.adopt(uow, attempt_id, attempt.lease.worker, now + lease_time(node))
        if attempt.concluded_as is not None and attempt.state in ("claimed", "dialing", "ringing"):
            # a conversation that came to its end was answered, although the worker could not write that down
            await attempts.mark_answered(uow, lease, now)
        await attempts.mark_ended(uow, lease, now, disposition)
    _log.info("attempt_settled", attempt_id=str(attempt_id), disposition=disposition.value)


async def _tear_down(node: Node, attempt_id: UUID, caller: str | None) -> None:
    await Legs(node.client, node.client.app, LegIds(attempt_id, caller=caller)).tear_down_all()
