"""Degrees as they are spoken: 三十七度二, 三十七二, 三十七度半, 三十六七度, 三七二, 372."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.language.number_words import CLASSIFIERS, hidden_places
from ari_app.language.numerals import DIGITS, UNITS, Numeral, consecutive

_CELSIUS, _FAHRENHEIT = range(30, 46), range(86, 116)
_UNIT = re.compile(r"摄氏度|华氏度|度|°c|c")
_DIGIT = "[零〇一幺二两三四五六七八九0-9]"
_NO_TENTH = rf"(?![{''.join(UNITS)}点儿]|度|{CLASSIFIERS})"
_TENTHS = re.compile(rf"{_DIGIT}{{2}}{_NO_TENTH}|{_DIGIT}{_NO_TENTH}")


def as_degrees(text: str, number: Numeral, *, fahrenheit: bool) -> Numeral:
    """`number` with the tenths that follow it in `text`; unchanged when it is no temperature."""
    if number.decimal or number.high is not None:
        return number
    whole = _without_point(number)
    if whole is not number:
        return whole
    unit = _UNIT.match(text, number.end)
    if unit is None and int(number.value) not in (_FAHRENHEIT if fahrenheit else _CELSIUS):
        return number
    at = number.end if unit is None else unit.end()
    return _with_tenths(text, number, at, after_unit=unit is not None)


def _without_point(number: Numeral) -> Numeral:
    """三七二, 372 and 3725 are read with their point in place."""
    digits = number.digits
    if len(digits) in (3, 4) and 34 <= int(digits[:2]) <= 42:
        return replace(number, value=float(f"{digits[:2]}.{digits[2:]}"), digits="", decimal=True)
    return number


def _with_tenths(text: str, number: Numeral, at: int, *, after_unit: bool) -> Numeral:
    whole = int(number.value)
    if text[at : at + 1] == "半" and text[at + 1 : at + 2] not in ("天", "夜", "个", "小"):
        return replace(number, value=whole + 0.5, end=at + 1, digits="", decimal=True)
    if after_unit and text[at : at + 1] in ("多", "几"):
        return replace(number, high=whole + 1.0, end=at + 1, digits="")
    point = 1 if after_unit and text[at : at + 1] == "点" else 0
    digits, end = _tenths(text, at + point)
    if not digits or (text[number.start].isascii() and not after_unit):
        return replace(number, digits="")
    pair = consecutive(digits)
    if pair:
        return Numeral(whole + pair[0] / 10, number.start, end, high=whole + pair[1] / 10, decimal=True)
    return Numeral(float(f"{whole}.{digits}"), number.start, end, decimal=True)


def _tenths(text: str, at: int) -> tuple[str, int]:
    """The digits of the tenths and where they end; none when they count something else (三十七度两次)."""
    found = _TENTHS.match(text, at)
    if found is None or at in hidden_places(text):
        return "", at
    return "".join(str(DIGITS.get(char, char)) for char in found.group()), found.end()
