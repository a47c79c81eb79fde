"""Shares of a whole written as percents, so that one grammar of quantities reads them: 三分之二, 一半, 十次忘一次."""

from __future__ import annotations

import re

from ari_app.language.doses import MISS, TAKE
from ari_app.language.numerals import DIGITS, Numeral, find_numerals

_HALF = re.compile("(?<![大小少])(?<!(?<!不)多)(?:一半儿?)+|半数|二一添作五")
_HUNDRED = re.compile("百分之百|百分百")
_FRACTION = re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])(?![十百])")
_COUNT = "[0-9]{1,2}|[一二两三四五六七八九十]{1,4}"
_FILL = "[我就也只能大概按时有了会要得才都差不多还]{0,6}"
_COUNTED = re.compile(
    rf"(?<!每天)(?<!一天)(?<!天天)(?<!一日)(?<!每日)(?P<whole>{_COUNT})(?P<dose>[次顿回天片粒颗])(?:<药>|药)?(?:里头|里面|里|中|的|当中)?{_FILL}"
    rf"(?P<verb>{MISS}|没{TAKE}|{TAKE}|有)[吃服]?[了过到上个]?(?:个)?(?P<part>{_COUNT})(?P=dose)(?P<yes>[是都会能我也]*(?:按时|准时|照着|按点|记得|正常)?[都]?{TAKE}(?:了|的|着)?)?(?P<not>(?:没|没有|不|忘|漏)(?!了?[一二两三四五六七八九十]))?"
)


# 十次有九次: what is not said to be forgotten was taken.
_OF_TEN = re.compile(
    r"(?:十|10)([次顿回])(?:里头|里面|里|中)?(?:有|得有|能有|吃)([五六七八九5-9])\1(?![^吧啊的]*(?:忘|漏|没|不))"
)


def with_percents(text: str) -> tuple[str, bool]:
    """`text` with its shares as percents, and whether doses were counted in it."""
    text = _HALF.sub("五成", _HUNDRED.sub("百分之一百", text.replace("十成十", "百分之百")))
    text = _FRACTION.sub(_fraction, text)
    counted = _OF_TEN.sub(lambda found: f"{10 * DIGITS.get(found[2], 0) or found[2] + '0'}%", text)
    counted = _COUNTED.sub(_counted, counted)
    return counted, counted != text


def _fraction(found: re.Match[str]) -> str:
    whole = 10 if found[1] == "十" else DIGITS[found[1]]
    return f"{round(100 * DIGITS[found[2]] / whole)}%"


def _counted(found: re.Match[str]) -> str:
    whole, part = _single(found["whole"]), _single(found["part"])
    if whole is None or part is None or part > whole or whole < 2:
        return found.group()
    missed = (found["verb"] == "有" and bool(found["not"])) or re.fullmatch(
        f"{MISS}|没{TAKE}", found["verb"]
    ) is not None
    if found["verb"] == "有" and not missed and not found["yes"]:
        return found.group()
    return f"{round(100 * (whole - part if missed else part) / whole)}%"


def _single(words: str) -> float | None:
    numbers: list[Numeral] = find_numerals(words, masked=False)
    if (
        len(numbers) != 1
        or numbers[0].high is not None
        or (len(numbers[0].digits) > 1 and not words.isascii())
    ):
        return None
    return numbers[0].value
