"""How others reach a running call: rows that its runner takes in order. NOTIFY call_command only wakes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CallCommand:
    """What `actor` wants of a call: a verb (lower_snake) and the ids and codes that it needs."""

    id: UUID
    actor: str
    verb: str
    args: Mapping[str, object]


async def add(
    uow: UnitOfWork, call: CallRef, actor: str, verb: str, args: Mapping[str, object], at: datetime
) -> UUID:
    """Ask something of a call; the command's id. `args` never hold words of a patient."""
    command_id = uow.new_id()
    await uow.run(
        "call_commands.add",
        id=command_id,
        organization_id=call.organization_id,
        call_id=call.call_id,
        actor=actor,
        verb=verb,
        args=dict(args),
        created_at=at,
    )
    return command_id


async def waiting(uow: UnitOfWork, call_id: UUID) -> list[CallCommand]:
    """What was not done yet, in the order of arrival."""
    rows = await uow.all("call_commands.waiting", call_id=call_id)
    return [CallCommand(row["id"], row["actor"], row["verb"], row["args"]) for row in rows]


async def finish(uow: UnitOfWork, command_id: UUID, at: datetime, result: str = "done") -> None:
    """It was done, or refused for `result` (one word). Raises Conflict when it was finished before."""
    if await uow.run("call_commands.finish", id=command_id, at=at, result=result) != 1:
        raise Conflict(f"command {command_id} was finished before, or there is none")
