"""The one real clock and the one real id source; everything else is given them."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from uuid import UUID

from ari_app.core.ids import RANDOM_BYTES, uuid7


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back; the event loop's own clock."""
        return time.monotonic()


class SystemIds:
    """UUIDv7 from the machine's clock and randomness."""

    def new(self) -> UUID:
        """A fresh identifier."""
        return uuid7(time.time_ns() // 1_000_000, os.urandom(RANDOM_BYTES))
