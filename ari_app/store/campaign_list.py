"""Campaigns found by their names, and all of them with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ari_app.policy.release import Release
from ari_app.store.unit_of_work import Row, UnitOfWork


async def find(uow: UnitOfWork, organization_id: UUID, name: str) -> Row | None:
    """The campaign of that name with its questionnaire; None when there is none."""
    return await uow.one("intake.find_campaign", organization_id=organization_id, name=name)


async def listed(uow: UnitOfWork, organization_id: UUID, ended_since: datetime) -> list[Row]:
    """Every campaign that goes on or ended after that, the oldest first."""
    return await uow.all("intake.list_campaigns", organization_id=organization_id, ended_since=ended_since)


async def foreign_numbers(uow: UnitOfWork, organization_id: UUID, numbers: Sequence[str]) -> list[str]:
    """Those of the numbers that are not registered as the hospital's."""
    rows = await uow.all("intake.unknown_caller_ids", organization_id=organization_id, numbers=list(numbers))
    return [row["number"] for row in rows]


async def freeze(uow: UnitOfWork, campaign_id: UUID, version_id: UUID, script_version: str) -> None:
    """What a campaign asks and says from its start on; follow-ups that were listed before ask it too."""
    await uow.run(
        "intake.freeze_version",
        campaign_id=campaign_id,
        questionnaire_version_id=version_id,
        script_version=script_version,
    )
    await uow.run("intake.adopt_version", campaign_id=campaign_id, questionnaire_version_id=version_id)


async def set_release(uow: UnitOfWork, campaign_id: UUID, release: Release, at: datetime) -> None:
    """How far a campaign is released; what waited for that alone is due again."""
    stored = {
        "stage": release.stage.value,
        "per_day": release.per_day,
        "departments": sorted(release.departments),
    }
    await uow.run("intake.set_release", campaign_id=campaign_id, release=stored)
    await uow.run("intake.call_released", campaign_id=campaign_id, at=at)


async def put_endpoint(
    uow: UnitOfWork, organization_id: UUID, name: str, url: str, secret: str, events: Sequence[str]
) -> None:
    """An outside system that is told of a campaign; its secret is stored encrypted."""
    endpoint_id = uow.new_id()
    await uow.run(
        "intake.put_endpoint",
        id=endpoint_id,
        organization_id=organization_id,
        name=name,
        url=url,
        secret_encrypted=uow.cipher.seal(secret, "webhook_endpoints.secret_encrypted", endpoint_id),
        events=list(events),
    )


async def id_of(uow: UnitOfWork, organization_id: UUID, name: str) -> UUID | None:
    """The campaign of that name."""
    row = await uow.one("plans.find_campaign", organization_id=organization_id, name=name)
    return None if row is None else UUID(str(row["id"]))
