"""Alerts after they were raised: told, taken on, closed. Only people close them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import AlertCode, Priority
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OverdueAlert:
    """An alert that nobody took on in time."""

    id: UUID
    call_id: UUID
    code: AlertCode
    priority: Priority
    due_at: datetime


async def mark_notified(uow: UnitOfWork, alert_id: UUID, at: datetime) -> None:
    """Somebody was told; later times change nothing."""
    await uow.run("alerts.mark_notified", id=alert_id, at=at)


async def acknowledge(uow: UnitOfWork, alert_id: UUID, actor: str, at: datetime) -> None:
    """A person takes it on. Raises Conflict when somebody has already."""
    if await uow.run("alerts.acknowledge", id=alert_id, actor=actor, at=at) != 1:
        raise Conflict(f"alert {alert_id} is taken on already, or there is none")


async def resolve(uow: UnitOfWork, alert_id: UUID, actor: str, at: datetime) -> None:
    """The person who took it on closes it. Raises Conflict when nobody has taken it on."""
    if await uow.run("alerts.resolve", id=alert_id, actor=actor, at=at) != 1:
        raise Conflict(f"alert {alert_id} was not taken on, or is closed already")


async def overdue(uow: UnitOfWork, organization_id: UUID, at: datetime) -> list[OverdueAlert]:
    """What is due by `at` and was not taken on, the longest overdue first."""
    rows = await uow.all("alerts.overdue", organization_id=organization_id, at=at)
    return [
        OverdueAlert(
            row["id"], row["call_id"], AlertCode(row["code"]), Priority(row["priority"]), row["due_at"]
        )
        for row in rows
    ]
