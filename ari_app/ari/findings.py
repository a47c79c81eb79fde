"""What a check of the server found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and its mend; with a `fatal` one no call can succeed."""

    code: str
    message: str
    mend: str
    fatal: bool
