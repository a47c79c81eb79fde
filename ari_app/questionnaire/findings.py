"""What is wrong with a questionnaire, where, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `code` is stable, `place` is an item's linkId, a score's code, or empty for the whole."""

    code: str
    place: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message
