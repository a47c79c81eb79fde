"""Answers given on the key pad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ari_app.core.vocabulary import Intent, QType
from ari_app.language.choices import choices_by_keys
from ari_app.language.measured_flags import flags_of_value
from ari_app.language.readings import accept, reask
from ari_app.language.understanding import Understanding

_YES_NO = {"1": "yes", "2": "no"}
_AGREEMENT = frozenset({QType.YES_NO, QType.CONSENT, QType.PERSON_CONFIRM})
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_KEY_DIGITS = {
    QType.NRS: 2, QType.RATING_1_10: 2, QType.TEMPERATURE: 3, QType.ADHERENCE_PCT: 3, QType.COUNT_WEEK: 2,
    QType.BLOOD_PRESSURE: 6, QType.GLUCOSE: 3, QType.ID_TAIL: 4, QType.BIRTH_MD: 4, QType.YES_NO: 1,
    QType.CONSENT: 1, QType.PERSON_CONFIRM: 1, QType.CHOICE: 1, QType.CHOICES: 9, QType.RESCHEDULE: 1,
}  # fmt: skip
KEYED = 1.0
"""The confidence of a keyed answer: there is nothing to mishear."""


def key_digits(qtype: QType) -> int:
    """The most digits the key pad takes for a type of question; 0 when it takes none."""
    return _KEY_DIGITS.get(qtype, 0)


def parse_keys(qtype: QType, digits: str, options: Mapping[str, str]) -> Understanding:
    """What keyed `digits` mean; `*` stands for X in an identity number, a closing `#` is dropped.

    Temperature and glucose are keyed without the point, the last digit being tenths (376, 62), a blood
    pressure as three and two or three digits, a birthday as MMDD; an appointment is kept with 1, a change of
    it is always spoken. What does not fit is asked again.
    """
    keys = digits.removesuffix("#")
    meant = _parsed(qtype, keys, tuple(options))
    return replace(meant, flags=tuple(sorted(flags_of_value(qtype, meant))))


def _parsed(qtype: QType, keys: str, codes: tuple[str, ...]) -> Understanding:
    if qtype is QType.ID_TAIL and keys.endswith("*"):
        keys = keys[:-1] + "X"
    number = keys.removesuffix("X")
    if not number.isascii() or not number.isdigit() or qtype not in _KEY_DIGITS:
        return reask(Intent.NOT_UNDERSTOOD)
    if qtype is QType.ID_TAIL:
        return _sure(keys) if len(keys) == 4 else reask(Intent.PARTIAL)
    if qtype in _AGREEMENT:
        return _sure(_YES_NO[keys]) if keys in _YES_NO else reask(Intent.OUT_OF_RANGE)
    if qtype is QType.RESCHEDULE:
        return _sure({"keep": True}) if keys == "1" else reask(Intent.AMBIGUOUS)
    if qtype is QType.CHOICE:
        place = int(keys)
        return _sure(codes[place - 1]) if 1 <= place <= len(codes) else reask(Intent.OUT_OF_RANGE)
    if qtype is QType.CHOICES:
        return choices_by_keys(keys, codes)
    if qtype is QType.BIRTH_MD:
        return _birthday(keys)
    return _measured(qtype, keys)


def _measured(qtype: QType, keys: str) -> Understanding:
    number = int(keys)
    match qtype:
        case QType.NRS:
            return _within(number, 0, 10, "/10")
        case QType.RATING_1_10:
            return _within(number, 1, 10, "/10")
        case QType.ADHERENCE_PCT:
            return _within(number, 0, 100, "%")
        case QType.COUNT_WEEK:
            return _within(number, 0, 21, "/wk")
        case QType.TEMPERATURE:
            return _within(number / 10 if len(keys) == 3 else float(number), 34.0, 42.5, "Cel")
        case QType.GLUCOSE:
            return _within(number / 10, 1.0, 33.3, "mmol/L")
        case _:
            return _pressure(keys)


def _within(number: float, low: float, high: float, unit: str) -> Understanding:
    return _sure(number, unit) if low <= number <= high else reask(Intent.OUT_OF_RANGE, number)


def _pressure(keys: str) -> Understanding:
    if len(keys) not in (5, 6):
        return reask(Intent.PARTIAL)
    sys, dia = int(keys[:3]), int(keys[3:])
    if not (60 <= sys <= 260 and 30 <= dia <= 160) or sys <= dia:
        return reask(Intent.INVALID)
    return _sure({"sys": sys, "dia": dia}, "mm[Hg]")


def _birthday(keys: str) -> Understanding:
    if len(keys) != 4:
        return reask(Intent.PARTIAL)
    month, day = int(keys[:2]), int(keys[2:])
    if not 1 <= month <= 12 or not 1 <= day <= _MONTH_DAYS[month - 1]:
        return reask(Intent.INVALID)
    return _sure(f"{month:02d}-{day:02d}")


def _sure(value: str | float | dict[str, object], unit: str | None = None) -> Understanding:
    return accept(value, unit, KEYED)
