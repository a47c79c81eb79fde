"""Scores of a questionnaire: sums of its items and the bands they fall in."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.questionnaire.questionnaire import Item, Questionnaire, Score


def scores(questionnaire: Questionnaire, answers: Mapping[str, object]) -> dict[str, float | str]:
    """Every total and band that the answers allow, by code.

    A total needs every one of its items: one that is missing, refused or in doubt gives no total, never a
    smaller or an estimated one. A total between two bands has no band.
    """
    found: dict[str, float | str] = {}
    for score in questionnaire.scores:
        total = total_of(questionnaire, score, answers)
        if total is None:
            continue
        found[score.code] = total
        band = band_of(score, total)
        if score.band_code and band is not None:
            found[score.band_code] = band
    return found


def total_of(questionnaire: Questionnaire, score: Score, answers: Mapping[str, object]) -> float | None:
    """The sum, or None when an item has no value that counts. Raises KeyError for an unknown item."""
    points = [item_points(questionnaire.item(code), answers.get(code)) for code in score.items]
    if any(point is None for point in points):
        return None
    return _plain(sum(point for point in points if point is not None))


def band_of(score: Score, total: float) -> str | None:
    """The code of the band that holds `total`."""
    return next((band.code for band in score.bands if band.low <= total <= band.high), None)


def item_points(item: Item, value: object) -> float | None:
    """What an answer counts: its option's number, or the number itself. None when it counts nothing."""
    if item.options:
        return dict(item.option_scores).get(value) if isinstance(value, str) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _plain(number: float) -> float:
    """A whole number as int, so that 12 is not written 12.0."""
    return int(number) if number == int(number) else number
