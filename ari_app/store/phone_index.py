"""Blind indexes of phone numbers: a number is found without being shown."""

from __future__ import annotations

from ari_app.store.unit_of_work import UnitOfWork

_PURPOSE = "phone"


def phone_index(uow: UnitOfWork, phone: str) -> bytes:
    """The blind index of an E.164 number."""
    return uow.cipher.digest(_PURPOSE, phone)


def phone_indexes(uow: UnitOfWork, phone: str) -> list[bytes]:
    """Its index under every configured key."""
    return uow.cipher.digests(_PURPOSE, phone)
