"""Organizations, patients and their visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import RelativeRole
from ari_app.core.vocabulary import IdentityFactor
from ari_app.store.identity import identity_digest
from ari_app.store.phone_index import phone_index, phone_indexes
from ari_app.store.relatives import RelativeDraft, put_relatives
from ari_app.store.unit_of_work import UnitOfWork

MINOR_UNTIL = "patients.minor_until_encrypted"
SECOND_PHONE = "patients.second_phone_encrypted"


class PatientField(StrEnum):
    """What may be unknown of a patient; the words are those of `PatientDraft` and of patients.sql."""

    ID_TAIL = "id_tail"
    BIRTH_MD = "birth_md"
    BIRTH_YEAR = "birth_year"
    MINOR_UNTIL = "minor_until"
    LANGUAGE = "language"
    SECOND_PHONE = "second_phone"


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """A patient as the hospital tells of him. `phone` and `second_phone` are E.164, `birth_md` is MM-DD.

    `minor_until` is the day on which he comes of age, `language` a BCP 47 tag in small letters. None leaves what is
    known, unless the field is among the `cleared`: then nothing is known of it any more. `relatives` and `guardians`
    replace those that are known; None leaves them.
    """

    external_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    id_tail: str | None = field(default=None, repr=False)
    birth_md: str | None = field(default=None, repr=False)
    minor_until: date | None = field(default=None, repr=False)
    birth_year: int | None = None
    language: str | None = None
    relatives: tuple[RelativeDraft, ...] | None = None
    guardians: tuple[RelativeDraft, ...] | None = None
    second_phone: str | None = field(default=None, repr=False)
    cleared: frozenset[PatientField] = frozenset()

    def after(self, earlier: PatientDraft) -> PatientDraft:
        """What both tell; where they differ this one holds."""
        told = {each.value for each in PatientField if getattr(self, each.value) is not None}
        kept = {
            each.value: getattr(earlier, each.value)
            for each in PatientField
            if each.value not in told and each not in self.cleared
        }
        return replace(
            self,
            **kept,
            relatives=earlier.relatives if self.relatives is None else self.relatives,
            guardians=earlier.guardians if self.guardians is None else self.guardians,
            cleared=self.cleared | {each for each in earlier.cleared if each.value not in told},
        )


@dataclass(frozen=True, slots=True)
class PutPatient:
    """A stored patient, and what was known of him before and is not any more."""

    id: UUID
    emptied: tuple[str, ...] = ()


async def known_organization(uow: UnitOfWork, code: str) -> UUID | None:
    """The organization of this code; None when nothing was stored for it yet."""
    row = await uow.one("organizations.find", code=code)
    return None if row is None else UUID(str(row["id"]))


async def ensure_organization(uow: UnitOfWork, code: str, name: str, time_zone: str) -> UUID:
    """The organization of this code, made or brought up to date."""
    row = await uow.one("organizations.ensure", id=uow.new_id(), code=code, name=name, time_zone=time_zone)
    assert row is not None
    return UUID(str(row["id"]))


async def ensure_patient(uow: UnitOfWork, organization_id: UUID, draft: PatientDraft) -> UUID:
    """The patient of this external id, made or brought up to date."""
    put = await put_patients(uow, organization_id, [draft])
    return put[draft.external_id].id


async def put_patients(
    uow: UnitOfWork, organization_id: UUID, drafts: Sequence[PatientDraft]
) -> Mapping[str, PutPatient]:
    """The patients by their external ids, made or brought up to date; several drafts of one patient are one.

    Raises Conflict when another program makes one of the patients at the same moment.
    """
    merged: dict[str, PatientDraft] = {}
    for each in drafts:
        earlier = merged.get(each.external_id)
        merged[each.external_id] = each if earlier is None else each.after(earlier)
    rows = await uow.all("patients.lock_known", organization_id=organization_id, external_ids=sorted(merged))
    known = {row["external_id"]: row for row in rows}
    new = [each for name, each in merged.items() if name not in known]
    put = {
        name: PutPatient(row["id"], tuple(each for each in row["filled"] if each in merged[name].cleared))
        for name, row in known.items()
    }
    put |= {each.external_id: PutPatient(uow.new_id()) for each in new}
    made = await _write(uow, organization_id, "patients.insert_many", new, put)
    if made != len(new):
        raise Conflict("a patient of the list is being stored by another program")
    await _write(uow, organization_id, "patients.update_many", [merged[name] for name in known], put)
    for name, draft in merged.items():
        for role, told in (
            (RelativeRole.MAY_ANSWER, draft.relatives),
            (RelativeRole.GUARDIAN, draft.guardians),
        ):
            if told is not None:
                await put_relatives(uow, organization_id, put[name].id, role, told)
    return put


async def _write(
    uow: UnitOfWork,
    organization_id: UUID,
    query: str,
    drafts: Sequence[PatientDraft],
    put: Mapping[str, PutPatient],
) -> int:
    if not drafts:
        return 0
    rows = [_sealed(uow, put[each.external_id].id, each) for each in drafts]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return await uow.run(query, organization_id=organization_id, **columns)


def _sealed(uow: UnitOfWork, patient_id: UUID, draft: PatientDraft) -> dict[str, object]:
    cipher, second, grown = uow.cipher, draft.second_phone, draft.minor_until
    return {
        "ids": patient_id,
        "external_ids": draft.external_id,
        "names": cipher.seal(draft.name, "patients.name_encrypted", patient_id),
        "phones": cipher.seal(draft.phone, "patients.phone_encrypted", patient_id),
        "phone_indexes": phone_index(uow, draft.phone),
        "areas": PhoneNumber(draft.phone).area,
        "second_phones": cipher.seal_optional(second, SECOND_PHONE, patient_id),
        "second_indexes": None if second is None else phone_index(uow, second),
        "id_tails": _digest(uow, patient_id, IdentityFactor.ID_TAIL, draft.id_tail),
        "birth_mds": _digest(uow, patient_id, IdentityFactor.BIRTH_MD, draft.birth_md),
        "minor_untils": cipher.seal_optional(
            None if grown is None else grown.isoformat(), MINOR_UNTIL, patient_id
        ),
        "birth_years": draft.birth_year,
        "languages": draft.language,
        "emptied": ",".join(sorted(draft.cleared)),
    }


def _digest(uow: UnitOfWork, patient_id: UUID, factor: IdentityFactor, value: str | None) -> bytes | None:
    return None if value is None else identity_digest(uow.cipher, patient_id, factor, value)


async def find_by_phone(uow: UnitOfWork, organization_id: UUID, phone: str) -> list[UUID]:
    """The patients with this E.164 number; several may share one phone."""
    indexes = phone_indexes(uow, phone)
    rows = await uow.all("patients.find_by_phone", organization_id=organization_id, phone_indexes=indexes)
    return [UUID(str(row["id"])) for row in rows]


async def ensure_encounter(
    uow: UnitOfWork,
    organization_id: UUID,
    patient_id: UUID,
    external_id: str,
    discharged_on: date | None = None,
) -> UUID:
    """The visit of this external id. Raises Conflict when it belongs to another patient."""
    row = await uow.one(
        "patients.ensure_encounter",
        id=uow.new_id(),
        organization_id=organization_id,
        patient_id=patient_id,
        external_id=external_id,
        discharged_on=discharged_on,
    )
    if row is None:
        raise Conflict(f"encounter {external_id} belongs to another patient")
    return UUID(str(row["id"]))
