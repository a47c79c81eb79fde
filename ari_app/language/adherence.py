"""How much of the prescribed medicine was taken, in percent."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.settling import settle
from ari_app.language.numerals import DIGITS, Numeral, consecutive, find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.readings import CERTAIN, LIKELY, WEAK, Asked, accept, missing, reask
from ari_app.language.understanding import Understanding

UNIT = "%"
_MEASURE = Measure(
    re.compile(r"%|成|个百分点|趴"),
    re.compile(r"[天次回遍个月号岁年周楼床块元斤片粒颗分度种样顿点]|小时|分钟|星期|礼拜|毫|千|万|分之"),
)
_ALL = Phrases(
    "(一|1)(次|顿|回|天|颗|片|粒)[都也]?(没|没有|不)(忘|漏|落|拉|断|少|缺)", "从(来)?[都]?(没|没有|不)(忘|漏|落|断)",
    "(没|没有|从来没|从没)(忘|漏|落|断|少|缺)(过|吃|掉|服)?",
    ("(全|全部|都|全都|每(次|顿|天)[都]?|一直[都]?|按时[都]?|按(医嘱|要求)[都]?|天天[都]?)"
     "[按时在有准时坚持照]*(吃|服|用)(了|着|完|的|过)?"),
    "百分之(一)?百", "百分百", "按时(吃|服)", "(吃|服)(得|的)?[很都]?(按时|准时|全|齐)",
    "顿顿[都]?(吃|不落)", "一(顿|次|天)不(落|差|少|漏)", "十成", "按(医嘱|要求)(来|吃|做)", "全吃", "都按",
    "每天都吃", "都吃",
)  # fmt: skip
_NONE = Phrases(
    "(?<!有)(一|1)(次|顿|回|天|颗|片|粒|点)[药]?[都也]?(没|没有)(吃|服|用|碰)",
    "(根本|完全|压根|从来|都|全|一直)[就都]?(没|没有|不)(吃|服|用)", "(没|没有|不)(吃|服)(药|过|了)?", "停(了|药)",
    "没再吃", "零成",
)  # fmt: skip
_NOT_ALL = Phrases("(没|没有|不|不能|未)(全|都|按时|每天|每次|按医嘱|坚持|吃完|吃全|吃够|准时)")
_PARTLY = Phrases(
    "有[一两几三]*(次|顿|回|天)[药]?[我]?(没|忘|漏|落)",
    "差不多", "基本", "大部分", "大多", "多数", "偶尔", "有时", "经常", "老(是)?忘", "忘(了|过|记)", "漏(了|过)",
    "落(了|过|下)", "一些", "有的", "没怎么", "不太", "不怎么", "几乎",
    "尽量", "少吃", "还行", "还可以", "差点", "小部分", "大半", "多半", "不多", "少数",
)  # fmt: skip
_NO_MEDICINE = Phrases(
    "(没|没有|不用|不需要)[给我]*(开|配|发)[过什么]*药",
    "(没|没有)药",
    "医生[都]?(没|没有|不)(开|让|叫)",
    "没开药",
    "不用吃药",
    "(医生|大夫)[说让叫]*(停|不用吃)",
    "没让吃",
)
_FRACTION = re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])")
_ABOUT_HALF = Phrases("(大|小|多|少)半")
_HALF = re.compile("(?<![大小少])(?<!(?<!不)多)(?:一半)+|半数")
_HUNDRED = re.compile("百分之百|百分百")
_FORGOTTEN_BEFORE = re.compile(
    r"(?:忘|漏|落|断|没吃|没有吃|没服|少吃)[了掉过记]?[吃服]?[了有]?(?:大概|差不多|百分之)*$"
)
_FORGOTTEN_AFTER = re.compile(r"(?:左右)?的?药?(?:都|我)?(?:忘|没吃|没有吃|没服|漏|落)")
_NOT_TAKEN = Phrases("不", "没", "忘", "漏", "落", "或")
_COUNT = "([0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_COUNTED = re.compile(
    rf"{_COUNT}([次顿回天片粒颗])药?(?:里头|里面|里|中)?[我就也只能大概按时有了才吃服]{{0,5}}[吃服有][了过到上]?{_COUNT}\2"
)


def parse_adherence(asked: Asked) -> Understanding | None:
    """0..100 percent."""
    text = _HALF.sub("五成", _HUNDRED.sub("百分之一百", asked.text))
    if _NO_MEDICINE.within(text):
        return missing(Intent.NOT_APPLICABLE)
    part = _from_fraction(text)
    if part is not None:
        return part
    numerals = [number for one in find_numerals(text) if (number := _scaled(text, one)) is not None]
    found = quantities(_without_percent_words(text), numerals, _MEASURE)
    taken = [one for one in found if not _forgotten(text, one)]
    if found and not taken:
        return reask(Intent.QUALITATIVE, "partly")
    if taken:
        chosen = settle(text, taken)
        if isinstance(chosen, Understanding):
            return chosen
        if not 0 <= chosen.low <= 100:
            return reask(Intent.OUT_OF_RANGE, chosen.low)
        stated = chosen.unit or text[: chosen.start].endswith("百分之")
        if not stated and chosen.low <= 10:
            return reask(Intent.AMBIGUOUS, chosen.low)
        return accept(int(round(chosen.low)), UNIT, CERTAIN if stated else LIKELY)
    return _from_words(text)


def _without_percent_words(text: str) -> str:
    """百分之 in front of a number, replaced by characters that mean nothing so that places stay."""
    return text.replace("百分之", "\ue010\ue010\ue010")


def _scaled(text: str, number: Numeral) -> Numeral | None:
    """八成 is 80, 八成五 is 85, 六七成 is 60..70; 百分之 comes in front."""
    if text[number.start : number.start + 3] in ("十分之",) or text[number.end : number.end + 2] == "分之":
        return None
    if text[number.end : number.end + 1] != "成":
        return number
    pair = consecutive(number.digits)
    if pair:
        return replace(number, value=pair[0] * 10.0, high=pair[1] * 10.0, digits="")
    after = text[number.end + 1 : number.end + 2]
    extra = 5 if after == "半" else DIGITS.get(after, 0)
    taken = 2 if after == "半" or after in DIGITS else 0
    if taken:
        return replace(number, value=number.value * 10 + extra, end=number.end + taken, digits="")
    high = None if number.high is None else number.high * 10
    return replace(number, value=number.value * 10, high=high, digits="")


def _from_fraction(text: str) -> Understanding | None:
    if _ABOUT_HALF.within(text):
        return reask(Intent.QUALITATIVE, "half")
    counted = _COUNTED.search(text)
    if counted is not None:
        return _from_counts(text, counted)
    found = list(_FRACTION.finditer(text))
    if not found:
        return None
    below, above = found[-1].groups()
    whole = 10 if below == "十" else DIGITS[below]
    return accept(round(100 * DIGITS[above] / whole), UNIT, WEAK + 0.05)


def _forgotten(text: str, one: Quantity) -> bool:
    """忘了三成, 三成没吃: the share that was not taken."""
    if _FORGOTTEN_BEFORE.search(text[: one.start]):
        return True
    return _FORGOTTEN_AFTER.match(text, one.end) is not None


def _from_counts(text: str, counted: re.Match[str]) -> Understanding:
    """十次吃了九次; a range or a denial in it is asked again."""
    (whole,), (part,) = (find_numerals(counted[group]) for group in (1, 3))
    if part.value > whole.value or len(part.digits) > 1 or len(whole.digits) > 1 or _NOT_TAKEN.within(text):
        return reask(Intent.AMBIGUOUS)
    return accept(round(100 * part.value / whole.value), UNIT, WEAK)


def _from_words(text: str) -> Understanding | None:
    if _NOT_ALL.within(text):
        return reask(Intent.QUALITATIVE, "partly")
    all_taken, none_taken = _ALL.within(text), _NONE.within(_ALL.stripped(text))
    if _PARTLY.within(_ALL.stripped(text)) or (all_taken and none_taken):
        return reask(Intent.QUALITATIVE, "partly")
    if all_taken:
        return accept(100, UNIT, LIKELY)
    if none_taken:
        return accept(0, UNIT, LIKELY)
    return None
