"""Rules that a run breaks on purpose: the judge must see each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """`what` is broken, and which of the judge's promises must show it."""

    what: str
    shows_in: str
    apply: Callable[[], None]


BREAKS: Mapping[str, Break] = {}
