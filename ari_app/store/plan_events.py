"""What care plans start from, and the follow-ups that came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import ContactStatus
from ari_app.core.errors import Conflict
from ari_app.policy.care_plan import Event, PlanEvent
from ari_app.policy.care_planning import MissedPoint, PlannedContact
from ari_app.policy.replanning import ExistingContact
from ari_app.policy.selection import Visit
from ari_app.store import claims
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with the visit that it belongs to. `visit` fits plans; `encounter_id` is None outside a visit."""

    event: Event
    encounter_id: UUID | None
    visit: Visit


async def put_event(
    uow: UnitOfWork,
    organization_id: UUID,
    patient_id: UUID,
    encounter_id: UUID | None,
    event: Event,
    *,
    is_withdrawn: bool,
    at: datetime,
) -> None:
    """Store an event, or what has changed of it. Raises Conflict when its id is another patient's or another kind's."""
    row = await uow.one(
        "plans.put_event",
        id=uow.new_id(),
        organization_id=organization_id,
        external_id=event.id,
        patient_id=patient_id,
        encounter_id=encounter_id,
        kind=event.kind.value,
        at=event.at,
        score=event.score,
        is_confirmed=event.confirmed,
        is_withdrawn=is_withdrawn,
        told_at=at,
    )
    if row is None:
        raise Conflict(f"event {event.id} is known as another patient's, or of another kind")


async def events_of(uow: UnitOfWork, patient_id: UUID, since: datetime, today_year: int) -> list[ToldEvent]:
    """The patient's events that hold, the oldest first. Ages are by the year of birth."""
    rows = await uow.all("plans.events", patient_id=patient_id, since=since)
    return [
        ToldEvent(
            Event(row["external_id"], PlanEvent(row["kind"]), row["at"], row["score"], row["is_confirmed"]),
            row["encounter_id"],
            Visit(
                diagnoses=tuple(row["diagnosis_codes"] or ()),
                procedures=tuple(row["procedure_codes"] or ()),
                department=row["department"],
                discharged_at=row["discharged_at"],
                age=None if row["birth_year"] is None else today_year - row["birth_year"],
            ),
        )
        for row in rows
    ]


async def existing(uow: UnitOfWork, patient_id: UUID, campaigns: Sequence[str]) -> list[ExistingContact]:
    """The patient's follow-ups in these campaigns, locked until the transaction ends."""
    rows = await uow.all("plans.contacts", patient_id=patient_id, campaigns=list(campaigns))
    return [
        ExistingContact(
            row["external_id"],
            ContactStatus(row["status"]),
            row["due_at"],
            row["not_after"],
            row["questionnaire"],
            row["attempts"],
        )
        for row in rows
    ]


async def touches_of(uow: UnitOfWork, patient_id: UUID, since: datetime) -> list[datetime]:
    """When the patient was turned to, as far as it counts."""
    return [row["at"] for row in await uow.all("plans.touches", patient_id=patient_id, since=since)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a planned follow-up belongs: its patient and visit, its campaign, and the version that it asks.

    `thresholds` are those of the alert rules that are set for it.
    """

    organization_id: UUID
    patient_id: UUID
    encounter_id: UUID | None
    campaign_id: UUID
    version_id: UUID
    thresholds: Mapping[str, float]


async def put_contact(uow: UnitOfWork, place: Place, planned: PlannedContact) -> None:
    """Make a planned follow-up, or move it; one that is over, or under way, stays as it is."""
    await uow.run(
        "plans.put_contact",
        id=uow.new_id(),
        organization_id=place.organization_id,
        campaign_id=place.campaign_id,
        external_id=planned.external_id,
        patient_id=place.patient_id,
        encounter_id=place.encounter_id,
        questionnaire_version_id=place.version_id,
        plan_day=planned.plan_day,
        priority=planned.priority,
        urgent=planned.urgent,
        due_at=planned.due_at,
        not_after=planned.not_after,
        on_weekends=planned.on_weekends,
        on_holidays=planned.on_holidays,
        thresholds=dict(place.thresholds),
    )


async def windows_of(uow: UnitOfWork, patient_id: UUID, campaigns: Sequence[str]) -> str | None:
    """When the patient wants to be called, as it was told last for these campaigns; None: at any time."""
    row = await uow.one("plans.windows", patient_id=patient_id, campaigns=list(campaigns))
    return None if row is None else str(row["windows"])


async def set_windows(uow: UnitOfWork, patient_id: UUID, campaigns: Sequence[str], windows: str) -> None:
    """Every open follow-up of these campaigns is dialed when the patient wants it, retries too."""
    await uow.run("plans.set_windows", patient_id=patient_id, campaigns=list(campaigns), windows=windows)


async def cancel(uow: UnitOfWork, patient_id: UUID, external_ids: Sequence[str]) -> None:
    """These follow-ups are not wanted any more."""
    if external_ids:
        await uow.run("plans.cancel", patient_id=patient_id, external_ids=list(external_ids))


async def put_missed(uow: UnitOfWork, place: Place, missed: MissedPoint, at: datetime) -> None:
    """A point that cannot be called in time is a person's work, and a follow-up that is seen as suppressed."""
    row = await uow.one(
        "plans.put_missed",
        id=uow.new_id(),
        organization_id=place.organization_id,
        campaign_id=place.campaign_id,
        external_id=missed.external_id,
        patient_id=place.patient_id,
        encounter_id=place.encounter_id,
        questionnaire_version_id=place.version_id,
        plan_day=missed.plan_day,
        at=at,
    )
    if row is not None:
        await claims.add_work(
            uow,
            place.organization_id,
            missed.work,
            place.patient_id,
            at,
            contact_id=row["id"],
            reason=missed.reason.value,
        )
