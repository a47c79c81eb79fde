"""Identifiers: UUID version 7 (RFC 9562 §5.7), made from a given time and given random bytes."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

RANDOM_BYTES = 10


class IdSource(Protocol):
    """Where a room gets new identifiers from."""

    def new(self) -> UUID:
        """A UUIDv7 that was never given out before."""
        ...


def uuid7(unix_ms: int, random_bytes: bytes) -> UUID:
    """Build the UUIDv7 of `unix_ms` (milliseconds, 48 bits) and ten random bytes.

    Raises ValueError when the time does not fit or the bytes are not ten.
    """
    if not 0 <= unix_ms < 1 << 48:
        raise ValueError(f"unix_ms out of range: {unix_ms}")
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"uuid7 needs {RANDOM_BYTES} random bytes, got {len(random_bytes)}")
    value = unix_ms << 80 | int.from_bytes(random_bytes, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=value)
