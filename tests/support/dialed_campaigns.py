"""Campaigns of made-up patients in the store, and workers that claim from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.claiming import claim
from ari_app.dialer.port import Claimed
from ari_app.store import campaigns, workers
from ari_app.store.campaigns import CampaignDraft, ContactTerms
from ari_app.store.contacts import FollowUpDraft
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.workers import WorkerHold
from tests.support.stored_calls import NAME, QUESTIONNAIRE

# a Tuesday, 10:20 in Shanghai
MORNING = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
RULES = ClaimRules(lease=timedelta(seconds=30), most_skew=None)
OPEN = CampaignDraft("回访", "Asia/Shanghai", concurrency=4)


def phone_of(number: int) -> str:
    """A number of its own for each made-up patient."""
    return f"+861380000{number:04}"


async def organization_of(store: Store) -> UUID:
    """The hospital of the story."""
    async with store.unit_of_work() as uow:
        return await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")


async def running_campaign(
    store: Store, patients: int, draft: CampaignDraft = OPEN, *, at: datetime = MORNING
) -> UUID:
    """A running campaign with one contact for each patient, all due."""
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        campaign_id = await campaigns.create(uow, organization_id, draft)
        await campaigns.set_state(uow, organization_id, campaign_id, CampaignState.RUNNING, at)
    for number in range(patients):
        await add_contact(store, campaign_id, number, ContactTerms(due_at=at))
    return campaign_id


async def add_contact(
    store: Store,
    campaign_id: UUID,
    number: int,
    terms: ContactTerms,
    *,
    patient: PatientDraft | None = None,
    task: str | None = None,
) -> UUID:
    """One contact more: of the patient of that number, unless another is given."""
    organization_id = await organization_of(store)
    draft = FollowUpDraft(
        organization_id,
        patient or PatientDraft(f"p_{number}", NAME, phone_of(number)),
        QUESTIONNAIRE,
        external_id=task or f"{campaign_id.hex}_{number}",
    )
    async with store.unit_of_work() as uow:
        return await campaigns.add_contact(uow, campaign_id, draft, terms)


async def worker(
    store: Store, name: str = "worker-1", capacity: int = 50, *, at: datetime = MORNING
) -> WorkerHold:
    """A worker that has just started."""
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        return await workers.register(uow, organization_id, name, "host-1", capacity, at)


async def claim_at(
    store: Store, hold: WorkerHold, at: datetime = MORNING, at_most: int = 50, rules: ClaimRules = RULES
) -> tuple[Claimed, ...]:
    """One claim of the worker."""
    return await claim(store, hold, rules, at, at_most)
