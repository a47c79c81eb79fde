"""Whether scores can be summed and whether every possible sum has its band."""

from __future__ import annotations

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Item, Questionnaire, Score
from ari_app.questionnaire.scoring import item_points
from ari_app.questionnaire.value_space import NUMBERS

MOST_TOTALS = 20_000
"""Points of any size would make more sums than can be looked at; scales have a few hundred at most."""

_SHOWN = 3


def score_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Findings on every score of a questionnaire whose form is sound."""
    found = _names(questionnaire)
    known = {item.link_id: item for item in questionnaire.items}
    for score in questionnaire.scores:
        items = [known[code] for code in score.items if code in known]
        faults = _items(score, items) if len(items) == len(score.items) else [_unknown(score, known)]
        found += faults or _bands(score, items)
    return found


def possible_totals(questionnaire: Questionnaire, score: Score) -> frozenset[float]:
    """Every sum that the answers can give; empty when there are none, or too many. Raises KeyError."""
    return _totals([questionnaire.item(code) for code in score.items])


def _totals(items: list[Item]) -> frozenset[float]:
    totals = {0.0}
    for item in items:
        totals = {total + points for total in totals for points in _possible_points(item)}
        if len(totals) > MOST_TOTALS:
            return frozenset()
    return frozenset(totals)


def _names(questionnaire: Questionnaire) -> list[Finding]:
    names = [item.link_id for item in questionnaire.items]
    for score in questionnaire.scores:
        names += [score.code, score.band_code] if score.band_code else [score.code]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        Finding(
            "code_twice",
            name,
            "the code of a score is used twice",
            "give it a code that no item or score has",
        )
        for name in twice
    ]


def _unknown(score: Score, known: dict[str, Item]) -> Finding:
    names = ", ".join(code for code in score.items if code not in known)
    return Finding(
        "score_item_unknown", score.code, f"sums {names}, which is no item", "name items by their linkId"
    )


def _items(score: Score, items: list[Item]) -> list[Finding]:
    if not items:
        return [Finding("score_empty", score.code, "sums no item", "list the items that it sums")]
    found = []
    for item in items:
        if not _possible_points(item):
            message = f"{item.link_id} has an answer that counts nothing"
            mend = "give every option its ordinalValue, or sum only choices and whole numbers"
            found.append(Finding("score_points", score.code, message, mend))
        if item.enable_when or not item.required:
            message = f"{item.link_id} is not asked in every call, so the total may never be complete"
            found.append(
                Finding("score_incomplete", score.code, message, "sum only required items without condition")
            )
    return found


def _possible_points(item: Item) -> frozenset[float]:
    """What the item's answers can count; empty when an answer counts nothing or cannot be summed exactly."""
    numbers = NUMBERS.get(item.qtype)
    if numbers is not None and numbers.decimals == 0:
        return frozenset(float(value) for value in range(int(numbers.low), int(numbers.high) + 1))
    points = [item_points(item, code) for code, _ in item.options]
    counted = [point for point in points if point is not None]
    return frozenset(counted) if len(counted) == len(points) else frozenset()


def _bands(score: Score, items: list[Item]) -> list[Finding]:
    if not score.bands:
        return []
    totals = _totals(items)
    if not totals:
        mend = "give the options whole points"
        return [Finding("score_points", score.code, "has too many different totals to check its bands", mend)]
    holders = {total: [band for band in score.bands if band.low <= total <= band.high] for total in totals}
    found = [
        *_uncovered(score, sorted(total for total, bands in holders.items() if not bands), "has no band"),
        *_uncovered(
            score, sorted(total for total, bands in holders.items() if len(bands) > 1), "has two bands"
        ),
    ]
    reached = {band.code for bands in holders.values() for band in bands}
    for band in score.bands:
        if band.code not in reached:
            message = f"no total falls in the band {band.code} ({band.low:g}..{band.high:g})"
            found.append(Finding("band_unreachable", score.code, message, "mend its bounds, or drop it"))
    return found


def _uncovered(score: Score, totals: list[float], what: str) -> list[Finding]:
    if not totals:
        return []
    shown = ", ".join(f"{total:g}" for total in totals[:_SHOWN]) + (" …" if len(totals) > _SHOWN else "")
    mend = "let each band begin where the one before it ends, over the whole range"
    return [Finding("bands", score.code, f"total {shown} {what}", mend)]
