"""What a patient answered in other calls: for rules that look at changes, and for who says that nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.language.understanding import Value
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PastAnswers:
    """Accepted and confirmed answers by item: `numbers` oldest first, `latest` of whatever kind.

    Answers in free words are not among them.
    """

    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    latest: Mapping[str, Value] = field(default_factory=dict, repr=False)


async def answers_before(
    uow: UnitOfWork, patient_id: UUID, attempt_id: UUID, before: datetime | None = None
) -> PastAnswers:
    """The patient's answers in all calls but `attempt_id`'s.

    `before` leaves out what was answered at that time or later.
    """
    rows = await uow.all(
        "patients.answers_before", patient_id=patient_id, attempt_id=attempt_id, before=before
    )
    numbers: dict[str, tuple[float, ...]] = {}
    latest: dict[str, Value] = {}
    for row in rows:
        item, value = row["link_id"], row["value"]
        latest[item] = value
        if isinstance(value, int | float) and not isinstance(value, bool):
            numbers[item] = (*numbers.get(item, ()), float(value))
    return PastAnswers(numbers, latest)
