"""Lists of patients brought into campaigns: many rows at once, and the same however often they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.store.patients import PatientDraft, PutPatient, put_patients
from ari_app.store.unit_of_work import UnitOfWork


class ListedField(StrEnum):
    """What a list may leave out of a follow-up and its visit; the words are those of intake.sql."""

    GROUP_NAME = "group_name"
    PRIORITY = "priority"
    WINDOWS = "windows"
    NOT_AFTER = "not_after"
    DEPARTMENT = "department"
    DIAGNOSES = "diagnoses"
    PROCEDURES = "procedures"
    DISCHARGED = "discharged"


_OF_VISIT = {ListedField.DEPARTMENT, ListedField.DIAGNOSES, ListedField.PROCEDURES, ListedField.DISCHARGED}


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire in the version that is asked."""

    questionnaire_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A follow-up of a list; times are aware, `number` is the row's, for reports.

    None (and no code) leaves what is known of a follow-up that was listed before, unless the field is among the
    `cleared`. `due_at` None: a new one is due when it is stored, a known one when it was. `asked` is what a new one
    is asked; None: what the campaign asks everybody.
    """

    number: int
    external_id: str
    patient: PatientDraft
    due_at: datetime | None = None
    encounter_external_id: str | None = None
    plan_day: str | None = None
    group_name: str | None = None
    priority: int | None = None
    windows: str | None = None
    not_after: datetime | None = None
    department: str | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    discharged_at: datetime | None = None
    discharged_on: date | None = None
    cleared: frozenset[ListedField] = frozenset()
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The campaign that a list goes into, and what it asks whom no template fits."""

    organization_id: UUID
    campaign_id: UUID
    asked: Asked


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows, by their numbers.

    `corrected` are due at another time than was listed before; `dialed` keep theirs, since a call was placed.
    `emptied` names what is not known of the patient any more, `refused` says why.
    """

    added: tuple[int, ...]
    corrected: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: tuple[int, ...]
    dialed: tuple[int, ...]
    emptied: tuple[tuple[int, tuple[str, ...]], ...]
    refused: tuple[tuple[int, str], ...]


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
    writing = _Contacts(uow, target, patients, encounters, at)
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
    last = {row.encounter_external_id: row for row in rows if row.encounter_external_id is not None}
    visits = list(last.values())
    stored = await uow.all(
        "intake.put_encounters",
        organization_id=organization_id,
        ids=[uow.new_id() for _ in visits],
        patient_ids=[patients[row.patient.external_id].id for row in visits],
        external_ids=list(last),
        departments=[row.department for row in visits],
        diagnoses=[",".join(row.diagnoses) or None for row in visits],
        procedures=[",".join(row.procedures) or None for row in visits],
        discharged_ats=[row.discharged_at for row in visits],
        discharged_ons=[row.discharged_on for row in visits],
    )
    emptied = [row for row in visits if row.cleared & _OF_VISIT]
    if emptied:
        await uow.run(
            "intake.empty_encounters",
            organization_id=organization_id,
            external_ids=[row.encounter_external_id for row in emptied],
            emptied=[",".join(sorted(row.cleared)) for row in emptied],
        )
    return {row["external_id"]: row["id"] for row in stored}


@dataclass(frozen=True, slots=True)
class _Contacts:
    """Writes the follow-ups of a batch; patients and visits are stored already."""

    uow: UnitOfWork
    target: Target
    patients: Mapping[str, PutPatient]
    encounters: Mapping[str, UUID]
    at: datetime

    async def put(self, rows: Sequence[ListedContact]) -> tuple[tuple[int, ...], ...]:
        """The numbers of those that were added, are due at another time, have other terms, and are late for that."""
        known = {
            row["external_id"]: row
            for row in await self.uow.all(
                "intake.lock_contacts",
                organization_id=self.target.organization_id,
                external_ids=[row.external_id for row in rows],
            )
        }
        added = await self._insert([row for row in rows if row.external_id not in known])
        again = [row for row in rows if row.external_id in known]
        other_time = [
            row
            for row in again
            if row.due_at is not None and known[row.external_id]["listed_due_at"] != row.due_at
        ]
        dialed = [row.number for row in other_time if known[row.external_id]["is_dialed"]]
        corrected = await self._correct([row for row in other_time if row.number not in dialed])
        changed = await self._update(again)
        is_open = {row.number for row in again if known[row.external_id]["status"] == "open"}
        return (
            tuple(row.number for row in rows if row.external_id in added),
            tuple(row.number for row in again if row.external_id in corrected),
            tuple(row.number for row in again if row.external_id in changed - corrected),
            tuple(number for number in dialed if number in is_open),
        )

    async def _insert(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.insert_contacts",
            version_ids=[(row.asked or self.target.asked).version_id for row in rows],
            ids=[self.uow.new_id() for _ in rows],
            external_ids=[row.external_id for row in rows],
            patient_ids=[self.patients[row.patient.external_id].id for row in rows],
            encounter_ids=[self.encounters.get(row.encounter_external_id or "") for row in rows],
            plan_days=[row.plan_day for row in rows],
            due_ats=[row.due_at or self.at for row in rows],
            **_terms(rows),
        )

    async def _correct(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.correct_due",
            external_ids=[row.external_id for row in rows],
            due_ats=[row.due_at for row in rows],
        )

    async def _update(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.update_contacts",
            external_ids=[row.external_id for row in rows],
            emptied=[",".join(sorted(row.cleared)) for row in rows],
            **_terms(rows),
        )

    async def _stored(self, query: str, **values: object) -> set[str]:
        rows = await self.uow.all(
            query,
            organization_id=self.target.organization_id,
            campaign_id=self.target.campaign_id,
            **values,
        )
        return {row["external_id"] for row in rows}


def _terms(rows: Sequence[ListedContact]) -> dict[str, object]:
    return {
        "group_names": [row.group_name for row in rows],
        "priorities": [row.priority for row in rows],
        "windows": [row.windows for row in rows],
        "not_afters": [row.not_after for row in rows],
    }
