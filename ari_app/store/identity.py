"""Digests of identity factors: what is stored cannot be read back, only compared."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ari_app.core.vocabulary import IdentityFactor
from ari_app.store.encryption import FieldCipher

COMPARED_FACTORS = (IdentityFactor.ID_TAIL, IdentityFactor.BIRTH_MD)


def identity_digest(cipher: FieldCipher, patient_id: UUID, factor: IdentityFactor, value: str) -> bytes:
    """The digest that is stored for a patient. It differs between patients with the same value."""
    return cipher.digest(_purpose(patient_id, factor), _normalize(value))


@dataclass(frozen=True, slots=True)
class IdentityDigestMatcher:
    """Compares what a person said with the stored digests of one patient, in constant time."""

    cipher: FieldCipher = field(repr=False)
    patient_id: UUID
    stored: Mapping[IdentityFactor, bytes] = field(repr=False)

    @property
    def factors(self) -> tuple[IdentityFactor, ...]:
        """The factors that can be asked of this patient."""
        return tuple(factor for factor in COMPARED_FACTORS if factor in self.stored)

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        """Whether `value` (id tail: four characters; birthday: MM-DD) is the stored one.

        False for a factor that is not stored, and for the name, which is not compared here.
        """
        stored = self.stored.get(factor)
        if stored is None:
            return False
        candidates = self.cipher.digests(_purpose(self.patient_id, factor), _normalize(value))
        same = [hmac.compare_digest(stored, candidate) for candidate in candidates]
        return any(same)


def _purpose(patient_id: UUID, factor: IdentityFactor) -> str:
    return f"identity {factor.value} {patient_id}"


def _normalize(value: str) -> str:
    return value.strip().upper()
