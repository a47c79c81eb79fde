"""Answers of satisfaction calls by department, and how many complained."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.language.understanding import Value
from ari_app.store.unit_of_work import Row, UnitOfWork
from ari_app.store.values import SplitValue, join_value


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer that counts. `department` is '' where none is known; `name` is the patient's."""

    department: str
    call_id: UUID
    link_id: str
    value: Value = field(repr=False)
    name: str = field(repr=False)


async def answers(
    uow: UnitOfWork, organization_id: UUID, questionnaire: str, since: datetime, until: datetime
) -> list[GivenAnswer]:
    """Of one questionnaire (its code), the latest first."""
    rows = await uow.all(
        "satisfaction.answers",
        organization_id=organization_id,
        questionnaire=questionnaire,
        since=since,
        until=until,
    )
    return [_answer(uow, row) for row in rows]


async def complaints(
    uow: UnitOfWork, organization_id: UUID, since: datetime, until: datetime
) -> dict[str, int]:
    """Calls with a complaint, of any questionnaire, by department."""
    rows = await uow.all("satisfaction.complaints", organization_id=organization_id, since=since, until=until)
    return {row["department"]: row["calls"] for row in rows}


def _answer(uow: UnitOfWork, row: Row) -> GivenAnswer:
    free = uow.cipher.open_optional(row["free_text_encrypted"], "answers.free_text_encrypted", row["id"])
    name = uow.cipher.open(row["name_encrypted"], "patients.name_encrypted", row["patient_id"])
    value = join_value(SplitValue(row["value"], free))
    return GivenAnswer(row["department"], row["call_id"], row["link_id"], value, name)
