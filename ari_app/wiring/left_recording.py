"""Recordings that a lost worker left in Asterisk: kept, or destroyed where the patient refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog

from ari_app.calls.recorder import Recorder
from ari_app.core.errors import AppError
from ari_app.store import calls
from ari_app.wiring.node import Node

_log = structlog.get_logger()


async def settle_recording(node: Node, attempt_id: UUID, call_id: UUID, answered_at: datetime | None) -> None:
    """Keep the recording of a call that is over, or destroy one that the patient refused.

    A recording whose beginning nobody wrote down is taken to begin with the answer. A failure is logged: the
    attempt's end does not wait for it.
    """
    try:
        async with node.store.unit_of_work() as uow:
            known = await calls.read_recording(uow, call_id)
        if known.is_refused or known.destroyed_at is not None:
            await _destroy(node, attempt_id, call_id)
            return
        began = known.started_at or answered_at
        if began is None:
            return
        ago = (node.clock.now() - began).total_seconds()
        recorder = _recorder(node, attempt_id)
        kept = await recorder.finish_left_behind(node.clock.monotonic() - ago, node.settings.call.recordings)
        if kept is not None and known.started_at is None:
            async with node.store.unit_of_work() as uow:
                await calls.set_recording(uow, call_id, kept.name, began)
    except (AppError, OSError) as error:
        _log.error("left_recording_not_settled", attempt_id=str(attempt_id), reason=str(error))


async def destroy_refused(node: Node) -> None:
    """Destroy what may still exist of refused recordings of this worker's calls. A failure is logged."""
    try:
        async with node.store.unit_of_work() as uow:
            left = await calls.undestroyed_recordings(uow, node.settings.worker.id)
        for attempt_id, call_id in left:
            await _destroy(node, attempt_id, call_id)
    except (AppError, OSError) as error:
        _log.error("refused_recordings_not_destroyed", reason=str(error))


async def _destroy(node: Node, attempt_id: UUID, call_id: UUID) -> None:
    await _recorder(node, attempt_id).destroy()
    (node.settings.call.recordings / f"{attempt_id}.wav").unlink(missing_ok=True)
    async with node.store.unit_of_work() as uow:
        await calls.mark_recording_destroyed(uow, call_id, node.clock.now())
    _log.info("left_recording_destroyed", attempt_id=str(attempt_id))


def _recorder(node: Node, attempt_id: UUID) -> Recorder:
    return Recorder(node.client, node.client.app, node.client.channels.at(str(attempt_id)))
