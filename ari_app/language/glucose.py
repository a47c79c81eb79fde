"""Blood glucose in mmol/L, with whether it was taken fasting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.digit_sounds import dangles, with_digits, with_units
from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.numerals import Numeral, find_numerals
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.readings import CERTAIN, GUESSED, Asked, accept, missing, reask
from ari_app.language.settling import settle
from ari_app.language.understanding import Understanding

UNIT = "mmol/L"
LOWEST, HIGHEST = 1.0, 33.3
METER_LOW, METER_HIGH = "lo", "hi"
_MG_PER_MMOL = 18.0
_MEASURE = Measure(
    re.compile(
        r"(?:个)?(?:毫摩尔|毫摩|mmol)(?:每升)?(?:/?l)?|毫克(?:每分升)?|mg(?:/?dl)?|点(?=$)|个(?![月小钟星礼人半班来多])|个(?=多)"
    ),
    re.compile(rf"{CLASSIFIERS}|[度成样点:%]|分(?!升)|星期|礼拜"),
    "glucose",
)
_MG = Phrases("毫克", "mg")
_CONDITIONS = Lexicon(
    {
        "postprandial": (
            "(饭|餐)后", "(吃|喝)(完|了|过|罢)[早中晚午]*(饭|东西|粥)", "吃饱", "刚吃(完|过|饭|了)", "吃完(?!药)",
            "(两|俩|2|一|1|二)(个)?(小时|钟头)(以)?后", "(两|俩|2)(个)?(小时|钟头)",
        ),
        "fasting": (
            "空腹", "空着肚子", "空肚", "(早上|早起|早晨|还|都|没)(没|没有)?(没|没有)吃(早)?(饭|东西)?", "饭前", "餐前",
            "没吃(早)?(饭|东西)", "饿着(肚子)?", "起床(就|刚|后)?(测|扎|量)", "(早起|清早|早上)(刚)?起来",
        ),
        "other": ("睡前", "睡觉前", "临睡", "随机"),
    }
)  # fmt: skip
_TAKE = "(量|测|查|扎|验|试|打|采)"
_NOT_MEASURED = Phrases(
    f"(没|没有|还没|忘了|忘记|忘|从来没|好久没|最近没|一直没|没法|懒得|没顾上|没空|不|不想|不敢)[去]{_TAKE}(?!出)",
    "(没|没有)[那个]*(血糖仪|试纸|机器|针头)", "(血糖仪|机器)[都]?(坏|没电|丢|不准)", "试纸[都]?(用完|没了|过期)",
)  # fmt: skip
_QUALITY = Phrases(
    "正常", "高", "低", "还行", "稳定", "还好", "挺好", "可以", "超标", "平稳", "控制", "差不多"
)
_METER = (
    (METER_HIGH, Phrases("hi(gh)?", "爆表", "测不出来太高", "超量程")),
    (METER_LOW, Phrases("lo(w)?$", "显示lo")),
)
_PART_OF_DAY = re.compile("早|中午|下午|晚")
_COLLOQUIAL = re.compile(r"(?<=[二两三四五六七八九十0-9])个(?:点)?(?=[零一二三四五六七八九0-9](?![十个点]))")


def parse_glucose(asked: Asked) -> Understanding | None:
    """1.0..33.3 mmol/L; the other condition than asked for is asked again."""
    # 六个八 and 六块八 are how 6.8 is said in many places.
    plain = _COLLOQUIAL.sub("点", asked.text)
    text = with_digits(plain)
    if dangles(text):
        return reask(Intent.PARTIAL)
    wanted = _CONDITIONS.first(asked.question)
    found = [one for one in quantities(text, _no_clock(text), _MEASURE) if one.low > 0]
    if not found:
        return _from_words(text)
    condition, kept = _of_condition(text, wanted, found)
    if not kept:
        return replace(reask(Intent.WRONG_CONDITION), condition=None if condition == "other" else condition)
    if len({part for one in kept for part in _PART_OF_DAY.findall(one.lead)}) > 1:
        return reask(Intent.MULTIPLE)
    chosen = settle(text, kept, past_counts=True)
    if isinstance(chosen, Understanding):
        return chosen
    value = round(chosen.low / _MG_PER_MMOL, 1) if _MG.within(text) else chosen.low
    if not LOWEST <= value <= HIGHEST:
        return reask(Intent.OUT_OF_RANGE, value)
    confidence = CERTAIN if text == with_units(plain) else GUESSED
    return replace(accept(value, UNIT, confidence), condition=None if condition == "other" else condition)


def _no_clock(text: str) -> list[Numeral]:
    """早上七点测的六点二: what ends before a bare 点 is a time of day."""
    return [
        one for one in find_numerals(text) if text[one.end : one.end + 1] != "点" or one.end + 1 == len(text)
    ]


def _of_condition(
    text: str, wanted: str | None, found: Sequence[Quantity]
) -> tuple[str | None, Sequence[Quantity]]:
    """The condition stated and the values measured under it; no values when it is another than `wanted`."""
    named = [_last_condition(one.lead) for one in found]
    if not any(named):
        named = [_last_condition(text)] * len(found)
    stated = {name for name in named if name is not None}
    if wanted is None:
        return (stated.pop() if len(stated) == 1 else None), found
    own = [one for one, name in zip(found, named, strict=True) if name == wanted]
    if own:
        return wanted, own
    unnamed = [one for one, name in zip(found, named, strict=True) if name is None]
    return (None, unnamed) if unnamed else (sorted(stated)[0], ())


def _last_condition(words: str) -> str | None:
    mentions = sorted(_CONDITIONS.mentions(words), key=lambda one: one.end)
    return mentions[-1].concept if mentions else None


def _from_words(text: str) -> Understanding | None:
    for shown, words in _METER:
        if words.within(text):
            return reask(Intent.QUALITATIVE, shown)
    if _NOT_MEASURED.within(text):
        return missing(Intent.NOT_MEASURED)
    if find_numerals(text):
        return reask(Intent.AMBIGUOUS)
    return reask(Intent.QUALITATIVE) if _QUALITY.within(text) else None
