"""What calls that are over left in Asterisk because it was out of reach when they ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

import structlog

from ari_app.calls.legs import LegIds, Legs
from ari_app.core.errors import AppError
from ari_app.store import attempts
from ari_app.store.attempts import EndedAttempt
from ari_app.wiring.left_recording import settle_recording
from ari_app.wiring.node import Node

_log = structlog.get_logger()

_ID_LENGTH = 36


async def clear_left(node: Node, carried: Collection[UUID] = ()) -> None:
    """Hang up every channel, and keep every recording, that belongs to an attempt of this worker which has ended.

    Whoever carries a call lets go of it before its end is stored, so nobody works on these; only one that others
    held for lost is ended while this process may still carry it: it is among `carried`, and cleared when it is
    let go. A failure is logged.
    """
    try:
        channels = await _attempts_with_channels(node)
        recordings = _ids(str(each["name"]) for each in await node.client.recordings.listStored())
        async with node.store.unit_of_work() as uow:
            left = await attempts.ended_among(uow, [*channels, *recordings], node.settings.worker.id)
        for attempt in (each for each in left if each.id not in carried):
            await _clear(node, attempt, has_recording=attempt.id in recordings)
    except AppError as error:
        _log.error("left_not_cleared", code=error.code, reason=error.message)


async def _attempts_with_channels(node: Node) -> set[UUID]:
    channels = [channel.id for channel in await node.client.channels.list()]
    bridges = [bridge.id for bridge in await node.client.bridges.list()]
    return _ids([*channels, *bridges])


async def _clear(node: Node, attempt: EndedAttempt, *, has_recording: bool) -> None:
    await Legs(node.client, node.client.app, LegIds(attempt.id, caller=attempt.channel_id)).tear_down()
    if has_recording and attempt.call_id is not None:
        await settle_recording(node, attempt.id, attempt.call_id, attempt.answered_at)
    _log.info("left_cleared", attempt_id=str(attempt.id), has_recording=has_recording)


def _ids(names: Iterable[str]) -> set[UUID]:
    """The attempts that these names begin with; others' channels and recordings are none of ours."""
    found = set()
    for name in names:
        try:
            found.add(UUID(name[:_ID_LENGTH]))
        except ValueError:
            continue
    return found
