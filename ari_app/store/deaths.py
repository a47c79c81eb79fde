"""A patient's death as it is told, and taken back when it was told by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import Suppression, WorkKind
from ari_app.core.errors import Conflict, WrongInput
from ari_app.store import claims
from ari_app.store.audit import AuditEntry, record
from ari_app.store.unit_of_work import UnitOfWork

TAKEN_BACK = "death_taken_back"
"""Why the follow-ups are a person's work then, and what the audit calls it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Who takes a death back, and why; both as words."""

    actor: str
    reason: str


async def note(uow: UnitOfWork, organization_id: UUID, patient_id: UUID, at: datetime) -> int:
    """The patient has died: all his open follow-ups are canceled; how many."""
    await uow.run("deaths.note", patient_id=patient_id, at=at)
    return await uow.run("deaths.cancel", organization_id=organization_id, patient_id=patient_id, at=at)


async def take_back(
    uow: UnitOfWork, organization_id: UUID, patient: str, correction: Correction, at: datetime
) -> tuple[str, ...]:
    """The patient of that external id lives; the follow-ups that were closed for it, each a person's work now.

    None of them is dialed again by itself. Raises WrongInput for a patient who is unknown, or not known as
    dead, Conflict while a call to him is not settled.
    """
    whose: dict[str, object] = {"organization_id": organization_id, "patient": patient}
    # a list takes patients before their follow-ups, settling the other way round: no list is stored meanwhile
    await uow.one("intake.lock", organization_id=organization_id)
    held = await uow.all("deaths.lock_contacts", **whose)
    row = await uow.one("deaths.lock_patient", **whose)
    if row is None:
        raise WrongInput(f"there is no patient {patient}")
    if row["deceased_at"] is None:
        raise WrongInput(f"patient {patient} is not entered as deceased")
    if any(each["open_attempt_id"] is not None for each in held):
        # its end would enter the death again
        raise Conflict(
            f"a call to patient {patient} goes on, or is being settled", mend="say it again in a moment"
        )
    contacts = await uow.all("deaths.closed_contacts", **whose)
    await _give_to_people(uow, organization_id, row["id"], [each["id"] for each in contacts], at)
    await uow.run("deaths.take_back", patient_id=row["id"], at=at)
    await uow.run(
        "deaths.drop_work",
        organization_id=organization_id,
        patient_id=row["id"],
        actor=correction.actor,
        at=at,
    )
    names = tuple(str(each["external_id"]) for each in contacts)
    details = {
        "reason": correction.reason,
        "deceased_at": row["deceased_at"].isoformat(),
        "follow_ups": names,
    }
    subject = str(row["id"])
    await record(
        uow, AuditEntry(organization_id, correction.actor, TAKEN_BACK, "patients", subject, at, details)
    )
    return names


async def _give_to_people(
    uow: UnitOfWork, organization_id: UUID, patient_id: UUID, contact_ids: Sequence[UUID], at: datetime
) -> None:
    await uow.run("deaths.give_to_people", contact_ids=list(contact_ids))
    for contact_id in contact_ids:
        await claims.suppress(uow, organization_id, contact_id, Suppression.PERSON_TOOK_OVER, None, at)
        await claims.add_work(
            uow,
            organization_id,
            WorkKind.SUPPRESSED_FOLLOW_UP,
            patient_id,
            at,
            contact_id=contact_id,
            reason=TAKEN_BACK,
        )
