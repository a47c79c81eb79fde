"""Body temperature in degrees Celsius; Fahrenheit only when it is named."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import settle
from ari_app.language.numerals import DIGITS, Numeral, consecutive, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, quantities
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding

UNIT = "Cel"
LOWEST, HIGHEST = 34.0, 42.5
_MEASURE = Measure(
    re.compile(r"摄氏度|度|°c|c"),
    re.compile(
        r"[天次回遍个月号岁年周楼床块元斤片粒颗分成种样]|小时|分钟|星期|礼拜|公斤|毫|厘|百|千|万|点钟"
    ),
)
_TENTHS = re.compile(r"^[零一二两三四五六七八九0-9]{0,2}")
_FAHRENHEIT = Phrases("华氏", "华摄", "f$")
_NORMAL = Phrases(
    "正常",
    "不发烧",
    "不烧",
    "没[有]发烧",
    "没[有]烧",
    "没[有]发热",
    "不发热",
    "不热",
    "还好",
    "挺好",
    "没事",
    "退烧",
    "退了",
    "不高",
)
_FEVER = Phrases("发烧", "发热", "低烧", "高烧", "烧", "发烫", "烫", "有点热", "很高", "有点高", "偏高")
_NOT_MEASURED = Phrases(
    "(没|没有|还没|还没有|忘了|忘记|未|从来没|一直没|也没|没法|没办法|没顾上|没来得及|懒得)[去](量|测|试|查|夹)~",
    "(没|没有|哪有|找不到|不会用|坏了)[个]?(体温计|温度计|体温表|温度表|体温针|表)",
    "(体温计|温度计|体温表)(坏了|没了|找不到|没电)",
)  # fmt: skip


def parse_temperature(asked: Asked) -> Understanding | None:
    """34.0..42.5 Cel."""
    text = asked.text
    numerals = [_joined(text, number) for number in find_numerals(text)]
    found = quantities(text, numerals, _MEASURE)
    if not found:
        return _from_words(text)
    chosen = settle(text, found)
    if isinstance(chosen, Understanding):
        return chosen
    if any(number.cut and number.start == chosen.start for number in numerals):
        return reask(Intent.PARTIAL, chosen.low)
    return _checked(text, chosen.low)


def _checked(text: str, value: float) -> Understanding:
    if _FAHRENHEIT.within(text):
        value = (value - 32) / 1.8
    value = round(value, 1)
    if LOWEST <= value <= HIGHEST:
        return accept(value, UNIT, CERTAIN if not _FAHRENHEIT.within(text) else LIKELY)
    return reask(Intent.OUT_OF_RANGE, value)


def _joined(text: str, number: Numeral) -> Numeral:
    """Take in what follows: 三十七度二, 三十七二, 三十七度半, 三十六七度, and 三七二 or 372 without a point."""
    if number.high is not None or number.decimal or number.cut:
        return number
    if len(number.digits) in (3, 4) and 300 <= number.value / 10 ** (len(number.digits) - 3) < 430:
        places = len(number.digits) - 2
        return replace(number, value=number.value / 10**places, digits="", decimal=True)
    if not 30 <= number.value < 46:
        return number
    after = text[number.end :]
    unit = re.match(r"摄氏度|度|°c", after)
    skip = unit.end() if unit else 0
    return _with_tail(number, after[skip:], skip, bool(unit))


def _with_tail(number: Numeral, tail: str, skip: int, after_unit: bool) -> Numeral:
    whole = int(number.value)
    zero = 1 if tail[:1] in ("零", "点") and tail[1:2] in DIGITS else 0
    digits = "".join(str(DIGITS.get(char, char)) for char in _TENTHS.findall(tail[zero:])[0])
    end = number.end + skip + zero + len(digits)
    if tail[:1] == "半":
        return replace(number, value=whole + 0.5, end=number.end + skip + 1, digits="", decimal=True)
    if after_unit and tail[:1] in ("多", "几"):
        return replace(number, high=whole + 1.0, end=number.end + skip + 1, digits="")
    if not digits:
        return replace(number, digits="")
    pair = consecutive(digits)
    if pair:
        return Numeral(whole + pair[0] / 10, number.start, end, high=whole + pair[1] / 10, decimal=True)
    if not after_unit and not zero and len(digits) == 1 and int(digits) == whole % 10 + 1:
        return Numeral(whole, number.start, end, high=whole // 10 * 10 + int(digits))
    return Numeral(float(f"{whole}.{digits}"), number.start, end, decimal=True)


def _from_words(text: str) -> Understanding | None:
    if _NOT_MEASURED.within(text):
        return missing(Intent.NOT_MEASURED)
    if _NORMAL.within(text):
        return reask(Intent.QUALITATIVE, "normal")
    if _FEVER.within(text):
        return reask(Intent.QUALITATIVE, "fever")
    return None
