"""Body temperature in degrees Celsius; Fahrenheit only when it is named."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.degrees import as_degrees
from ari_app.language.digit_sounds import dangles, with_digits, with_units
from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, quantities
from ari_app.language.readings import CERTAIN, GUESSED, LIKELY, Asked, accept, missing, reask
from ari_app.language.settling import settle
from ari_app.language.understanding import Understanding

UNIT = "Cel"
LOWEST, HIGHEST = 34.0, 42.5
_MEASURE = Measure(
    re.compile(r"摄氏度|华氏度|度|°c|c|整"),
    re.compile(rf"{CLASSIFIERS}|[分成种样]|千|万|点|毫|:"),
    "temperature",
)
_FAHRENHEIT = Phrases("华氏", "华摄", "f$", "华式", "华度")
_NORMAL = Phrases(
    "正常", "(不|没|没有|未)(咋|怎么|再|见)?(发烧|发热|烧|热|烫)", "还好", "挺好", "没事", "退烧", "退了",
    "不高", "凉丝丝",
    "不凉不热", "没啥事", "平平的", "体温好",
)  # fmt: skip
_FEVER = Phrases(
    "发烧", "发热", "低烧", "高烧", "烧", "发烫", "烫", "有点热", "很高", "有点高", "偏高", "热乎", "滚烫"
)
_TAKE = "(量|测|试|查|夹|称)"
_NOT_MEASURED = Phrases(
    f"(没|没有|还没|还没有|忘了|忘记|忘|未|从来没|一直没|也没|没法|没办法|没顾上|没来得及|懒得|没空|没想起来)[去]{_TAKE}(?!出)~",
    "(没|没有|哪有|找不到|找不着|不会用|坏了|不会看|看不清|看不懂)[个这]*(体温计|温度计|体温表|温度表|体温针|表|水银表)",
    "(体温计|温度计|体温表|温度表|表)[都]?[也也掉地下上给]*(坏|没了|找不到|找不着|没电|打?烂|绊|打碎|摔|碎|丢)",
    "(这两天|今天|最近)[都也]?(没|没有|不)(量|测)",
)  # fmt: skip
_GUESSED = Phrases(
    "估计", "估的", "估猜", "估摸", "感觉", "猜", "应该", "大概", "可能", "摸着", "恐怕", "差不多", "觉得"
)


def parse_temperature(asked: Asked) -> Understanding | None:
    """34.0..42.5 Cel."""
    text = with_digits(asked.text)
    if dangles(text):
        return reask(Intent.PARTIAL)
    fahrenheit = _FAHRENHEIT.within(text)
    numerals = [as_degrees(text, number, fahrenheit=fahrenheit) for number in find_numerals(text)]
    found = quantities(text, numerals, _MEASURE)
    not_measured = _NOT_MEASURED.within(text)
    if not_measured and (_GUESSED.within(text) or all(one.past for one in found)):
        return missing(Intent.NOT_MEASURED)
    if not found:
        return _from_words(text)
    chosen = settle(text, found)
    if isinstance(chosen, Understanding):
        return chosen
    if any(number.cut and number.start == chosen.start for number in numerals):
        return reask(Intent.PARTIAL, chosen.low)
    meant = _checked(chosen.low, fahrenheit=fahrenheit)
    return meant if text == with_units(asked.text) else replace(meant, confidence=GUESSED)


def _checked(value: float, *, fahrenheit: bool) -> Understanding:
    if fahrenheit and value > HIGHEST:
        value = (value - 32) / 1.8
    value = round(value, 1)
    if LOWEST <= value <= HIGHEST:
        return accept(value, UNIT, LIKELY if fahrenheit else CERTAIN)
    return reask(Intent.OUT_OF_RANGE, value)


def _from_words(text: str) -> Understanding | None:
    if _NORMAL.within(text):
        return reask(Intent.QUALITATIVE, "normal")
    if _FEVER.within(text):
        return reask(Intent.QUALITATIVE, "fever")
    return None
