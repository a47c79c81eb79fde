"""Signs told in parts that may stand in any order with anything between: 吐了一碗血, 安眠药刚才吃了一整瓶."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ari_app.core.vocabulary import Flag
from ari_app.language.frame import Frame
from ari_app.language.frame_words import AT_ONCE, HABIT
from ari_app.language.frames_of_illness import ILLNESS
from ari_app.language.frames_of_overdose import OVERDOSES
from ari_app.language.frames_of_self_harm import SELF_HARM
from ari_app.language.phrases import Mention, compile_phrases

# Between the parts of one sign nothing is denied and no other thought begins.
_BREAKS = re.compile("没|不|未|无|别|但|可是|而是|要是|如果")
_MOST_PLACES = 4
_SHORTEST = 3
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A frame with its patterns compiled."""

    frame: Frame
    parts: tuple[re.Pattern[str], ...]
    breaks: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    despite: re.Pattern[str] | None


def _ready(frame: Frame) -> _Ready:
    return _Ready(
        frame,
        tuple(compile_phrases(part) for part in frame.parts),
        compile_phrases(frame.breaks) if frame.breaks else None,
        compile_phrases(frame.unless) if frame.unless else None,
        compile_phrases(frame.despite) if frame.despite else None,
    )


_HABITUAL, _AT_ONCE = compile_phrases(HABIT), compile_phrases(AT_ONCE)
_READY = tuple(_ready(frame) for frame in ILLNESS + OVERDOSES + SELF_HARM)


def frame_mentions(text: str) -> list[Mention[Flag]]:
    """Where each framed sign is told: from the first of its parts to the last."""
    if len(text) < _SHORTEST:
        return []
    return [found for one in _READY for found in _told(text, one)]


def _told(text: str, one: _Ready) -> Iterator[Mention[Flag]]:
    places: list[list[_Span]] = []
    for part in one.parts:
        found = [match.span() for match in part.finditer(text)][:_MOST_PLACES]
        if not found:
            return
        places.append(found)
    if _excused(text, one):
        return
    taken = 0
    fitting = (spans for spans in product(*places) if _fits(text, spans, one))
    for start, end in _closest(spans[-1:] if one.frame.in_last else spans for spans in fitting):
        if start >= taken:
            yield from (Mention(flag, start, end) for flag in one.frame.flags)
            taken = end


def _closest(fitting: Iterable[Sequence[_Span]]) -> list[_Span]:
    """From the first part to the last of each way to tell it that holds no shorter one, in order."""
    told = sorted({(min(start for start, _ in spans), max(end for _, end in spans)) for spans in fitting})
    return [
        one
        for one in told
        if not any(other != one and one[0] <= other[0] and other[1] <= one[1] for other in told)
    ]


def _excused(text: str, one: _Ready) -> bool:
    if one.unless is None or one.unless.search(text) is None:
        return False
    return one.despite is None or one.despite.search(text) is None


def is_habit(text: str) -> bool:
    """Whether many pills are told of as what is taken every day, or as what was prescribed."""
    return _HABITUAL.search(text) is not None and _AT_ONCE.search(text) is None


def _length(spans: Iterable[_Span]) -> int:
    ordered = sorted(spans)
    return max(end for _, end in ordered) - ordered[0][0]


def _fits(text: str, spans: Sequence[_Span], one: _Ready) -> bool:
    ordered = sorted(spans)
    if one.frame.ordered and list(spans) != ordered:
        return False
    if _length(ordered) > one.frame.span:
        return False
    for (_, end), (start, _) in zip(ordered, ordered[1:], strict=False):
        gap = text[end:start]
        if start < end or _BREAKS.search(gap) or (one.breaks is not None and one.breaks.search(gap)):
            return False
    return True
