"""Lists of patients brought into campaigns: many rows at once, and the same however often they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.store.listed import ListedContact, ListedField, Taken, Target
from ari_app.store.listed_contacts import ContactWriting
from ari_app.store.patients import PutPatient, put_patients
from ari_app.store.unit_of_work import UnitOfWork

_OF_VISIT: Mapping[ListedField, tuple[str, ...]] = {
    ListedField.DEPARTMENT: ("department",),
    ListedField.DIAGNOSES: ("diagnoses",),
    ListedField.PROCEDURES: ("procedures",),
    ListedField.DISCHARGED: ("discharged_at", "discharged_on"),
}


async def take(uow: UnitOfWork, target: Target, rows: Sequence[ListedContact], at: datetime) -> Taken:
    """Store a batch; external ids of one batch differ. What a known contact's row leaves out stays as it is.

    Raises Conflict when another program stores one of the patients at the same moment; then nothing is stored.
    """
    await uow.one("intake.lock", organization_id=target.organization_id)
    refused = dict(await _foreign_encounters(uow, target.organization_id, rows))
    kept = [row for row in rows if row.number not in refused]
    patients = await put_patients(uow, target.organization_id, [row.patient for row in kept])
    elsewhere = await uow.all(
        "intake.open_elsewhere",
        organization_id=target.organization_id,
        patient_ids=[each.id for each in patients.values()],
        campaign_id=target.campaign_id,
        questionnaire_ids=list({(row.asked or target.asked).questionnaire_id for row in kept}),
    )
    taken_by = {(row["patient_id"], row["questionnaire_id"]): row["name"] for row in elsewhere}
    for row in kept:
        asked = row.asked or target.asked
        other = taken_by.get((patients[row.patient.external_id].id, asked.questionnaire_id))
        if other is not None:
            refused[row.number] = f"is open in campaign {other} with the same questionnaire"
    kept = [row for row in kept if row.number not in refused]
    encounters = await _put_encounters(uow, target.organization_id, kept, patients)
    writing = ContactWriting(uow, target, patients, encounters, at)
    added, corrected, changed, dialed = await writing.put(kept)
    touched = {*added, *corrected, *changed}
    return Taken(
        added=added,
        corrected=corrected,
        changed=changed,
        unchanged=tuple(row.number for row in kept if row.number not in touched),
        dialed=dialed,
        emptied=tuple(
            (row.number, each) for row in kept if (each := patients[row.patient.external_id].emptied)
        ),
        refused=tuple(sorted(refused.items())),
    )


async def put_one(uow: UnitOfWork, organization_id: UUID, row: ListedContact) -> tuple[UUID, UUID | None]:
    """Store a patient and his visit alone; their ids.

    Raises Conflict when the visit is another patient's, or another program stores the patient at the same moment.
    """
    await uow.one("intake.lock", organization_id=organization_id)
    for _, reason in await _foreign_encounters(uow, organization_id, [row]):
        raise Conflict(reason)
    patients = await put_patients(uow, organization_id, [row.patient])
    encounters = await _put_encounters(uow, organization_id, [row], patients)
    return patients[row.patient.external_id].id, encounters.get(row.encounter_external_id or "")


async def _foreign_encounters(
    uow: UnitOfWork, organization_id: UUID, rows: Sequence[ListedContact]
) -> list[tuple[int, str]]:
    named = sorted({row.encounter_external_id for row in rows if row.encounter_external_id is not None})
    known = await uow.all("intake.known_encounters", organization_id=organization_id, external_ids=named)
    owners: dict[str, str] = {row["external_id"]: row["patient_external_id"] for row in known}
    found: list[tuple[int, str]] = []
    for row in rows:
        encounter, patient = row.encounter_external_id, row.patient.external_id
        if encounter is not None and owners.setdefault(encounter, patient) != patient:
            found.append((row.number, f"encounter {encounter} belongs to another patient"))
    return found


async def _put_encounters(
    uow: UnitOfWork, organization_id: UUID, rows: Sequence[ListedContact], patients: Mapping[str, PutPatient]
) -> Mapping[str, UUID]:
    told: dict[str, ListedContact] = {}
    for row in rows:
        if (name := row.encounter_external_id) is not None:
            told[name] = row if name not in told else _visit_after(row, told[name])
    visits = list(told.values())
    stored = await uow.all(
        "intake.put_encounters",
        organization_id=organization_id,
        ids=[uow.new_id() for _ in visits],
        patient_ids=[patients[row.patient.external_id].id for row in visits],
        external_ids=list(told),
        departments=[row.department for row in visits],
        diagnoses=[",".join(row.diagnoses) or None for row in visits],
        procedures=[",".join(row.procedures) or None for row in visits],
        discharged_ats=[row.discharged_at for row in visits],
        discharged_ons=[row.discharged_on for row in visits],
    )
    emptied = [row for row in visits if row.cleared & _OF_VISIT.keys()]
    if emptied:
        await uow.run(
            "intake.empty_encounters",
            organization_id=organization_id,
            external_ids=[row.encounter_external_id for row in emptied],
            emptied=[",".join(sorted(row.cleared)) for row in emptied],
        )
    return {row["external_id"]: row["id"] for row in stored}


def _visit_after(row: ListedContact, earlier: ListedContact) -> ListedContact:
    """The row with what both tell of their visit; where they differ it holds."""
    silent = {
        each
        for each, names in _OF_VISIT.items()
        if each not in row.cleared and not any(getattr(row, name) for name in names)
    }
    kept = {name: getattr(earlier, name) for each in silent for name in _OF_VISIT[each]}
    return replace(row, **kept, cleared=row.cleared | (earlier.cleared & silent))
