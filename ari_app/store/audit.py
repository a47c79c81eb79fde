"""Who saw or changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`actor` did `action` (lower_snake) to the row `subject_id` of the table `subject_kind`."""

    organization_id: UUID
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    at: datetime
    details: Mapping[str, object] = field(default_factory=dict)


async def record(uow: UnitOfWork, entry: AuditEntry) -> None:
    """Write the entry in the same transaction as the deed."""
    await uow.run(
        "audit.add",
        id=uow.new_id(),
        organization_id=entry.organization_id,
        actor=entry.actor,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        details=dict(entry.details),
        at=entry.at,
    )
