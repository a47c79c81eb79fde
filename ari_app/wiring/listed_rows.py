"""Checked rows of lists and of events as the store takes them: what is told, and what is emptied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from ari_app.integrations.contact_row import ContactRow
from ari_app.integrations.row_fields import comes_of_age
from ari_app.store.listed import ListedContact, ListedField
from ari_app.store.patients import PatientDraft, PatientField
from ari_app.store.relatives import RelativeDraft

# what an empty field of a row empties in the store
_EMPTIED_OF_PATIENT: Mapping[str, frozenset[PatientField]] = {
    "idTail": frozenset({PatientField.ID_TAIL}),
    "birthday": frozenset({PatientField.BIRTH_MD, PatientField.BIRTH_YEAR, PatientField.MINOR_UNTIL}),
    "secondPhone": frozenset({PatientField.SECOND_PHONE}),
    "language": frozenset({PatientField.LANGUAGE}),
}
_EMPTIED: Mapping[str, ListedField] = {
    "group": ListedField.GROUP_NAME,
    "priority": ListedField.PRIORITY,
    "preferredTimeWindow": ListedField.WINDOWS,
    "notAfter": ListedField.NOT_AFTER,
    "department": ListedField.DEPARTMENT,
    "diagnoses": ListedField.DIAGNOSES,
    "procedures": ListedField.PROCEDURES,
    "dischargedAt": ListedField.DISCHARGED,
}
_GUARDIAN = {"guardianName", "guardianPhone", "guardianRelation"}


def listed_of(
    row: ContactRow, external_id: str, due_at: datetime | None, zone: tzinfo, at: datetime
) -> ListedContact:
    """A checked row as the store takes it; `at` tells who is a minor."""
    left = row.discharged_at
    return ListedContact(
        number=row.number,
        external_id=external_id,
        patient=_patient(row, at.astimezone(zone).date()),
        due_at=due_at,
        encounter_external_id=row.encounter_id,
        plan_day=row.plan_day,
        group_name=row.group,
        priority=row.priority,
        windows=row.windows,
        not_after=row.not_after,
        department=row.department,
        diagnoses=row.diagnoses,
        procedures=row.procedures,
        discharged_at=left,
        discharged_on=None if left is None else left.astimezone(zone).date(),
        cleared=frozenset(_EMPTIED[name] for name in row.emptied & _EMPTIED.keys()),
    )


def _patient(row: ContactRow, today: date) -> PatientDraft:
    born = row.born_on
    grown = None if born is None else comes_of_age(born)
    is_minor = grown is not None and grown > today
    cleared = frozenset[PatientField]().union(
        *(_EMPTIED_OF_PATIENT[name] for name in row.emptied & _EMPTIED_OF_PATIENT.keys())
    )
    if grown is not None and not is_minor:
        cleared |= {PatientField.MINOR_UNTIL}
    return PatientDraft(
        external_id=row.patient_id,
        name=row.name,
        phone=row.phone,
        id_tail=row.id_tail,
        birth_md=row.birth_md,
        minor_until=grown if is_minor else None,
        birth_year=None if born is None else born.year,
        language=row.language,
        guardians=_guardians(row),
        second_phone=row.second_phone,
        cleared=cleared,
    )


def _guardians(row: ContactRow) -> tuple[RelativeDraft, ...] | None:
    given = row.guardian
    if given is not None:
        return (RelativeDraft(given.relation, given.name, given.phone),)
    return () if row.emptied & _GUARDIAN else None
