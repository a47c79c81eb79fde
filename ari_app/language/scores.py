"""A whole number out of ten, with or without 分, the scale perhaps restated first (满分十分的话 我打四分)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.digit_sounds import with_score
from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.numerals import Numeral, find_numerals
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.readings import CERTAIN, GUESSED, WEAK, Asked, accept, reask
from ari_app.language.settling import settle
from ari_app.language.understanding import Understanding

UNIT = "/10"
Meaning = Callable[[Sequence[Quantity]], Sequence[Quantity]]
"""Which of the stated scores may answer."""
_MEASURE = Measure(
    re.compile(r"分儿?(?!钟|之(?!间))"),
    re.compile(rf"{CLASSIFIERS}|[度成点样星:%]|星期|礼拜|毫"),
)
_TEN = "(?:十|10)"
_SCALE = re.compile(
    rf"(?:[零一]|(?<![0-9])[01])分?(?:到|至|和)?{_TEN}分?"
    rf"|(?:满分|总分|最高|顶格|顶头|按|照|要是|如果|假如|假设|要说)(?:分)?(?:是|为|按|算|打|给)?(?:个)?{_TEN}分?"
    rf"(?:制|满分|满|的话|来算|算|来说|为满分|(?:是)?最(?:疼|痛|高|好)(?:的话)?)*"
    rf"|{_TEN}分?(?:就|才|都)?(?:算|是)(?:最?满|封?顶|到头|到顶)(?:的|分|格)?(?:是吧|对吧|吧|啊)?"
    rf"|{_TEN}分?(?:制|满分|为满分|是满分|的话|(?:是)?最(?:疼|痛|高|好)(?:的话)?|里头|里面|当中)(?:里|的话|来算|算)*"
)
# 四分 一二三四的四 spells out the number said before.
_SPELLED = re.compile(
    r"(?:数字|[一二三四五六七八九零]{3,})(?:里面?|中)?的(?:那个)?[零一二三四五六七八九十]|[四五]季的四|星期[一二三四五六]的[一二三四五六]"
)
# 减轻了两分 tells how much less, not how much.
_CHANGE = re.compile(
    r"(?:减轻|加重|降低?|减|升|涨|扣|掉)了?$|(?<!得)轻了$|(?<![至最])少了$|比.{1,6}(?<![轻好重强])[少多低高轻重降减]了?$"
)
_MEASURED_BY = re.compile("[要还是]*(?:轻|重|好|强|高|低|多|少|差)")
_ENDS = r"(?:最|不|很|特|非常|要命|疼|痛|轻|重|厉害|好|差|坏|满意|啥|什么|哪|几|怎么|咋|多)"
_TURN = r"(?:还是|吗|么|啊|呀|呢|啥|什么|哪|怎么|咋|几|对吧|是吧|对不|是不|吧)"
# 十分是最疼的还是最轻的: what asks about the scale answers nothing.
_ASKED_ABOUT = re.compile(
    rf"(?:[零一二三四五六七八九十]|10|[0-9])分(?:到底|究竟|就|那|这)*(?:是不是|算不算)?(?:就|都|才)?(?:是|算|指|代表|表示|相当于|叫){_ENDS}[^，]{{0,8}}?{_TURN}"
    rf"|(?:[零一二三四五六七八九十]|10|[0-9])分(?:是不是|算不算)(?:就|都|才)?(?:是|算|指|代表|表示)?(?:最|不疼|不痛|疼得?[要得]|要命|满分|顶)"
    r"|(?:[零一二三四五六七八九十]|10|[0-9])分(?:是|算|叫|指)个?(?:啥|什么|哪|怎么个?|咋)(?:程度|样|意思|水平|概念|感觉|情况|算|回事)"
    rf"|(?:什么|啥|咋|怎么|多疼|哪种|疼成啥样)样?的?(?:程度|情况)?(?:才|就)?(?:叫|算|是|能算)(?:[零一二三四五六七八九十]|10|[0-9])分"
    rf"|(?:满分|最高|最疼|顶格)(?:的)?(?:就)?(?:是|算)(?:{_TEN}|一百)分?(?:对吧|是吧|吗|么|对不对|是不是|没错吧)"
    rf"|(?:{_TEN}|一百)分(?:就)?(?:是)?(?:满分|最高|最疼|顶格)(?:对吧|是吧|吗|么|对不对|是不是|没错吧|啊)"
)
# 我七十三了 疼就三分
_AGE = re.compile(r"(?:我|今年|年纪|快|都|岁数)$")
_HALF = re.compile(r"分半|个半|分[一二三四五六七八九](?=$|吧)")


def parse_score(asked: Asked, *, low: int, meant: Meaning | None = None) -> Understanding | None:
    """A whole number `low`..10; None when none is said. `meant` keeps those of the stated numbers that may answer."""
    said = with_score(asked.text)
    text = _without_scale(_ASKED_ABOUT.sub(lambda found: "\ue010" * len(found.group()), said))
    numerals = [_once(number) for number in find_numerals(text)]
    found: Sequence[Quantity] = quantities(text, numerals, _MEASURE)
    if not found:
        return reask(Intent.AMBIGUOUS) if _ASKED_ABOUT.search(said) else None
    if any(number.cut for number in numerals):
        return reask(Intent.PARTIAL)
    found = [one for one in found if not _is_yardstick(text, one) and not (len(found) > 1 and _is_age(one))]
    if meant is None:
        found = [one for one in found if not _CHANGE.search(one.lead)]
    kept = found if meant is None else meant(found)
    if not kept or any(one.lead.endswith("差") for one in kept):
        return reask(Intent.AMBIGUOUS)
    chosen = settle(text, kept)
    if isinstance(chosen, Understanding):
        return chosen
    if _HALF.search(text) or chosen.low != int(chosen.low):
        return reask(Intent.INVALID)
    if not low <= chosen.low <= 10:
        return reask(Intent.OUT_OF_RANGE, int(chosen.low))
    confidence = CERTAIN if chosen.unit or len(found) == 1 else WEAK
    return accept(int(chosen.low), UNIT, confidence if said == asked.text else GUESSED)


def _is_yardstick(text: str, one: Quantity) -> bool:
    """比八分轻点 七分: the eight only measures."""
    return one.lead.endswith("比") and _MEASURED_BY.match(text, one.end) is not None


def _is_age(one: Quantity) -> bool:
    return not one.unit and one.low > 10 and _AGE.search(one.lead) is not None


def _once(number: Numeral) -> Numeral:
    """八 八分 is one score said twice, never 88."""
    if len(number.digits) == 2 and number.digits[0] == number.digits[1] and number.end - number.start == 2:
        return replace(number, value=float(number.digits[0]), digits=number.digits[0])
    return number


def _without_scale(text: str) -> str:
    """零到十啊 那我选五分: the scale repeated is no answer when another number follows."""
    text = _SPELLED.sub(lambda found: "\ue010" * len(found.group()), text)
    rest = _SCALE.sub(lambda found: "\ue010" * len(found.group()), text)
    return rest if quantities(rest, find_numerals(rest), _MEASURE) else text
