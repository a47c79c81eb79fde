"""The UUIDs under which Asterisk connects to us: few, and used again, without two calls ever sharing one.

Before 20.18 and 22.8 Asterisk keeps some memory for ever for each UUID that it has seen
(github.com/asterisk/asterisk/issues/1638), so a new one for every call would fill it up.
"""

from __future__ import annotations

from collections import deque
from uuid import UUID

from ari_app.core.ids import IdSource

# long enough for Asterisk to have let go of the channel that had it before
REST_SECONDS = 60.0


class Names:
    """Gives out UUIDs that nobody outside can guess, and takes them back."""

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._resting: deque[tuple[float, UUID]] = deque()

    def take(self, now: float) -> UUID:
        """One that no other call has at `now` (monotonic s)."""
        if self._resting and now - self._resting[0][0] >= REST_SECONDS:
            return self._resting.popleft()[1]
        return self._ids.new()

    def give_back(self, uuid: UUID, now: float) -> None:
        """Its connection was closed at `now`. One that never connected must not come back: it still may."""
        self._resting.append((now, uuid))
