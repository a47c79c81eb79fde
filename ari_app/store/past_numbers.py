"""Numbers that a patient answered in other calls, for rules that look at how they change."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ari_app.store.unit_of_work import UnitOfWork

Numbers = dict[str, tuple[float, ...]]


async def numbers_before(
    uow: UnitOfWork, patient_id: UUID, attempt_id: UUID, before: datetime | None = None
) -> Numbers:
    """The accepted and confirmed numbers per item of all calls but `attempt_id`'s, oldest first.

    `before` leaves out what was answered at that time or later.
    """
    rows = await uow.all(
        "patients.numbers_before", patient_id=patient_id, attempt_id=attempt_id, before=before
    )
    found: dict[str, list[float]] = {}
    for row in rows:
        found.setdefault(row["link_id"], []).append(row["number"])
    return {item: tuple(numbers) for item, numbers in found.items()}
