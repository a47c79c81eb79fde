"""Who may answer for a patient, as it is stored, decrypted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from ari_app.core.relations import Relation, RelativeRole
from ari_app.store.encryption import FieldCipher


@dataclass(frozen=True, slots=True)
class StoredRelative:
    """One who may answer; name and phone None when only the relation is known."""

    role: RelativeRole
    relation: Relation
    name: str | None
    phone: str | None


async def relatives(
    connection: asyncpg.Connection, cipher: FieldCipher, patient_id: UUID
) -> tuple[StoredRelative, ...]:
    """Everyone, the first recorded first."""
    rows = await connection.fetch("SELECT * FROM relatives WHERE patient_id = $1 ORDER BY id", patient_id)
    return tuple(
        StoredRelative(
            RelativeRole(row["role"]),
            Relation(row["relation"]),
            cipher.open_optional(row["name_encrypted"], "relatives.name_encrypted", row["id"]),
            cipher.open_optional(row["phone_encrypted"], "relatives.phone_encrypted", row["id"]),
        )
        for row in rows
    )
