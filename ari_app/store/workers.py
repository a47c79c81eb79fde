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
class LifeSign:
    """When a worker's process last said that it lives (UTC, by its own clock)."""

    worker: str
    epoch: int
    at: datetime


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


async def living(uow: UnitOfWork, organization_id: UUID) -> list[LifeSign]:
    """The last sign of every worker that is not gone."""
    rows = await uow.all("workers.living", organization_id=organization_id)
    return [LifeSign(row["id"], row["epoch"], row["heartbeat_at"]) for row in rows]


async def mark_gone(uow: UnitOfWork, organization_id: UUID, sign: LifeSign) -> bool:
    """The worker is gone, unless it has given another sign."""
    changed = await uow.run(
        "workers.mark_gone",
        organization_id=organization_id,
        id=sign.worker,
        epoch=sign.epoch,
        heartbeat_at=sign.at,
    )
    return changed == 1


def _replaced(hold: WorkerHold) -> Conflict:
    return Conflict(
        f"another process runs as worker {hold.worker}", mend="give every worker an id of its own (worker.id)"
    )
