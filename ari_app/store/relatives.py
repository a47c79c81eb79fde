"""Who may answer for a patient: relatives whom he allows, and the guardians of a minor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ari_app.core.relations import Relation, RelativeRole
from ari_app.store.phone_index import phone_index
from ari_app.store.unit_of_work import UnitOfWork

_NAME = "relatives.name_encrypted"
_PHONE = "relatives.phone_encrypted"


@dataclass(frozen=True, slots=True)
class RelativeDraft:
    """One who may answer. `phone` is E.164; name and phone are None when only the relation is known."""

    relation: Relation
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


async def put_relatives(
    uow: UnitOfWork,
    organization_id: UUID,
    patient_id: UUID,
    role: RelativeRole,
    drafts: Sequence[RelativeDraft],
) -> None:
    """Make these the patient's relatives of that role.

    A draft without name and phone leaves those that are stored for its relation.
    """
    keys = {"patient_id": patient_id, "role": role.value}
    relations = sorted({draft.relation.value for draft in drafts})
    await uow.run("relatives.drop_others", **keys, relations=relations)
    for relation in relations:
        of_relation = [draft for draft in drafts if draft.relation == relation]
        told = [draft for draft in of_relation if draft.name or draft.phone]
        if told:
            await uow.run("relatives.drop_relation", **keys, relation=relation)
            for draft in told:
                await _insert(uow, organization_id, patient_id, role, draft)
        else:
            await uow.run(
                "relatives.insert_unnamed",
                **keys,
                id=uow.new_id(),
                organization_id=organization_id,
                relation=relation,
            )


async def _insert(
    uow: UnitOfWork, organization_id: UUID, patient_id: UUID, role: RelativeRole, draft: RelativeDraft
) -> None:
    row_id, cipher = uow.new_id(), uow.cipher
    await uow.run(
        "relatives.insert",
        id=row_id,
        organization_id=organization_id,
        patient_id=patient_id,
        role=role.value,
        relation=draft.relation.value,
        name_encrypted=cipher.seal_optional(draft.name, _NAME, row_id),
        phone_encrypted=cipher.seal_optional(draft.phone, _PHONE, row_id),
        phone_index=None if draft.phone is None else phone_index(uow, draft.phone),
    )


async def relations_of(uow: UnitOfWork, patient_id: UUID) -> dict[RelativeRole, tuple[str, ...]]:
    """The relations per role, each once, the first recorded first; names and numbers stay sealed."""
    rows = await uow.all("relatives.of_patient", patient_id=patient_id)
    return {
        role: tuple(dict.fromkeys(row["relation"] for row in rows if row["role"] == role))
        for role in RelativeRole
    }
