"""What patients of one department thought: means, recommendation, themes, and some of their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean

# what is answered when there is nothing to improve
NOTHING = "none"
RECOMMENDATION = "nps"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer: `value` of a score or a code; for open words their `themes` and `words`, already anonymous."""

    department: str
    call: str
    link_id: str
    value: object = None
    themes: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """How many named it, and some of their words, the latest first."""

    name: str
    count: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """`means` by item; `net_promoters` is the share of 9 and 10 less that of 0 to 6, -1 to 1, None without answers."""

    name: str
    calls: int
    complaints: int
    means: Mapping[str, float]
    net_promoters: float | None
    themes: tuple[Theme, ...]


def departments(
    opinions: Iterable[Opinion], complaints: Mapping[str, int], quotes: int
) -> tuple[Department, ...]:
    """By name; at most `quotes` quotes a theme, themes that were named most first."""
    found = defaultdict[str, list[Opinion]](list)
    for each in opinions:
        found[each.department].append(each)
    names = sorted({*found, *complaints})
    return tuple(_department(name, found[name], complaints.get(name, 0), quotes) for name in names)


def _department(name: str, opinions: list[Opinion], complaints: int, quotes: int) -> Department:
    scores = defaultdict[str, list[float]](list)
    for each in opinions:
        if isinstance(each.value, int | float) and not isinstance(each.value, bool):
            scores[each.link_id].append(each.value)
    recommended = scores.pop(RECOMMENDATION, [])
    calls = len({each.call for each in opinions})
    means = {link_id: mean(values) for link_id, values in sorted(scores.items())}
    return Department(name, calls, complaints, means, _net(recommended), _themes(opinions, quotes))


def _net(scores: list[float]) -> float | None:
    if not scores:
        return None
    return (sum(each >= 9 for each in scores) - sum(each <= 6 for each in scores)) / len(scores)


def _themes(opinions: list[Opinion], quotes: int) -> tuple[Theme, ...]:
    counted = Counter(theme for each in opinions for theme in each.themes if theme != NOTHING)
    return tuple(
        Theme(
            name, count, tuple(each.words for each in opinions if name in each.themes and each.words)[:quotes]
        )
        for name, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    )
