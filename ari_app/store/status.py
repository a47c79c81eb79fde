"""How the dialing goes: counts over workers, campaigns and attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.store.unit_of_work import Row, UnitOfWork

LISTED = timedelta(days=90)
"""Of follow-ups that were listed so long ago it is counted how many a campaign has closed."""


@dataclass(frozen=True, slots=True)
class Counts:
    """One look; `rates`, `dispositions` and `suppressions` are since a moment.

    Of a campaign, `completed` and `given_up` count follow-ups that were listed in the last LISTED.
    """

    workers: list[Row]
    campaigns: list[Row]
    rates: Row
    dispositions: list[Row]
    suppressions: list[Row]
    waiting: Row


async def count(uow: UnitOfWork, organization_id: UUID, at: datetime, since: datetime) -> Counts:
    """Count it all."""
    rates = await uow.one("status.rates", organization_id=organization_id, since=since)
    waiting = await uow.one("status.waiting", organization_id=organization_id, at=at)
    assert rates is not None and waiting is not None
    return Counts(
        workers=await uow.all("status.workers", organization_id=organization_id, since=since),
        campaigns=await uow.all(
            "status.campaigns", organization_id=organization_id, at=at, listed_since=at - LISTED
        ),
        rates=rates,
        dispositions=await uow.all("status.dispositions", organization_id=organization_id, since=since),
        suppressions=await uow.all("status.suppressions", organization_id=organization_id, since=since),
        waiting=waiting,
    )


async def measured(uow: UnitOfWork, organization_id: UUID, since: datetime) -> Row:
    """Mean talk and ringing, shares answered and completed, and of how many attempts; null where there were none."""
    row = await uow.one("status.measured", organization_id=organization_id, since=since)
    assert row is not None
    return row
