"""Counts over a period: attempts by line, hour, source and outcome, and how well patients were heard."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ari_app.store.unit_of_work import Row, UnitOfWork


async def prepare(uow: UnitOfWork) -> None:
    """Give the transaction what counting months of attempts takes; the counts below are right without it."""
    await uow.one("line_report.prepare")


async def by_line(
    uow: UnitOfWork, organization_id: UUID, since: datetime, until: datetime, zone: str
) -> list[Row]:
    """Rows of `kind` caller_id, trunk, hour (of the hospital's clock) and source (a campaign; '' for single calls)."""
    return await uow.all(
        "line_report.by_line", organization_id=organization_id, since=since, until=until, zone=zone
    )


async def by_outcome(uow: UnitOfWork, organization_id: UUID, since: datetime, until: datetime) -> list[Row]:
    """Rows by disposition; `again` counts attempts at a number that had ended the same way before, at any time."""
    return await uow.all("line_report.by_outcome", organization_id=organization_id, since=since, until=until)


async def heard(
    uow: UnitOfWork, organization_id: UUID, since: datetime, until: datetime, zone: str, floor: float
) -> list[Row]:
    """What patients said, by hospital day, questionnaire and language; `unsure` is below the confidence `floor`."""
    return await uow.all(
        "line_report.heard",
        organization_id=organization_id,
        since=since,
        until=until,
        zone=zone,
        floor=floor,
    )
