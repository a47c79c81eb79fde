"""Splitting patients by ratio, each always into the same part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_BITS = 64


def share_point(experiment: str, subject: str) -> float:
    """Where `subject` lies between 0 and 1 (exclusive) in this experiment: always the same, evenly spread over many.

    In another experiment it lies elsewhere, independent of this one.
    """
    digest = hashlib.sha256(f"{experiment}\0{subject}".encode()).digest()
    return int.from_bytes(digest[: _BITS // 8], "big") / 2.0**_BITS


def part_of(shares: Sequence[float], point: float) -> int | None:
    """The place of the share in which `point` falls when they lie side by side from 0; None beyond the last."""
    end = 0.0
    for place, share in enumerate(shares):
        end += share
        if point < end:
            return place
    return None
