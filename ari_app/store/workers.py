"""The workers: each shows that it lives, and with which process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WorkerHold:
    """The right of one process to claim as a worker; lost as soon as another process registers as the same."""

    organization_id: UUID
    worker: str
    epoch: int


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker as it is stored now. `database_time` is the database's own clock (UTC)."""

    capacity: int
    is_active: bool
    database_time: datetime


async def register(
    uow: UnitOfWork, organization_id: UUID, worker: str, host: str, capacity: int, at: datetime
) -> WorkerHold:
    """A worker starts: an older process of the same name can claim no more."""
    row = await uow.one(
        "workers.register", organization_id=organization_id, id=worker, host=host, capacity=capacity, at=at
    )
    assert row is not None
    return WorkerHold(organization_id, worker, row["epoch"])


async def beat(uow: UnitOfWork, hold: WorkerHold, at: datetime, state: str = "active") -> None:
    """It lives, as active, draining or gone. Raises Conflict when another process took its name."""
    changed = await uow.run(
        "workers.beat",
        organization_id=hold.organization_id,
        id=hold.worker,
        epoch=hold.epoch,
        at=at,
        state=state,
    )
    if changed != 1:
        raise _replaced(hold)


async def read(uow: UnitOfWork, hold: WorkerHold) -> WorkerState:
    """What is stored of the worker. Raises Conflict when another process took its name."""
    row = await uow.one(
        "workers.read", organization_id=hold.organization_id, id=hold.worker, epoch=hold.epoch
    )
    if row is None:
        raise _replaced(hold)
    return WorkerState(row["capacity"], row["state"] == "active", row["database_time"])


async def mark_gone(uow: UnitOfWork, organization_id: UUID, before: datetime) -> list[str]:
    """Workers that said nothing since `before` are gone; their ids."""
    rows = await uow.all("workers.mark_gone", organization_id=organization_id, before=before)
    return [str(row["id"]) for row in rows]


def _replaced(hold: WorkerHold) -> Conflict:
    return Conflict(
        f"another process runs as worker {hold.worker}", mend="give every worker an id of its own (worker.id)"
    )
