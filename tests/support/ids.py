"""An id source for tests: UUIDv7 in a fixed order."""

from __future__ import annotations

from uuid import UUID

from ari_app.core.ids import RANDOM_BYTES, uuid7


class SequenceIds:
    """Ids that count upwards, so that a test sees the same ones each time."""

    def __init__(self, start: int = 0) -> None:
        self._next = start

    def new(self) -> UUID:
        """The next id."""
        self._next += 1
        return uuid7(1_760_000_000_000 + self._next, self._next.to_bytes(RANDOM_BYTES, "big"))
