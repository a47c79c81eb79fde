"""How often in a week: missed doses and the like."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.doses import MISS, NONE_MISSED, NONE_TAKEN, NOT, TAKE
from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.quantities import Measure, Quantity, quantities
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.settling import corrects, settle
from ari_app.language.time_marks import PAST, TODAY, UNMARKED
from ari_app.language.understanding import Understanding

UNIT = "/wk"
HIGHEST = 21
_UNITS = re.compile(r"(?:次|回|顿|遍|趟)儿?")
_MEASURE = Measure(_UNITS, re.compile(rf"(?!次|回|顿|遍|趟)(?:{CLASSIFIERS})|[分度成样点:%]|星期|礼拜|毫"))
_NEVER = Phrases(
    *NONE_MISSED,
    f"(一|1)(次|回|顿)[都也]?(没有|没)(?!{TAKE})",
    "(没|没有)(漏|忘|落)过?",
    "^(没|没有)(的|啊|呢|过)*$",
    "^(没有)+$",
    "^(没有|没得|没){2,}(啊|的|哦)*(?=我|闹钟|天天|每天|顿顿|都|按)",
    "^没有(啊|的|哦)*(?=我?(都|天天|每天|顿顿|按时|记|闹钟))",
    f"(这|本)个?(周|星期|礼拜)[都就倒还]*(没有|没)(?!{TAKE}|{MISS})",
)
_NEVER_AT_ALL = Phrases(
    "没有$", "^(没有)+(啊|呢|的|吧|$)", "^(没)+(啊|的|呢|吧|$)", "(没|没有)(的事|那事|这事)"
)
_NOT_QUITE = Phrases(
    "几乎", "基本", "差不多", "大部分", "不太", "没怎么", "不怎么", "很少", "不多", "好像", "多半",
    "没少(漏|忘|落)", "没几", "没两",
    "少不了", "有(时|几|的)", "偶尔", "经常", "老(是)?(漏|忘|落)", "总(是)?(漏|忘|落)", "记不",
)  # fmt: skip
_ALWAYS = Phrases(
    f"(每天|天天|顿顿|次次|回回|每次|每顿)[都也就]?(?!{NOT})[都会在要]*({MISS}|没{TAKE}|不{TAKE})", *NONE_TAKEN,
    f"^(没|没有|不){TAKE}",
    "停(了|药)", "没再吃",
)  # fmt: skip
_SOME = Phrases(
    "漏",
    "忘",
    "落",
    "偶尔",
    "有时",
    "几次",
    "几回",
    "几顿",
    "好几",
    "经常",
    "老是",
    "很多",
    "不少",
    "一些",
    "没吃",
    "断",
)
_UNKNOWN = Phrases(
    "记不(清|得|住|起)", "不(记得|知道|清楚|晓得)", "说不(清|准|上)", "没(数|注意|留意|印象)", "想不起"
)
# 一天吃三次: how the medicine is taken, no count of misses; 每天忘一次 is a rate of its own.
_SCHEDULE = re.compile(rf"(?:每天|一天|天天|每日|一日|1天)[要得该都就是按时准时]*{TAKE}?$")
_RATE = re.compile(
    r"(?:每天|一天|天天|隔天|每隔?[一两]天|[两三]天|每日|一个月|每次|每顿|早晚各|早中晚)[都也就得会要]*(?:早上|中午|晚上|上午|下午|早晚|睡前)?[忘漏落没吃了]*$"
)
_TAKEN = re.compile(r"(?<![漏少忘没])(?:只|就|才|都|多)?吃[了过]$|多吃[了过]?$")
# 差点忘了一次 tells of a dose that was taken after all.
_ALMOST = re.compile(r"(?:差一?点儿?|险些)就?(?:又|给|都)?(?:忘|漏|落)")
_OFTEN = re.compile(r"偶尔|有时候?|经常|老是|时不时|隔三差五")
_ONE_MORE = re.compile(r"又|还有|另|也|(?:今|前|昨|后)[天儿]|(?:周|星期|礼拜)[一二三四五六日天]")
_OTHER_WEEK = re.compile(r"上+个?(?:一?周|星期|礼拜|月)|以前|之前|原来|刚出院|头一?个?(?:周|星期|礼拜)")
_THIS_WEEK = re.compile(r"(?:这|本)[个一]*(?:周|星期|礼拜)|现在|最近|这几天|这七天")
# 忘了老伴要骂人的: what would happen tells of no dose.
_THREATENED = re.compile(
    r"(?:我?要是|如果|万一|哪天|哪次|敢|一)?(?:忘|漏|落)[了吃药过]*[^零一二两三四五六七八九十没0-9]{0,8}?(?:骂|数落|念叨|唠叨|吵|收拾|怪我|说我|不答应|不依|跟我急|饶不了)(?:死|人|我|半天|一顿)*的?"
)
_PART_OF_DAY = re.compile(r"(?:早上|中午|晚上|白天|上午|下午|早晨|夜里)[的那顿药]*$")
_OTHERS = re.compile(r"别的|其他|其它|其余|剩下|另外")
_ONE_DOSE = re.compile(r"一(?=[顿趟])")
_TOTAL = re.compile(
    r"(?:(?:加上|算上|连上|连带|连)[^零一二两三四五六七八九十0-9]{0,10}|总共|一共|加起来|拢共|统共|合起来|合计|总的|总起来|算起来|算下来|全部|里外里|拢总|攒一块)[^零一二两三四五六七八九十0-9]{0,4}$|就这$"
)
_DAY_NAMED = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]|大?前天|昨天|今天|昨晚|前晚")
_EACH = re.compile(r"各(?:漏|忘|落|有|自)?[了记掉]?$")
_THAT_DOSE = re.compile(
    rf"^(?:就|只有?|光|才|也就|就是|只是|哦|嗯|那个)*(?:在)?(?:{_DAY_NAMED.pattern})(?:的)?(?:早上|中午|晚上|下午|上午|夜里头?|早|晚)?的?(?:那|这)?(?:顿|次|回|趟)?(?:药)?(?:我|给|就|又)*(?:{MISS}|没{TAKE}|$)(?!.*(?:{_DAY_NAMED.pattern}))"
)
_DAY_LISTED = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DAY_OFF = re.compile(
    rf"(?:和|跟|还有|、|与|以及|都|那天|[的我就是也又])*(?:早上|中午|晚上|下午|上午)?的?(?:那|这)?(?:顿|次)?(?:都|我|给|就)*(?:{MISS}|没{TAKE})"
)


def parse_count_week(asked: Asked) -> Understanding | None:
    """0..21 a week."""
    # 一顿 and 一趟 count doses here, where elsewhere they are no numbers.
    text = _ONE_DOSE.sub("1", _THREATENED.sub("", asked.text))
    found = _stated(text)
    if found:
        summed = _summed(text, found)
        if summed is not None:
            return accept(summed, UNIT, LIKELY)
        return _settled(text, found)
    return _from_words(text)


def _settled(text: str, found: list[Quantity]) -> Understanding:
    chosen = settle(text, found)
    if isinstance(chosen, Understanding):
        vague = chosen.intent is Intent.AMBIGUOUS and _ALWAYS.within(text)
        return reask(Intent.QUALITATIVE) if vague else chosen
    more = [one for one in found[1:] if one.time == chosen.time and not one.denied]
    if any(_ONE_MORE.search(one.lead) for one in more) and not corrects(chosen.lead):
        return reask(Intent.MULTIPLE)
    if _OFTEN.search(chosen.lead) or (_RATE.search(chosen.lead) and _ALWAYS.within(text)):
        return reask(Intent.QUALITATIVE)
    if (
        _EACH.search(chosen.lead)
        or _ALMOST.search(chosen.lead)
        or _RATE.search(chosen.lead)
        or _TAKEN.search(chosen.lead)
    ):
        return reask(Intent.AMBIGUOUS)
    if text[chosen.end : chosen.end + 1] == "半":
        return reask(Intent.AMBIGUOUS)
    if chosen.low != int(chosen.low) or not 0 <= chosen.low <= HIGHEST:
        return reask(Intent.OUT_OF_RANGE, chosen.low)
    return accept(int(chosen.low), UNIT, CERTAIN if chosen.unit else LIKELY)


def _summed(text: str, found: list[Quantity]) -> int | None:
    """The total where it is said, or the sum over days that were named one by one; None elsewhere, as beyond 21."""
    total = _total(text, found)
    return total if total is not None and total <= HIGHEST else None


def _total(text: str, found: list[Quantity]) -> int | None:
    each = [one for one in found if one.exact and _EACH.search(one.lead)]
    if each:
        named = len(set(_DAY_NAMED.findall(text[: each[-1].start])))
        return int(each[-1].low) * named if named * each[-1].low > 1 else None
    exact = [
        one for one in found if one.exact and not one.denied and not one.past and one.low == int(one.low)
    ]
    totals = [one for one in exact[1:] if _TOTAL.search(one.lead) and one.low > exact[0].low]
    if totals:
        return int(totals[-1].low)
    if len(exact) == len(found) > 2 and exact[0].low == sum(one.low for one in exact[1:]):
        # 两次 早上一次 晚上一次
        return int(exact[0].low)
    days = [named.group() for one in exact for named in _DAY_LISTED.finditer(one.lead)]
    listed = len(exact) == len(found) > 1 and len(set(days)) == len(days) == len(exact)
    if not listed or any(corrects(one.lead) for one in found[1:]):
        return None
    return int(sum(one.low for one in exact))


def _stated(text: str) -> list[Quantity]:
    """The counts said in numbers, and a zero where it is said that nothing was missed (这礼拜一回没漏)."""
    never = [] if _ALWAYS.within(text) else [found.span() for found in _NEVER.pattern.finditer(text)]
    counted = [
        replace(one, time=_week_of(one.lead))
        for one in quantities(text, find_numerals(text), _MEASURE)
        if not any(start <= one.start < end for start, end in never) and not _schedule(text, one)
    ]
    if not counted:
        return []
    zeros = [
        Quantity(0, 0, start, end, time=_week_of(text[max(0, start - 8) : start]), unit=True)
        for start, end in never
        if not _OTHERS.search(text, max(0, start - 4), start) and not _PART_OF_DAY.search(text, 0, start)
    ]
    past = any(one.past for one in counted)
    explicit = [one for one in zeros if past or one.start < counted[0].start]
    return sorted([*counted, *explicit], key=lambda one: one.start)


def _week_of(lead: str) -> int:
    """Days of this week are no past here: only another week is."""
    this = [found.end() for found in _THIS_WEEK.finditer(lead)]
    other = [found.end() for found in _OTHER_WEEK.finditer(lead)]
    if not this and not other:
        return UNMARKED
    return TODAY if max(this, default=-1) > max(other, default=-1) else PAST


def _schedule(text: str, one: Quantity) -> bool:
    missed = re.match(
        rf"(?:药)?(?:都|我)?(?:{MISS}|没{TAKE})(?!了?[一两二三四五六七八九十0-9])", text[one.end :]
    )
    if re.search(f"{TAKE}$", one.lead) and _SCHEDULE.search(one.lead):
        return True
    return missed is None and _SCHEDULE.search(one.lead) is not None


def _from_words(text: str) -> Understanding | None:
    this = [found.start() for found in _THIS_WEEK.finditer(text)]
    if this and _OTHER_WEEK.search(text, 0, this[-1]):
        text = text[this[-1] :]
    days = _days_listed(text) or (1 if _THAT_DOSE.search(text) and not _NOT_QUITE.within(text) else 0)
    if days:
        return accept(days, UNIT, LIKELY)
    if _ALWAYS.within(text):
        return reask(Intent.QUALITATIVE)
    rest = _NEVER.stripped(text)
    never = _NEVER.within(text) or _NEVER_AT_ALL.within(text)
    if never and not _SOME.within(rest) and not _NOT_QUITE.within(text) and _week_of(text) != PAST:
        return accept(0, UNIT, LIKELY)
    if _UNKNOWN.within(text):
        return None
    return reask(Intent.QUALITATIVE) if _SOME.within(text) else None


def _days_listed(text: str) -> int:
    """周二和周四忘了 is two; 0 when the days are no list of misses."""
    days = list(_DAY_LISTED.finditer(text))
    if not days or re.search(r"到|至|每|上[个]?(?:周|星期|礼拜)", text) or _NOT_QUITE.within(text):
        return 0
    if not _DAY_OFF.match(text, days[-1].end()):
        return 0
    return len({found[1].replace("天", "日") for found in days})
