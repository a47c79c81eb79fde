"""Pain on the 0-10 verbal scale."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Phrases
from ari_app.language.readings import WEAK, Asked, accept, reask
from ari_app.language.scores import UNIT, parse_score
from ari_app.language.time_marks import PAST, last_mark, time_of
from ari_app.language.understanding import Understanding

_NO_PAIN = Phrases(
    "(一点|一点儿|一点点|根本|现在|完全|基本|已经|都|早就|也|倒)?[都也]?(不|没有|没)(怎么)?<痛>[了的]*",
    "没[有](感觉|觉得|觉出)[到]?(疼|痛)", "(不|没)[有]什么(疼|痛)", "没疼痛", "零分", "无痛", "(不|没)(疼|痛)[过感]",
    "没得(疼|痛)", "不觉(得|着)(疼|痛)",
)  # fmt: skip
# 一分都没有, but 一分都不到 is a bound.
_NOT_ONE = Phrases(
    "(一|1|半)分儿?[都也]?(没有|没|无)(?!到|过|够)(得|啊|的|了)*(疼|痛)?", "(一|半)点(都|也)?不(疼|痛)"
)
_SLIGHT = Phrases(
    "不怎么",
    "不太",
    "不大",
    "不咋",
    "没咋",
    "没怎么",
    "基本",
    "没什么",
    "没多",
    "不算",
    "不是",
    "几乎",
    "差不多",
)
_PAIN = Phrases(
    "<痛>", "难受", "受不了", "严重", "厉害", "轻微", "还好", "还行", "一般", "凑合", "能忍", "忍得住", "不舒服"
    , "要命", "够呛",
    "(轻|中|重)度", "好(点|些|多)", "轻(点|些|多)", "重了", "强(点|些|多)",
)  # fmt: skip
_LEFT = Phrases("(?<!没)有(?!没有)", "吗", "酸", "胀")
# Under these 不疼 is no plain zero: 不动不疼, 不疼才怪.
_CONDITIONAL = Phrases(
    "不动", "不碰", "不咳", "不走", "不按", "不压", "不翻", "不使劲", "不用力", "躺着", "躺下", "静", "坐着",
    "歇着", "有时", "偶尔", "平时", "(吃|打|用)[了上完]*(<药>|止疼|止痛|针)", "才怪", "哪能", "能不", "咋能",
    "怎么(会|能|可能)", "不可能", "哪会", "骗", "假的", "一会", "一阵", "不是不", "没有不", "要是", "如果", "的时候",
    "的话", "别人", "除了",
)  # fmt: skip
# A part of the day narrows what stands right beside it: 白天不疼, but not 不疼 晚上睡得好.
_PART_OF_DAY = Phrases("(白天|晚上|夜里|早上|上午|下午)[就也都是还倒会的时候]*(<痛>|难受|不疼|不痛)")

# 老王上个月没了 我没事 一点都不疼: the past is of another.
_I_AM_WELL = re.compile("我(?:倒|自己|自个儿?|这边?|本人)*(?:没事儿?|挺好|好着呢|好好的)的?$")


def parse_nrs(asked: Asked) -> Understanding | None:
    """An integer 0..10; a quality, a range or a comparison is asked again."""
    rest = _NOT_ONE.stripped(asked.text)
    if rest != asked.text and "分" not in _of_now(rest):
        return _from_words(
            replace(asked, spoken=replace(asked.spoken, text=_NOT_ONE.pattern.sub("不疼", asked.text)))
        )
    return parse_score(asked, low=0) or _from_words(asked)


def _first(text: str) -> int:
    """Where it is first said that nothing hurts."""
    found = _NO_PAIN.pattern.search(text)
    return len(text) if found is None else found.start()


def _of_now(text: str) -> str:
    now = last_mark(text)
    return text[now:] if now > 0 else text


def _from_words(asked: Asked) -> Understanding | None:
    text = asked.text
    if not _NO_PAIN.within(text):
        return reask(Intent.QUALITATIVE, "pain") if _PAIN.within(text) else None
    now = last_mark(text)
    current = text[now:] if now > 0 and _NO_PAIN.within(text[now:]) else text
    rest = _NO_PAIN.stripped(current)
    doubtful = (
        _SLIGHT.within(current)
        or _PAIN.within(rest)
        or _LEFT.within(rest)
        or _CONDITIONAL.within(current)
        or _PART_OF_DAY.within(current)
    )
    lead = text[: _first(text)]
    if doubtful or (now < 0 and time_of(lead) == PAST and not _I_AM_WELL.search(lead)):
        return reask(Intent.QUALITATIVE, "none_or_slight")
    return accept(0, UNIT, WEAK + 0.15)
