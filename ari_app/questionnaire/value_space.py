"""Which values each kind of question can have, and how many keys it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ari_app.core.vocabulary import QType
from ari_app.questionnaire.questionnaire import Item


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from `low` to `high` in steps of 10 to the power of minus `decimals`, in `unit` (UCUM)."""

    low: float
    high: float
    decimals: int
    unit: str

    def around(self, number: float) -> tuple[float, ...]:
        """The possible values at and next to `number`."""
        step: float = 10**-self.decimals
        near = (round(round(number / step + by) * step, self.decimals) for by in (-1, 0, 1))
        return tuple(value for value in near if self.low <= value <= self.high)


NUMBERS: Mapping[QType, NumberRange] = {
    QType.NRS: NumberRange(0, 10, 0, "{score}"),
    QType.RATING_1_10: NumberRange(1, 10, 0, "{score}"),
    QType.ADHERENCE_PCT: NumberRange(0, 100, 0, "%"),
    QType.COUNT_WEEK: NumberRange(0, 21, 0, "/wk"),
    QType.TEMPERATURE: NumberRange(34.0, 42.5, 1, "Cel"),
    QType.GLUCOSE: NumberRange(1.0, 33.3, 1, "mmol/L"),
}
YES_NO = ("yes", "no")
NONE_OF_THEM = "none"
"""The option of choices that stands alone: none of the others."""
KEY_DIGITS: Mapping[QType, int] = {
    QType.NRS: 2,
    QType.RATING_1_10: 2,
    QType.ADHERENCE_PCT: 3,
    QType.COUNT_WEEK: 2,
    QType.TEMPERATURE: 3,
    QType.GLUCOSE: 3,
    QType.BLOOD_PRESSURE: 6,
    QType.RESCHEDULE: 1,
    QType.YES_NO: 1,
    QType.CHOICE: 1,
    QType.CHOICES: 9,
}
"""The most keys that an answer takes; a kind that is not here cannot be keyed. Choices take one for each option."""


def sample_values(item: Item, thresholds: Iterable[float]) -> tuple[object, ...]:
    """Enough of an item's values to reach both sides of every threshold; every option of a choice."""
    numbers = NUMBERS.get(item.qtype)
    if numbers is not None:
        near = (value for threshold in thresholds for value in numbers.around(threshold))
        return tuple(sorted({numbers.low, numbers.high, *near}))
    if item.qtype is QType.YES_NO:
        return YES_NO
    if item.qtype is QType.CHOICES:
        codes = [code for code, _ in item.options]
        return (*([code] for code in codes), [code for code in codes if code != NONE_OF_THEM])
    if item.options:
        return tuple(code for code, _ in item.options)
    return ("anything",)
