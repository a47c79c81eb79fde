"""A number of days of the last two weeks where an option is a share of them."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import corrects
from ari_app.language.numerals import DIGITS, Numeral, consecutive, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.readings import LIKELY, accept, reask
from ari_app.language.understanding import Understanding

# Not the empty string, which is in every other.
_DAY = frozenset("天宿夜晚")
_COUNTED = ("个晚上", "个夜", "个白天")
_TWO_WEEKS = 14
_NEARLY_ALL = 12
_PER_WEEK = re.compile("(?:一|每)个?(?:礼拜|星期|周)(?:里头?|当中|中)?(?:能|就|得|总|大概|要)?有")
_NIGHTS = re.compile("(?<=[一二两三四五六七八九十几0-9])个(?=晚|夜)")
_MORE_THAN = re.compile("(?:超过|不止|不只|多于|大于|过了|不下)[了有]?$")
_LESS_THAN = re.compile("(?:不到|不足|没到|不够|少于|低于|不满)[了有]?$")
_TENTH = re.compile(r"十([一二三])([二三四])天")
_EVERY_DAY = Phrases("(?<!不是)(?<!没有)(?<!没)(每一?天|天天)", "一天不", "一天都", "一天也")
FREQUENCY = frozenset({"0", "1", "2", "3"})


def frequency_of_days(text: str) -> Understanding | None:
    """A number of days of the last two weeks; 一半 begins at eight, seven is asked again."""
    text = text.replace("三两天", "两三天")
    text = _NIGHTS.sub("", text)
    numbers = [one for one in find_numerals(text) if _counts_days(text, one)]
    if not numbers or _EVERY_DAY.within(text):
        return None
    if _PER_WEEK.search(text):
        numbers = [
            replace(one, value=2 * one.value, high=one.high and 2 * one.high, digits="")
            for one in _spread(numbers)
        ]
    last = numbers[-1]
    if corrects(text[: last.start]) is False and len({(one.value, one.high) for one in numbers}) > 1:
        numbers = [one for one in numbers if one.value != _TWO_WEEKS]
    low, high = _bounds(text, numbers[-1])
    codes = {_code_of_days(low), _code_of_days(high)}
    if len(codes) > 1:
        codes.discard(None)
    code = codes.pop()
    return reask(Intent.AMBIGUOUS) if codes or code is None else accept(code, confidence=LIKELY)


def _spread(numbers: list[Numeral]) -> list[Numeral]:
    """三四天 as a range, however it was read."""
    pairs = [consecutive(one.digits) for one in numbers]
    return [
        one if pair is None else replace(one, value=float(pair[0]), high=float(pair[1]))
        for one, pair in zip(numbers, pairs, strict=True)
    ]


def _bounds(text: str, number: Numeral) -> tuple[float, float]:
    pair = consecutive(number.digits)
    if number.start >= len("十一") and text[number.start - 2] == "十":
        tens = _TENTH.match(text, number.start - 2)
        if tens is not None:
            return 10 + DIGITS[tens[1]], 10 + DIGITS[tens[2]]
    low, high = pair or (number.value, number.high or number.value)
    if _MORE_THAN.search(text, 0, number.start) is not None:
        return low + 1, high + 1
    return (low - 1, high - 1) if _LESS_THAN.search(text, 0, number.start) is not None else (low, high)


def _counts_days(text: str, one: Numeral) -> bool:
    if text.startswith(_COUNTED, one.end):
        return True
    following = text[one.end + 1 : one.end + 2]
    return text[one.end : one.end + 1] in _DAY and (
        not following or following not in "比到一晚" and (one.value > 1 or following not in "都也没不")
    )


def _code_of_days(days: float) -> str | None:
    if days > _TWO_WEEKS or days == _TWO_WEEKS / 2:
        return None
    return "0" if days == 0 else "1" if days < _TWO_WEEKS / 2 else "2" if days < _NEARLY_ALL else "3"
