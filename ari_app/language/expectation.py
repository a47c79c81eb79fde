"""What may be said to a type of question, and whether a hypothesis already says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ari_app.core.vocabulary import Action, Intent, QType
from ari_app.language.beginnings import waits_for_more
from ari_app.language.choice_examples import EXAMPLES
from ari_app.language.lost_no import is_mere_no
from ari_app.language.numerals import find_numerals
from ari_app.language.options_meant import parts_of_label
from ari_app.language.parser import understand
from ari_app.language.spoken import read
from ari_app.language.understanding import Context
from ari_app.questionnaire.value_space import NONE_OF_THEM

_DIGITS = "零一二三四五六七八九十"
_CONTROL = (
    "转人工",
    "我要人工",
    "再说一遍",
    "听不清",
    "没听清",
    "别再打了",
    "不要再打了",
    "打错了",
    "等一下",
    "没空",
    "不知道",
    "大声一点",
    "慢一点",
)
_YES_NO = (
    "有", "有的", "有一点", "没有", "没有了", "都没有", "没", "是", "是的", "不是", "对", "好", "好的", "可以",
    "不可以", "行", "不行", "要", "要的", "不要", "需要", "不需要", "不用", "不用了", "嗯", "愿意", "不愿意", "会",
    "不会",
    "准备好了", "还没有", "没问题", "麻烦了", "方便", "不方便",
)  # fmt: skip
_PERSON = (
    "是",
    "是的",
    "是我",
    "我是",
    "我就是",
    "对",
    "对的",
    "对是我",
    "本人",
    "我是本人",
    "不是",
    "我不是",
    "不在",
    "他不在",
    "她不在",
    "打错了",
    "你是谁",
    "你是哪位",
    "我是他爱人",
    "我是他儿子",
    "我是他女儿",
    "我是家属",
    "没这个人",
    "去世了",
)
_CONSENT = (
    "可以",
    "可以的",
    "好",
    "好的",
    "行",
    "行的",
    "同意",
    "没问题",
    "愿意",
    "方便",
    "你说吧",
    "不可以",
    "不行",
    "不同意",
    "不用了",
    "不需要",
    "不要录音",
    "现在没空",
    "在忙",
    "不方便",
    "你是谁",
    "要多久",
)
_ADHERENCE = (
    "全吃了",
    "都吃了",
    "按时吃了",
    "一次没忘",
    "一次没落",
    "没吃",
    "一半",
    "百分之百",
    "全部吃了",
    "都按时吃了",
    "忘了几次",
    "没有吃",
    "每天都吃",
    "差不多都吃了",
)
_COUNT = ("没有漏", "没有", "没忘过", "一次没漏", "都吃了")
_PRESSURE = ("高压一百二低压八十", "一百二八十", "一百三八十五", "一百四九十", "没量", "正常")
_DANGER = (
    "胸口疼", "胸痛", "胸闷", "心口疼", "喘不上气", "喘不过气来", "呼吸困难", "上不来气", "憋气", "大出血",
    "流了好多血", "血止不住", "伤口一直流血", "吐血", "便血", "拉黑便", "晕倒了", "昏过去了", "昏迷了", "叫不醒",
    "没有意识了", "抽搐", "口吐白沫", "半边身子动不了",
    "嘴歪了", "说话不清楚", "药吃多了", "吃了一瓶药", "救命", "快不行了", "打一二零", "叫救护车", "不想活了",
    "活着没意思", "想死", "死了算了", "自杀", "跳楼", "不如死了", "一了百了", "活不下去了", "伤口裂开了",
)  # fmt: skip


def danger_phrases() -> tuple[str, ...]:
    """A closed set of things said in danger, for a second look when free text matches nothing."""
    return _DANGER


def expected_phrases(qtype: QType, options: Mapping[str, str]) -> tuple[str, ...]:
    """Mandarin phrases that fit the *type* of a question, the control phrases among them.

    For identity and consent they depend on the type alone: no stored value comes in here.
    """
    return _expected(qtype, tuple(options.items()))


@lru_cache(maxsize=128)
def _expected(qtype: QType, options: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_answers(qtype, options), *_CONTROL)))


def _answers(qtype: QType, options: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    match qtype:
        case QType.NRS:
            return (*_scores(), "零", "不疼", "一点不疼", "不疼了", "疼得厉害")
        case QType.RATING_1_10:
            return _scores()[1:]
        case QType.TEMPERATURE:
            return (*_temperatures(), "没量", "没有体温计", "不发烧", "正常", "没测")
        case QType.CHOICE | QType.CHOICES:
            return _choices(options)
        case QType.ADHERENCE_PCT:
            return (*_ADHERENCE, *_percents())
        case QType.COUNT_WEEK:
            return (*_COUNT, *(f"{one}次" for one in "一两三四五六七八九十"))
        case QType.BLOOD_PRESSURE:
            return _PRESSURE
        case QType.PERSON_CONFIRM:
            return _PERSON
        case QType.CONSENT:
            return _CONSENT
        case QType.YES_NO:
            return _YES_NO
        case _:
            return ()


def _scores() -> tuple[str, ...]:
    return (*(f"{one}分" for one in _DIGITS), *_DIGITS[1:])


def _temperatures() -> tuple[str, ...]:
    whole = {t: ("三十" if t < 40 else "四十") + (_DIGITS[t % 10] if t % 10 else "") for t in range(35, 42)}
    out: list[str] = []
    for spoken in whole.values():
        out.extend((f"{spoken}度", f"{spoken}度半", spoken))
        for tenth in _DIGITS[1:10]:
            out.extend((f"{spoken}度{tenth}", f"{spoken}点{tenth}"))
    return tuple(out)


def _percents() -> tuple[str, ...]:
    tens = [f"{one}十" if one != "一" else "十" for one in "一二三四五六七八九"]
    return (*(f"百分之{ten}" for ten in tens), *(f"{one}成" for one in _DIGITS[1:]), "百分之九十五")


def _choices(options: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    examples = EXAMPLES.get(frozenset(code for code, _ in options), {})
    out: list[str] = []
    for code, label in options:
        out.extend((*parts_of_label(label), *examples.get(code, ())))
    places = tuple(f"第{one}个" for one in "一二三四五六"[: len(options)])
    return (*out, *places)


_END_OF_DATE = ("号", "日")


def is_complete(qtype: QType, text: str, options: Mapping[str, str], question: str = "") -> bool:
    """Whether `text` already is a whole valid answer, so that a short silence may end the turn.

    What 有 and 没有 say depends on the words of `question`.
    """
    if qtype in (QType.OPEN_TEXT, QType.GLOBAL, QType.CALL_START):
        return False
    if qtype in (QType.ID_TAIL, QType.BIRTH_MD) and text.endswith(_END_OF_DATE):
        qtype = QType.BIRTH_MD  # who is asked for the digits of his number may tell his birthday
    if waits_for_more(qtype, text):
        return False
    meant = understand(qtype, question, text, Context(options=options))
    if meant.action is not Action.ACCEPT:
        return False
    if qtype is QType.CHOICES and meant.value != [NONE_OF_THEM]:
        return False  # 头晕 … 还有点恶心
    if qtype is QType.CONSENT and meant.value != "yes":
        return False  # it ends the call, and 不同意 may become 不同意录音
    if qtype is not QType.TEMPERATURE or (isinstance(meant.value, float) and not meant.value.is_integer()):
        return True
    return not _may_go_on(text)


_HESITATION = re.compile(
    r"(?:^|.)(?:嗯|呃|额|那个|这个|我想想|想想啊?|我看看|看看啊?|等等|怎么说呢|应该是|大概是?|好像是?)$"
)


def is_unfinished(qtype: QType, text: str, options: Mapping[str, str], question: str = "") -> bool:
    """Whether more is sure to come: half a number, or a word of hesitation at the end and no answer yet."""
    if is_complete(qtype, text, options, question):
        return False
    if qtype is QType.CONSENT and is_mere_no(text):
        return True  # it ends the call, and may become 不客气 可以
    if understand(qtype, question, text, Context(options=options)).intent is Intent.PARTIAL:
        return True
    return bool(_HESITATION.search(text))


def _may_go_on(text: str) -> bool:
    """三十七 may still become 三十七度二."""
    spoken = read(text).text
    numerals = find_numerals(spoken)
    return (
        bool(numerals) and not numerals[-1].decimal and numerals[-1].end == len(spoken) and "度" not in spoken
    )
