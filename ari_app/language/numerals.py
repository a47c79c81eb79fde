"""Numbers in Mandarin speech: 三十七点二, 一百三, 三七二, 七八十, 37.2. What they measure is decided later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ari_app.language.number_words import CLASSIFIERS, hidden_places

DIGITS = {char: value for value, chars in enumerate(
    ("零〇洞", "一幺壹", "二两俩贰", "三仨叁", "四肆", "五伍", "六陆", "七拐柒", "八捌", "九勾玖")
) for char in chars}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_VALUES = DIGITS | {str(digit): digit for digit in range(10)}
# Digits with another everyday meaning: numbers only beside other digits (伍 and 陆 are names).
_SPECIAL = frozenset("洞拐勾贰叁肆伍陆柒捌玖")
_HAN = frozenset(DIGITS) | frozenset(UNITS)
_RUN = re.compile("[" + "".join(_HAN) + "0-9]+")
_ASCII = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LEADS_A_UNIT = re.compile(r"[0-9][十百千]")
_OPEN_ENDS = re.compile(r"[几多]|来(?=[分个次回度天岁成片粒号点年周]|毫)")
_NEXT_NUMBER = re.compile(rf"点|{CLASSIFIERS}")
_LONGEST = 12


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
    if _RUN.search(text) is None:
        return []
    hidden = hidden_places(text) if masked else frozenset()
    return list(_scan(text, hidden))


def _scan(text: str, hidden: frozenset[int]) -> Iterator[Numeral]:
    at = 0
    while at < len(text):
        char = text[at]
        found = None
        if at not in hidden and (char in _VALUES or char in ("十", "拾")):
            if char.isascii() and not _LEADS_A_UNIT.match(text, at):
                found = _ascii(text, at, hidden)
            else:
                found = _han(text, at, hidden)
        if found is None:
            at += 1
            continue
        yield found
        at = found.end


def _ascii(text: str, at: int, hidden: frozenset[int]) -> Numeral:
    found = _ASCII.match(text, at)
    assert found is not None
    surface = found.group()[:_LONGEST]
    whole = surface if "." not in surface else ""
    number = Numeral(float(surface), at, found.end(), digits=whole, decimal=not whole)
    return _with_fraction(text, number, hidden) if whole else number


def _han(text: str, at: int, hidden: frozenset[int]) -> Numeral | None:
    end = at
    while end < len(text) and (text[end] in _HAN or text[end] in _VALUES) and end not in hidden:
        end += 1
    run = text[at:end]
    string = _digit_run(run)
    if len(string) > 1:
        return _string_of_digits(text, at, run, string, hidden)
    if run[0] in _SPECIAL and len(run) == 1:
        return None
    low, high, length = _cardinal(run)
    digits = str(_VALUES[run[0]]) if length == 1 and run[0] in _VALUES else ""
    number = Numeral(float(low), at, at + length, digits, None if high is None else float(high))
    return _with_fraction(text, _opened(text, number), hidden)


def _string_of_digits(text: str, at: int, run: str, string: str, hidden: frozenset[int]) -> Numeral:
    """三七二, 七八 (a range by itself), 七八十; 一三五八十 is 135, the rest is the next number."""
    unit = UNITS.get(run[len(string)]) if len(string) < len(run) else None
    pair = consecutive(string) if len(string) == 2 else None
    if unit is not None and pair:
        return Numeral(pair[0] * unit, at, at + 3, high=pair[1] * unit)
    if unit is not None:
        string = string[:-1]
    number = _with_fraction(
        text, Numeral(float(string[:_LONGEST]), at, at + len(string), digits=string), hidden
    )
    if pair and number.cut:
        return replace(number, value=float(pair[0]), high=float(pair[1]), cut=False)
    return number


def _digit_run(run: str) -> str:
    out = ""
    for char in run:
        if char not in _VALUES:
            break
        out += str(_VALUES[char])
    return out


def _cardinal(run: str) -> tuple[int, int | None, int]:
    """Value, upper end of a range, and length of the number with units at the start of `run`.

    八十一百三 is 80 (then 130); 一百三四十 is 130..140; 一百三八十五 is 130 (then 85); 一百零五六十 is 105 (then 60).
    """
    total, step, at, zero = 0, 10_000, 0, False
    while at < len(run):
        digit = _VALUES.get(run[at])
        if digit is None:
            unit = UNITS[run[at]]
            if unit >= step:
                break
            total, step, at = total + unit, unit, at + 1
        elif digit == 0 and total:
            zero, at = True, at + 1
        elif (unit := UNITS.get(run[at + 1 : at + 2], 0)) and digit and not zero:
            if unit >= step:
                break
            total, step, at = total + digit * unit, unit, at + 2
        else:
            return _closing(run, at, total, 1 if zero or step > 1000 else step // 10)
    return total, None, at


def _closing(run: str, at: int, total: int, place: int) -> tuple[int, int | None, int]:
    """The last digit of a number, counting `place` each, or the two digits of a range there."""
    digit = _VALUES[run[at]]
    following = run[at + 1 : at + 2]
    after = run[at + 2 : at + 3]
    pair = bool(total) and following in _VALUES and bool(digit) and _VALUES[following] == digit + 1
    if pair and after not in _VALUES and after not in UNITS:
        return total + digit * place, total + (digit + 1) * place, at + 2
    if pair and after in UNITS and UNITS[after] == place > 1 and run[at + 3 : at + 4] not in _VALUES:
        return total + digit * place, total + (digit + 1) * place, at + 3
    if UNITS.get(following, 0) > place and total:
        return total, None, at
    return total + digit * place, None, at + 1


def _opened(text: str, number: Numeral) -> Numeral:
    """三十几, 三十多, 十来, 一百多: everything up to the next step of its size."""
    after = _OPEN_ENDS.match(text, number.end)
    if after is None or not number.value or number.value % 10 or number.high is not None:
        return number
    step = 100.0 if number.value % 100 == 0 else 10.0
    return replace(number, end=after.end(), high=number.value + step, digits="")


def _with_fraction(text: str, number: Numeral, hidden: frozenset[int]) -> Numeral:
    """Take in 点 and the digits after it, when the point is a decimal one."""
    if number.high is not None or text[number.end : number.end + 1] != "点" or number.end in hidden:
        return number
    at = number.end + 1
    if text[at : at + 1] in ("几", "多"):
        return replace(number, end=at + 1, high=number.value + 1, digits="")
    if at == len(text):
        return replace(number, end=at, cut=True, digits="")
    end = _fraction_end(text, at, hidden)
    if end == at:
        return number
    fraction = "".join(str(_VALUES[char]) for char in text[at:end])[:4]
    pair = consecutive(fraction) if not text[at].isascii() else None
    low = float(f"{int(number.value)}.{fraction[0] if pair else fraction}")
    high = float(f"{int(number.value)}.{pair[1]}") if pair else None
    return Numeral(low, number.start, end, high=high, decimal=True)


def _fraction_end(text: str, at: int, hidden: frozenset[int]) -> int:
    """Where the digits behind the point end.

    The last one belongs to the next number in 六点八三十六, 六点二六点五 and 六点二两次; 九点三十 has none.
    """
    end = at
    while end < len(text) and text[end] in _VALUES and end not in hidden:
        end += 1
    if end > at and text[end : end + 1] in UNITS:
        return end - 1
    if end - at > 1 and _NEXT_NUMBER.match(text, end):
        return end - 1
    return end
