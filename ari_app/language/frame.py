"""A sign told in parts."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.core.vocabulary import Flag
from ari_app.language.frame_words import Words


@dataclass(frozen=True, slots=True)
class Frame:
    """All `parts` within `span` characters raise `flags`; in any order unless `ordered`.

    With `in_last` only its last part is the sign; what stands before gives the occasion.
    `breaks` may not stand between the parts, `unless` nowhere in what was said, `despite` which `unless` is void.
    """

    flags: tuple[Flag, ...]
    parts: tuple[Words, ...]
    span: int = 14
    ordered: bool = False
    in_last: bool = False
    breaks: Words = ()
    unless: Words = ()
    despite: Words = ()
