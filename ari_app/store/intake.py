"""Lists of patients brought into campaigns: many rows at once, and the same however often they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import IdentityFactor, RelativeRole
from ari_app.store.identity import identity_digest
from ari_app.store.patients import MINOR_UNTIL
from ari_app.store.phone_index import phone_index
from ari_app.store.relatives import RelativeDraft, put_relatives
from ari_app.store.unit_of_work import UnitOfWork

SECOND_PHONE = "patients.second_phone_encrypted"


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A follow-up of a list. `phone` and `second_phone` are E.164, `birth_md` MM-DD, times aware.

    None leaves what is known of a patient; `number` is the row's, for reports.
    """

    number: int
    external_id: str
    patient_external_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    due_at: datetime
    encounter_external_id: str | None = None
    plan_day: str | None = None
    group_name: str | None = None
    priority: int = 5
    windows: str | None = None
    not_after: datetime | None = None
    id_tail: str | None = field(default=None, repr=False)
    birth_md: str | None = field(default=None, repr=False)
    birth_year: int | None = None
    minor_until: date | None = field(default=None, repr=False)
    second_phone: str | None = field(default=None, repr=False)
    area: str | None = None
    language: str | None = None
    guardian: RelativeDraft | None = None
    department: str | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    discharged_at: datetime | None = None
    discharged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The campaign that a list goes into, and what it asks."""

    organization_id: UUID
    campaign_id: UUID
    questionnaire_id: UUID
    questionnaire_version_id: UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows, by their numbers; `refused` with the reason."""

    added: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


async def take(uow: UnitOfWork, target: Target, rows: Sequence[ListedContact]) -> Taken:
    """Store a batch; external ids of one batch differ. A contact that is known keeps its time and its state.

    Raises Conflict when another program stores one of the patients at the same moment; then nothing is stored.
    """
    await uow.one("intake.lock", organization_id=target.organization_id)
    refused = dict(await _foreign_encounters(uow, target.organization_id, rows))
    kept = [row for row in rows if row.number not in refused]
    patients = await _put_patients(uow, target.organization_id, kept)
    elsewhere = await uow.all(
        "intake.open_elsewhere",
        organization_id=target.organization_id,
        patient_ids=list(patients.values()),
        campaign_id=target.campaign_id,
        questionnaire_id=target.questionnaire_id,
    )
    taken_by = {row["patient_id"]: row["name"] for row in elsewhere}
    for row in kept:
        other = taken_by.get(patients[row.patient_external_id])
        if other is not None:
            refused[row.number] = f"is open in campaign {other} with the same questionnaire"
    kept = [row for row in kept if row.number not in refused]
    encounters = await _put_encounters(uow, target.organization_id, kept, patients)
    return await _put_contacts(uow, target, kept, patients, encounters, refused)


async def put_one(uow: UnitOfWork, organization_id: UUID, row: ListedContact) -> tuple[UUID, UUID | None]:
    """Store a patient and his visit alone; their ids.

    Raises Conflict when the visit is another patient's, or another program stores the patient at the same moment.
    """
    await uow.one("intake.lock", organization_id=organization_id)
    for _, reason in await _foreign_encounters(uow, organization_id, [row]):
        raise Conflict(reason)
    patients = await _put_patients(uow, organization_id, [row])
    encounters = await _put_encounters(uow, organization_id, [row], patients)
    return patients[row.patient_external_id], encounters.get(row.encounter_external_id or "")


async def _foreign_encounters(
    uow: UnitOfWork, organization_id: UUID, rows: Sequence[ListedContact]
) -> list[tuple[int, str]]:
    named = sorted({row.encounter_external_id for row in rows if row.encounter_external_id is not None})
    known = await uow.all("intake.known_encounters", organization_id=organization_id, external_ids=named)
    owners: dict[str, str] = {row["external_id"]: row["patient_external_id"] for row in known}
    found: list[tuple[int, str]] = []
    for row in rows:
        encounter = row.encounter_external_id
        if encounter is not None and owners.setdefault(encounter, row.patient_external_id) != (
            row.patient_external_id
        ):
            found.append((row.number, f"encounter {encounter} belongs to another patient"))
    return found


async def _put_patients(
    uow: UnitOfWork, organization_id: UUID, rows: Sequence[ListedContact]
) -> Mapping[str, UUID]:
    """The ids of the patients, made or brought up to date; of several rows of one patient the last counts."""
    last = {row.patient_external_id: row for row in rows}
    known = await uow.all("intake.known_patients", organization_id=organization_id, external_ids=sorted(last))
    ids: dict[str, UUID] = {row["external_id"]: row["id"] for row in known}
    for external_id in last:
        if external_id not in ids:
            ids[external_id] = uow.new_id()
    columns = [_patient(uow, ids[external_id], row) for external_id, row in last.items()]
    names = (
        "ids external_ids names phones phone_indexes second_phones second_indexes areas id_tails birth_mds "
        "minor_untils birth_years languages"
    ).split()
    values = {name: [column[place] for column in columns] for place, name in enumerate(names)}
    stored = await uow.run("intake.put_patients", organization_id=organization_id, **values)
    if stored != len(last):
        raise Conflict("a patient of the list is being stored by another program")
    for external_id, row in last.items():
        if row.guardian is not None:
            await put_relatives(
                uow, organization_id, ids[external_id], RelativeRole.GUARDIAN, (row.guardian,)
            )
    return ids


def _patient(uow: UnitOfWork, patient_id: UUID, row: ListedContact) -> tuple[object, ...]:
    cipher = uow.cipher
    second, minor_until = row.second_phone, row.minor_until
    return (
        patient_id,
        row.patient_external_id,
        cipher.seal(row.name, "patients.name_encrypted", patient_id),
        cipher.seal(row.phone, "patients.phone_encrypted", patient_id),
        phone_index(uow, row.phone),
        cipher.seal_optional(second, SECOND_PHONE, patient_id),
        None if second is None else phone_index(uow, second),
        row.area,
        _digest(uow, patient_id, IdentityFactor.ID_TAIL, row.id_tail),
        _digest(uow, patient_id, IdentityFactor.BIRTH_MD, row.birth_md),
        cipher.seal_optional(
            None if minor_until is None else minor_until.isoformat(), MINOR_UNTIL, patient_id
        ),
        row.birth_year,
        row.language,
    )


def _digest(uow: UnitOfWork, patient_id: UUID, factor: IdentityFactor, value: str | None) -> bytes | None:
    return None if value is None else identity_digest(uow.cipher, patient_id, factor, value)


async def _put_encounters(
    uow: UnitOfWork, organization_id: UUID, rows: Sequence[ListedContact], patients: Mapping[str, UUID]
) -> Mapping[str, UUID]:
    last = {row.encounter_external_id: row for row in rows if row.encounter_external_id is not None}
    visits = list(last.values())
    stored = await uow.all(
        "intake.put_encounters",
        organization_id=organization_id,
        ids=[uow.new_id() for _ in visits],
        patient_ids=[patients[row.patient_external_id] for row in visits],
        external_ids=list(last),
        departments=[row.department for row in visits],
        diagnoses=[",".join(row.diagnoses) or None for row in visits],
        procedures=[",".join(row.procedures) or None for row in visits],
        discharged_ats=[row.discharged_at for row in visits],
        discharged_ons=[row.discharged_on for row in visits],
    )
    return {row["external_id"]: row["id"] for row in stored}


async def _put_contacts(
    uow: UnitOfWork,
    target: Target,
    rows: Sequence[ListedContact],
    patients: Mapping[str, UUID],
    encounters: Mapping[str, UUID],
    refused: Mapping[int, str],
) -> Taken:
    stored = await uow.all(
        "intake.put_contacts",
        organization_id=target.organization_id,
        campaign_id=target.campaign_id,
        questionnaire_version_id=target.questionnaire_version_id,
        ids=[uow.new_id() for _ in rows],
        external_ids=[row.external_id for row in rows],
        patient_ids=[patients[row.patient_external_id] for row in rows],
        encounter_ids=[encounters.get(row.encounter_external_id or "") for row in rows],
        plan_days=[row.plan_day for row in rows],
        group_names=[row.group_name for row in rows],
        priorities=[row.priority for row in rows],
        windows=[row.windows for row in rows],
        due_ats=[row.due_at for row in rows],
        not_afters=[row.not_after for row in rows],
    )
    is_new = {row["external_id"]: row["is_new"] for row in stored}
    return Taken(
        added=tuple(row.number for row in rows if is_new.get(row.external_id) is True),
        changed=tuple(row.number for row in rows if is_new.get(row.external_id) is False),
        unchanged=tuple(row.number for row in rows if row.external_id not in is_new),
        refused=tuple(sorted(refused.items())),
    )
