"""Encryption of single columns (AES-256-GCM) and keyed digests that find or compare without showing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ari_app.core.errors import ConfigError, Damaged, Refused

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = 1


def parse_key(text: str) -> bytes:
    """A 32-byte key from its base64 form. Raises ConfigError; the message never shows the key."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            "an encryption key is not 32 bytes of base64",
            mend="make one with: head -c 32 /dev/urandom | base64",
        )
    return key


class FieldCipher:
    """Seals and opens text for one place in the database, and digests what must only be compared.

    `keys` are 32-byte secrets by key id (1..255 ASCII letters and digits); new text is sealed with `active`,
    old text is opened with the key it names. Sealed form: format byte 1, length of the key id, key id,
    12-byte nonce, ciphertext with tag. The place (`table.column:id`) is authenticated, so that a value cannot
    be moved to another row.
    """

    def __init__(self, keys: Mapping[str, bytes], active: str) -> None:
        if active not in keys:
            raise ConfigError(f"the active encryption key {active!r} is not among the keys")
        for key_id, key in keys.items():
            _check_key(key_id, key)
        self._active = active
        self._ciphers = {key_id: AESGCM(_derive(key, b"field encryption")) for key_id, key in keys.items()}
        self._digest_keys = {key_id: _derive(key, b"keyed digest") for key_id, key in keys.items()}

    def seal(self, text: str, column: str, row_id: UUID) -> bytes:
        """Encrypt `text` for `column` ("table.column") of the row."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._active].encrypt(nonce, text.encode(), _place(column, row_id))
        key_id = self._active.encode("ascii")
        return bytes((_FORMAT, len(key_id))) + key_id + nonce + sealed

    def seal_optional(self, text: str | None, column: str, row_id: UUID) -> bytes | None:
        """Like `seal`; None stays None."""
        return None if text is None else self.seal(text, column, row_id)

    def open(self, sealed: bytes, column: str, row_id: UUID) -> str:
        """Decrypt. Raises Refused when the key is not there, Damaged when the value was changed or moved."""
        if len(sealed) < 2 or sealed[0] != _FORMAT:
            raise Damaged(f"{column} of row {row_id} is not an encrypted value")
        end = 2 + sealed[1]
        key_id = sealed[2:end].decode("ascii", errors="replace")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Refused(
                f"{column} of row {row_id} is encrypted with key {key_id!r}, which is not configured",
                mend="add that key to the settings",
            )
        nonce, body = sealed[end : end + _NONCE_BYTES], sealed[end + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, _place(column, row_id)).decode()
        except (InvalidTag, ValueError):
            raise Damaged(f"{column} of row {row_id} cannot be decrypted: changed, moved or cut") from None

    def open_optional(self, sealed: bytes | None, column: str, row_id: UUID) -> str | None:
        """Like `open`; None stays None."""
        return None if sealed is None else self.open(sealed, column, row_id)

    def digest(self, purpose: str, value: str) -> bytes:
        """HMAC-SHA256 of `value` for `purpose` under the active key, 32 bytes."""
        return _digest(self._digest_keys[self._active], purpose, value)

    def digests(self, purpose: str, value: str) -> list[bytes]:
        """The digest under every configured key, for finding rows written before a key change."""
        return [_digest(key, purpose, value) for key in self._digest_keys.values()]


def _check_key(key_id: str, key: bytes) -> None:
    if not (key_id.isascii() and key_id.isalnum() and len(key_id) <= 255):
        raise ConfigError(f"the encryption key id {key_id!r} is not made of ASCII letters and digits")
    if len(key) != KEY_BYTES:
        raise ConfigError(f"the encryption key {key_id!r} has {len(key)} bytes, not {KEY_BYTES}")


def _derive(key: bytes, use: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"ari-app " + use).derive(key)


def _place(column: str, row_id: UUID) -> bytes:
    return f"{column}:{row_id}".encode("ascii")


def _digest(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.new(key, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()
