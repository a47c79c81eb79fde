"""Campaigns of made-up patients in the store, and workers that claim from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.claiming import claim
from ari_app.dialer.port import Claimed
from ari_app.store import campaigns, intake, workers
from ari_app.store.campaigns import CampaignDraft
from ari_app.store.listed import Asked, ListedContact, Target
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import freeze_version
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.workers import WorkerHold
from tests.support.stored_calls import NAME, QUESTIONNAIRE

# a Tuesday, 10:20 in Shanghai
MORNING = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
RULES = ClaimRules(lease=timedelta(seconds=30), most_skew=None)
OPEN = CampaignDraft("回访", "Asia/Shanghai", concurrency=4)


@dataclass(frozen=True, slots=True)
class ContactTerms:
    """How a contact is dialed; what a list cannot say comes the way it does in a hospital.

    `urgent` is what a care plan makes of a risk, `requested` what the patient asked for by a link.
    """

    due_at: datetime
    group_name: str | None = None
    priority: int = 5
    urgent: bool = False
    requested: bool = False
    windows: str | None = None
    not_after: datetime | None = None


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
    contacts = [_listed(campaign_id, number, ContactTerms(due_at=at)) for number in range(patients)]
    async with store.unit_of_work() as uow:
        await _take(uow, organization_id, campaign_id, contacts)
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
    """One contact more, by a list: of the patient of that number, unless another is given."""
    organization_id = await organization_of(store)
    listed = _listed(campaign_id, number, terms, patient, task)
    async with store.unit_of_work() as uow:
        await _take(uow, organization_id, campaign_id, [listed])
        row = await uow.one(
            "contacts.lock_by_external_id",
            organization_id=organization_id,
            external_id=listed.external_id,
        )
        assert row is not None
        if terms.urgent:
            await _make_urgent(uow, organization_id, campaign_id, listed, row["patient_id"])
        if terms.requested:
            await uow.run(
                "message_links.move_contact", contact_id=row["id"], due_at=terms.due_at, requested=True
            )
    return UUID(str(row["id"]))


def _listed(
    campaign_id: UUID,
    number: int,
    terms: ContactTerms,
    patient: PatientDraft | None = None,
    task: str | None = None,
) -> ListedContact:
    return ListedContact(
        number=number,
        external_id=task or f"{campaign_id.hex}_{number}",
        patient=patient or PatientDraft(f"p_{number}", NAME, phone_of(number)),
        due_at=terms.due_at,
        group_name=terms.group_name,
        priority=terms.priority,
        windows=terms.windows,
        not_after=terms.not_after,
    )


async def _take(
    uow: UnitOfWork, organization_id: UUID, campaign_id: UUID, contacts: list[ListedContact]
) -> None:
    version = await freeze_version(uow, organization_id, QUESTIONNAIRE, MORNING)
    # a questionnaire that no campaign asks: in these stories one person may be open in several campaigns
    target = Target(organization_id, campaign_id, Asked(uow.new_id(), version))
    taken = await intake.take(uow, target, contacts, MORNING)
    assert not taken.refused


async def _make_urgent(
    uow: UnitOfWork, organization_id: UUID, campaign_id: UUID, listed: ListedContact, patient_id: UUID
) -> None:
    version = await freeze_version(uow, organization_id, QUESTIONNAIRE, MORNING)
    await uow.run(
        "plans.put_contact",
        id=uow.new_id(),
        organization_id=organization_id,
        campaign_id=campaign_id,
        external_id=listed.external_id,
        patient_id=patient_id,
        encounter_id=None,
        questionnaire_version_id=version,
        plan_day="T+1",
        priority=listed.priority,
        urgent=True,
        due_at=listed.due_at,
        not_after=listed.not_after,
        on_weekends=False,
        on_holidays=False,
        thresholds={},
    )


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
