"""A clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FixedClock:
    """Always the same moment (UTC)."""

    at: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.at

    def monotonic(self) -> float:
        """Seconds that do not pass."""
        return 0.0
