"""Spans of the local day in which something is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ari_app.core.errors import WrongInput

DAY_MINUTES = 24 * 60
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–~～至]\s*(\d{1,2})[:：](\d{2})")

Span = tuple[int, int]
"""Minutes since local midnight: start included, end excluded, 0 ≤ start < end ≤ 1440."""


@dataclass(frozen=True, slots=True)
class DailyWindows:
    """Spans of a day by the wall clock: in order, apart from each other, maybe none."""

    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        before = -1
        for start, end in self.spans:
            if not before < start < end <= DAY_MINUTES:
                raise WrongInput("windows must be in order, apart, and within 00:00-24:00")
            before = end

    @staticmethod
    def of(spans: Iterable[Span]) -> DailyWindows:
        """Of spans in any order; those that touch or overlap are joined. Raises WrongInput."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return DailyWindows(tuple(joined))

    @staticmethod
    def parse(texts: str | Iterable[str]) -> DailyWindows:
        """Of texts such as "09:00-12:00"; one text may hold several, parted by commas. Raises WrongInput."""
        parts = [texts] if isinstance(texts, str) else list(texts)
        found = [_span(part) for text in parts for part in re.split(r"[,，;；、]", text)]
        if not found:
            raise WrongInput("no calling window is given", mend="give at least one, such as 09:00-12:00")
        return DailyWindows.of(found)

    def texts(self) -> tuple[str, ...]:
        """As they are written, such as 09:00-12:00."""
        return tuple(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans)

    def contains(self, local: datetime) -> bool:
        """Whether a local time (aware or not) falls into one of the spans, by its wall clock."""
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.spans)

    def intersect(self, other: DailyWindows) -> DailyWindows:
        """What lies in both."""
        both = ((max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans)
        return DailyWindows(tuple(sorted(span for span in both if span[0] < span[1])))

    def without(self, other: DailyWindows) -> DailyWindows:
        """What lies in these and not in `other`."""
        return self.intersect(other.complement())

    def complement(self) -> DailyWindows:
        """The rest of the day."""
        edges = [0, *(edge for span in self.spans for edge in span), DAY_MINUTES]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return DailyWindows(tuple(pair for pair in pairs if pair[0] < pair[1]))

    def shifted(self, minutes: int) -> DailyWindows:
        """The same spans by a clock that shows `minutes` more; what passes midnight goes on in the morning."""
        moved = [((start + minutes) % DAY_MINUTES, end - start) for start, end in self.spans]
        tails = ((0, start + length - DAY_MINUTES) for start, length in moved if start + length > DAY_MINUTES)
        return DailyWindows.of(
            [*((start, min(start + length, DAY_MINUTES)) for start, length in moved), *tails]
        )


ALL_DAY = DailyWindows(((0, DAY_MINUTES),))
NEVER = DailyWindows(())
CLINIC_HOURS = DailyWindows(((7 * 60, 20 * 60),))
"""When a patient can be seen at the hospital."""


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise WrongInput(f"{text.strip()!r} is no calling window", mend="write it as 09:00-12:00")
    hour, minute, end_hour, end_minute = (int(part) for part in found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or end > DAY_MINUTES or start >= end:
        raise WrongInput(f"{text.strip()!r} is no span of a day", mend="start before end, at most 24:00")
    return start, end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
