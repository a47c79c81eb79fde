"""Numbers in Mandarin speech: 三十七点二, 一百三, 三七二, 七八十, 37.2. What they measure is decided later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

DIGITS = {char: value for value, chars in enumerate(
    ("零〇洞", "一幺壹", "二两俩", "三仨", "四", "五", "六", "七拐", "八", "九勾")
) for char in chars}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000}
_SPECIAL = frozenset("洞拐勾俩仨")
_HAN = frozenset(DIGITS) | frozenset(UNITS)
_ASCII = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NOT_NUMBERS = re.compile(
    r"[有快慢大小早晚高低好差]一点|一点(?=[点儿疼痛也都不没渗红肿痒血问])|一(?:些|样|直|般|下|会|起|定|共|切|边|旦|"
    r"句|家|方面|阵|阵子)"
    r"|第一时间|万一|统一|唯一|三餐|四肢|千万|[不没]三不四|七上八下|乱七八糟|十全十美|二维码|百分(?!之|[0-9])"
    r"|[三四五]分之(?!间)|十分(?=[疼痛难严厉剧]|不(?!是|对))|一个人|三天两头|二话|星期[一二三四五六]|周[一二三四五六]|"
    r"礼拜[一二三四五六]"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `start`..`end`. `digits`: it was spoken or written as a plain string of digits.

    `high` makes it a range (七八十, 三十几); `cut` means it breaks off after the point (三十七点).
    """

    value: float
    start: int
    end: int
    digits: str = ""
    high: float | None = None
    cut: bool = False
    decimal: bool = False


def consecutive(digits: str) -> tuple[int, int] | None:
    """The two ends when two digits are spoken as a range: 七八, 两三, 三五."""
    if len(digits) != 2:
        return None
    low, high = int(digits[0]), int(digits[1])
    if low >= 1 and (high == low + 1 or (low, high) == (3, 5)):
        return low, high
    return None


def find_numerals(text: str, *, masked: bool = True) -> list[Numeral]:
    """Every number in `text`, left to right. `masked` skips words that only look like numbers (一般, 一点疼)."""
    hidden = _hidden(text) if masked else frozenset()
    return list(_scan(text, hidden))


def _hidden(text: str) -> frozenset[int]:
    return frozenset(i for found in _NOT_NUMBERS.finditer(text) for i in range(found.start(), found.end()))


def _scan(text: str, hidden: frozenset[int]) -> Iterator[Numeral]:
    at = 0
    while at < len(text):
        char = text[at]
        found = None
        if at not in hidden:
            if char.isascii() and char.isdigit():
                found = _ascii(text, at)
            elif char in DIGITS or char == "十":
                found = _han(text, at, hidden)
        if found is None:
            at += 1
            continue
        yield found
        at = found.end


def _ascii(text: str, at: int) -> Numeral:
    found = _ASCII.match(text, at)
    assert found is not None
    surface = found.group()[:12]
    whole = surface if "." not in surface else ""
    number = Numeral(float(surface), at, found.end(), digits=whole, decimal=not whole)
    return _with_fraction(text, number) if whole else number


def _han(text: str, at: int, hidden: frozenset[int]) -> Numeral | None:
    end = at
    while end < len(text) and text[end] in _HAN and end not in hidden:
        end += 1
    run = text[at:end]
    string = _digit_run(run)
    if len(string) > 1:
        pair = consecutive(string[-2:]) if len(string) == 2 else None
        followed_by_unit = len(string) < len(run)
        if pair and followed_by_unit:
            unit = UNITS[run[2]]
            return Numeral(pair[0] * unit, at, at + 3, high=pair[1] * unit)
        if followed_by_unit:
            string = string[:-1]
        return _with_fraction(text, Numeral(float(string), at, at + len(string), digits=string))
    if run[0] in _SPECIAL and len(run) == 1:
        return None
    value, length = _cardinal(run)
    digits = str(DIGITS[run[0]]) if length == 1 and run[0] in DIGITS else ""
    return _with_fraction(text, _opened(text, Numeral(float(value), at, at + length, digits=digits)))


def _digit_run(run: str) -> str:
    out = ""
    for char in run:
        if char not in DIGITS:
            break
        out += str(DIGITS[char])
    return out


def _cardinal(run: str) -> tuple[int, int]:
    """Value and length of the longest number with units at the start of `run`: 八十|一百三 is 80, then 130."""
    total, last_unit, pending, pending_at, zero = 0, 10_000, None, 0, False
    at = 0
    while at < len(run):
        char = run[at]
        unit = UNITS.get(char)
        if unit is None:
            digit = DIGITS[char]
            if pending is not None:
                break
            if digit == 0 and total:
                zero = True
            else:
                pending, pending_at = digit, at
        elif unit >= last_unit or pending == 0:
            at = pending_at if pending is not None else at
            pending = None
            break
        else:
            total += (1 if pending is None else pending) * unit
            last_unit, pending, zero = unit, None, False
        at += 1
    if pending is not None:
        spoken_short = total and last_unit >= 100 and not zero
        total += pending * (last_unit // 10 if spoken_short else 1)
    return total, at


def _opened(text: str, number: Numeral) -> Numeral:
    """三十几, 三十多, 一百多: everything up to the next step of its size."""
    after = text[number.end : number.end + 1]
    if after not in ("几", "多") or not number.value or number.value % 10:
        return number
    step = 100.0 if number.value % 100 == 0 else 10.0
    return replace(number, end=number.end + 1, high=number.value + step, digits="")


def _with_fraction(text: str, number: Numeral) -> Numeral:
    """Take in 点 and the digits after it, when the point is a decimal one."""
    if number.high is not None or text[number.end : number.end + 1] != "点":
        return number
    at = number.end + 1
    tail = text[at : at + 4]
    if tail[:1] in ("几", "多"):
        return replace(number, end=at + 1, high=number.value + 1, digits="")
    end = at
    while end < len(text) and (text[end] in DIGITS or text[end] in "0123456789"):
        end += 1
    fraction = "".join(str(DIGITS.get(char, char)) for char in text[at:end])[:4]
    if not fraction:
        return replace(number, end=at, cut=True, digits="") if not tail else number
    pair = consecutive(fraction)
    low = float(f"{int(number.value)}.{fraction[0] if pair else fraction}")
    high = float(f"{int(number.value)}.{pair[1]}") if pair else None
    return Numeral(low, number.start, end, high=high, decimal=True)
