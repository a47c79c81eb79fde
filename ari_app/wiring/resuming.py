"""Where an earlier call of the same follow-up broke off, so that the next one goes on there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from ari_app.calls.journal import state_of
from ari_app.core.errors import Damaged
from ari_app.dialogue.state import State
from ari_app.store import calls
from ari_app.store.contacts import CallTarget
from ari_app.wiring.node import Node

_log = structlog.get_logger()

# the last step of the usual ladder of tries; how a patient felt before that says little about today
RESUMED_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The call to go on with: its id, and where its dialogue stood."""

    call_id: UUID
    state: State


async def broken_off(node: Node, target: CallTarget) -> BrokenOff | None:
    """Where the follow-up's calls of the last three days broke off; None when nothing was answered in them."""
    since = node.clock.now() - RESUMED_WITHIN
    async with node.store.unit_of_work() as uow:
        stored = await calls.to_resume(uow, target.contact_id, target.attempt_id, since)
    try:
        return None if stored is None else BrokenOff(stored.call_id, state_of(stored.state))
    except Damaged as error:
        _log.warning("call_not_resumed", attempt_id=str(target.attempt_id), reason=error.message)
        return None
