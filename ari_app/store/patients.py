"""Organizations, patients and their visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import IdentityFactor, RelativeRole
from ari_app.store.identity import identity_digest
from ari_app.store.phone_index import phone_index, phone_indexes
from ari_app.store.relatives import RelativeDraft, put_relatives
from ari_app.store.unit_of_work import UnitOfWork

MINOR_UNTIL = "patients.minor_until_encrypted"


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """A patient as the hospital tells of him. `phone` is E.164, `birth_md` is MM-DD.

    `minor_until` is the day on which he comes of age; None leaves what is known. `relatives` and `guardians`
    replace those that are known; None leaves them. `second_phone` is E.164; None leaves what is known.
    """

    external_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    id_tail: str | None = field(default=None, repr=False)
    birth_md: str | None = field(default=None, repr=False)
    minor_until: date | None = field(default=None, repr=False)
    relatives: tuple[RelativeDraft, ...] | None = None
    guardians: tuple[RelativeDraft, ...] | None = None
    second_phone: str | None = field(default=None, repr=False)


async def ensure_organization(uow: UnitOfWork, code: str, name: str, time_zone: str) -> UUID:
    """The organization of this code, made or brought up to date."""
    row = await uow.one("organizations.ensure", id=uow.new_id(), code=code, name=name, time_zone=time_zone)
    assert row is not None
    return UUID(str(row["id"]))


async def ensure_patient(uow: UnitOfWork, organization_id: UUID, draft: PatientDraft) -> UUID:
    """The patient of this external id, made or brought up to date."""
    known = await uow.one(
        "patients.lock_by_external_id", organization_id=organization_id, external_id=draft.external_id
    )
    patient_id = uow.new_id() if known is None else UUID(str(known["id"]))
    columns = _columns(uow, patient_id, draft)
    if known is not None:
        await uow.run("patients.update", id=patient_id, **columns)
    else:
        await uow.run(
            "patients.insert",
            id=patient_id,
            organization_id=organization_id,
            external_id=draft.external_id,
            **columns,
        )
    if draft.second_phone is not None:
        await _set_second_phone(uow, patient_id, draft.second_phone)
    for role, drafts in (
        (RelativeRole.MAY_ANSWER, draft.relatives),
        (RelativeRole.GUARDIAN, draft.guardians),
    ):
        if drafts is not None:
            await put_relatives(uow, organization_id, patient_id, role, drafts)
    return patient_id


async def _set_second_phone(uow: UnitOfWork, patient_id: UUID, phone: str) -> None:
    await uow.run(
        "patients.set_second_phone",
        id=patient_id,
        phone_encrypted=uow.cipher.seal(phone, "patients.second_phone_encrypted", patient_id),
        phone_index=phone_index(uow, phone),
    )


def _columns(uow: UnitOfWork, patient_id: UUID, draft: PatientDraft) -> dict[str, object]:
    cipher = uow.cipher
    given = {IdentityFactor.ID_TAIL: draft.id_tail, IdentityFactor.BIRTH_MD: draft.birth_md}
    digests = {
        f"{factor.value}_digest": None
        if value is None
        else identity_digest(cipher, patient_id, factor, value)
        for factor, value in given.items()
    }
    return {
        "name_encrypted": cipher.seal(draft.name, "patients.name_encrypted", patient_id),
        "phone_encrypted": cipher.seal(draft.phone, "patients.phone_encrypted", patient_id),
        "phone_index": phone_index(uow, draft.phone),
        "minor_until_encrypted": cipher.seal_optional(
            None if draft.minor_until is None else draft.minor_until.isoformat(), MINOR_UNTIL, patient_id
        ),
        **digests,
    }


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
