"""When to call again, or what to do with an appointment."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from ari_app.core.vocabulary import Intent
from ari_app.language.day_words import VAGUE_DAY, find_days
from ari_app.language.moments import find_moment, moment_in
from ari_app.language.numerals import find_numerals
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask, route
from ari_app.language.routes import wishes_call
from ari_app.language.time_from_now import Doubt
from ari_app.language.understanding import Context, Understanding

_CANCEL = Phrases(
    "取消", "不(想|打算|准备|用)?(去|来)(了|看了)", "不(用|需要|必|想|打算)(看|复查|复诊|查|去|来)了",
    "不(复诊|看|约|复查|查|挂)了", "退(了|号|掉)",
    "(号|约)(不要|给我退|退)", "撤了", "作废",
)  # fmt: skip
_NOT_CANCEL = Phrases(
    "(不|别|没说|没想|不用|不要|不是要?)(给我)?(取消|退)",
    "不(去|来)不(行|成)",
    "能不(去|来)",
    "怎么(能|会)不",
    "是不是",
)
_MOVED = Phrases(
    "改(到|成|为|约|在|一下|期)", "换(到|成)", "挪(到|成)", "推(到|迟)", "提前到", "延(到|后|迟)"
)
_KEEP = Phrases(
    "(不|别|甭)(用|需要|要)?(改|变|换|动)", "(按|照)(原来|原定|时|约定|老|预约|着)", "方便", "没问题", "准时",
    "能(去|到|来)", "(去|来|到)得(了|成)",
    "可以(去|来|的)?$", "按时", "就(那|这)(个)?(时间|天|时候|会儿)", "不变", "会(去|到|来)", "没变",
    "(到时候|那天)[我就一定准]*(去|到|来)", "可以", "一定(去|到)",
    "行(的|啊|吧)?$", "(我|就)去", "(按|照)(旧|原|常|样)", "^能(的|啊|吧|行)*$", "^来(的|啊|得了)*$",
    "(肯定|一定|准|会|要|当然)(来|去|到)",
    "就[^，不没]{0,3}(点|时间|钟点|日子|时辰)[吧啊好]*$", "(原来|原先|还是)的?(那个|那天|老时间)",
    "(记着|记得|忘不了)(呢|的)?", "ok", "成(的|啊)?$", "中(的|啊)?$", "没(啥|什么)(问题|变化)", "赶(得上|得及)",
)  # fmt: skip
_PLAIN_YES = Phrases(
    "(好|行|可以|好的|行的|对|嗯好|方便|中|成|没问题|嗯行|好嘞|行吧|好吧|可以的|是的|得行|要得|对的)+"
)
_SHIFT = re.compile(
    r"(?:往(?:(?P<earlier>前)|后)[推挪延移拖顺提]?[迟后到]?|(?P<early>提前|(?<![明今清一])早(?=[一两半]))|推[迟后]|"
    r"延[迟后]|顺延|[晚推拖迟](?=[一两二三四五六七八九十半]))了?个?"
    r"(?:(?P<count>[一两二三四五六七八九十0-9]+)个?(?P<unit>天|星期|礼拜|周|小时|钟头)|(?P<half>半)个?(?:小时|钟头))"
    r"(?!以后|之后|后)"
)
_HOURS = ("小时", "钟头")
_SAME_TIME = Phrases(
    "(时间|钟点|点)[还就也]?(不变|一样|照旧)", "还是(那个|这个|原来)[的]?(时间|点|钟点)", "同样的?时间"
)
_ANY = Phrases(
    "随便",
    "(什么|啥|哪个)(时候|时间|时|点|会儿)(打|来|你打|您打|你们打)?(都|也)",
    "任何(时候|时间|时)",
    "哪天都",
    "都(可以|行|成|中|方便|得行)",
    "随时",
    "(你|您)(们)?(看着|定|安排|看|方便)",
    "无所谓",
)
_VAGUE = Phrases(
    "以后", "后头", "晚点", "晚(一)?些", "等(会|下)", "待会", "过会", "一会", "下个月", "月(底|初|中|末)",
    "等[我俺咱他她]", "等<我>", "再(说|看|定)", "看情况",
    "做不了主", "商量", "问问", "不(一定|好说|确定)", "说不准", "没定", "(早|晚)一点",
)  # fmt: skip
_CANNOT = Phrases(
    "不(方便|行|成|合适|能去|能来|可以)", "(去|来|赶|到)不(了|成|上)", "没(有)?(空|时间|工夫)",
    "(要|想|得|需要|能不能|可以|给我|帮我)(改|换|挪|推)", "改期",
    "(换|改)(个|一)", "有(事|冲突)", "冲突", "出差", "上班", "提前", "推迟",
)  # fmt: skip


def parse_reschedule(asked: Asked) -> Understanding | None:
    """A time, a day and its part, or keep / cancel / any."""
    text, context = asked.text, asked.context
    if wishes_call(asked):
        return route(Intent.LATER, None if context.now is None else moment_in(text, context.now))
    cancels = _CANCEL.within(text) and not _NOT_CANCEL.within(text)
    if cancels and not _MOVED.within(text):
        return accept({"cancel": True}, confidence=LIKELY)
    shift = None if context.appointment is None else _SHIFT.search(text)
    if shift is not None and context.now is not None and context.appointment is not None:
        return _shifted(text, shift, context.now, context.appointment)
    moment = None if context.now is None else find_moment(text, context.now, _base(context))
    if isinstance(moment, Doubt):
        return reask(Intent(moment.value))
    if moment is not None:
        return _with_moment(text, moment, context)
    return _without_moment(text, context)


def _shifted(text: str, shift: re.Match[str], now: datetime, planned: datetime) -> Understanding:
    """往后推两天 counts from the appointment, the time of day as said or still to be named."""
    if shift["half"] or shift["unit"] in _HOURS:
        return _shifted_by_hours(text, shift, planned)
    days = int(find_numerals(shift["count"], masked=False)[0].value) * (1 if shift["unit"] == "天" else 7)
    day = planned.date() + timedelta(days=-days if shift["earlier"] or shift["early"] else days)
    rest = text[: shift.start()] + text[shift.end() :]
    moment = find_moment(rest, now, day)
    if isinstance(moment, Doubt) or day <= now.date() or find_days(rest):
        return reask(Intent.AMBIGUOUS)
    if moment is None and _SAME_TIME.within(rest):
        moment = {"dt": f"{day.isoformat()}T{planned:%H:%M}"}
    return reask(Intent.AMBIGUOUS) if moment is None else accept(moment, confidence=LIKELY)


def _shifted_by_hours(text: str, shift: re.Match[str], planned: datetime) -> Understanding:
    """晚一个钟头, 提前半小时; any other time beside it is asked again."""
    rest = text[: shift.start()] + text[shift.end() :]
    if find_numerals(rest) or find_days(rest):
        return reask(Intent.AMBIGUOUS)
    amount = timedelta(hours=0.5 if shift["half"] else find_numerals(shift["count"], masked=False)[0].value)
    moved = planned - amount if shift["earlier"] or shift["early"] else planned + amount
    return accept({"dt": f"{moved:%Y-%m-%dT%H:%M}"}, confidence=LIKELY)


def _base(context: Context) -> date | None:
    return None if context.appointment is None else context.appointment.date()


def _with_moment(text: str, moment: dict[str, object], context: Context) -> Understanding:
    vague = VAGUE_DAY.within(text) and "dt" not in moment and "part" not in moment
    if vague or _holds_back(text):
        return reask(Intent.AMBIGUOUS)
    if context.appointment is not None and not _MOVED.within(text) and _is_appointment(moment, context):
        return accept({"keep": True}, confidence=LIKELY)
    return accept(moment, confidence=CERTAIN)


def _holds_back(text: str) -> bool:
    return re.search(r"不一定|说不准|看情况|不确定|不好说|再商量|再看", text) is not None


def _is_appointment(moment: dict[str, object], context: Context) -> bool:
    assert context.appointment is not None
    planned = context.appointment
    if "dt" in moment:
        return moment["dt"] == planned.strftime("%Y-%m-%dT%H:%M")
    return moment.get("date") == planned.date().isoformat() and not {"after", "before"} & set(moment)


def _without_moment(text: str, context: Context) -> Understanding | None:
    if context.appointment is not None:
        kept = _KEEP.within(text) or _PLAIN_YES.whole(text) or _NOT_CANCEL.within(text)
        if kept and not _CANNOT.within(re.sub(r"不(用|需要|要)?(改|换)期?", "", text)):
            return accept({"keep": True}, confidence=LIKELY)
        return (
            reask(Intent.AMBIGUOUS)
            if _CANNOT.within(text) or _VAGUE.within(text) or _MOVED.within(text)
            else None
        )
    if _ANY.within(text) and not re.search(r"不行|不方便|没空|吗$", text):
        return accept({"any": True}, confidence=LIKELY)
    if _CANNOT.within(text) or _VAGUE.within(text) or VAGUE_DAY.within(text):
        return reask(Intent.AMBIGUOUS)
    return None
