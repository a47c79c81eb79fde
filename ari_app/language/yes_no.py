"""Yes or no, heard against the form of the question."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

from ari_app.core.vocabulary import Intent
from ari_app.language import words_yes_no as words
from ari_app.language.agreement import agreed
from ari_app.language.before_and_now import tells_of_now, without_past
from ari_app.language.corrections import retracted
from ari_app.language.echoes import echoed
from ari_app.language.existence import trouble_told
from ari_app.language.phrases import Phrases
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.state_questions import state_answer
from ari_app.language.understanding import Understanding


class Form(Enum):
    """How a question asks: for existence (有没有), or for agreement (吗, 是否, 要不要)."""

    EXISTENCE = "existence"
    AGREEMENT = "agreement"


_BACKCHANNEL = Phrases(*words.BACKCHANNEL)
_BARE_TRUE = Phrases(*words.BARE_TRUE)
_UNSURE = Phrases(*words.UNSURE)
_MILD = Phrases(*words.MILD)
_DOUBTED_DENIAL = re.compile(r"(?:[也倒并又]不是|(?:不是|不能|不敢|不好|没有|没)说)(?:没有|没)")
# 怎么没有 天天晕: a denial in scorn.
_HOW_NOT = re.compile(r"(?:怎么|咋|谁说|哪个说|哪里?|岂)(?:会|能|可能)?没有(?![^，]{0,2}人)")
_HAS_TROUBLE = re.compile(
    r"(?<!没)有(?:一?点|一?些|时候?|的时候)?儿?(?:觉得|感觉)?不太?(?:舒服|舒坦|得劲|好受|对劲|自在|适)"
)
_OFFERED = re.compile(r"需要|是否|愿意|准备|要不要|推荐")
_CHANGED_MIND = re.compile(
    r"[哎唉诶吧了啊哦嗯呃欸]还是(?=要|需要|不|算了|打|安排|给|回|来|麻烦|叫|让|请|喊)(?!.*[呢吗])"
)
# 不红了 前几天红: what was comes after what is.
_OVER_BY_NOW = re.compile(
    r"(?<=[不没].了)(?:昨天|前天|前几天|前两天|刚开始|开始|之前|那天|原来|头几天)[^今现还]*$"
)
_LEADING_YES = re.compile(
    "[啊嗯哦]*有(?:的|啊|哦|呢|呀)?(?![没啥哪时什]|一?点(?:都|也)|的?人|(?:事|问题|需要))"
)
_STILL = re.compile(
    "还(?:会|有|在|觉得|感到)?(?:发烧|烧|疼|痛|肿|咳|喘|晕|恶心|吐|痒|麻|流|渗|出血|红|头[晕疼痛]|难受|不舒服)"
    "[^吗]{0,4}吗"
)
_IS_OVER = re.compile("[啊嗯早都已经全]*(?:退|好|消|没|止|停)(?:烧|住)?了(?!几|点|些|一)")
_ASKED_FOR = re.compile("有没有|有无")
_LEADING_NO = Phrases("^[啊嗯哦哎]*(没有|没|从来没|从没|不)(?!停|吃|摔|晕)")
_NOT_YET, _DONE = re.compile(r"[啊嗯哦哎呀]*(?:还没|没呢|暂时没|没有呢)"), re.compile(r"了(?:吗|没有|没)")
# 没有没有 我走路小心着呢, to 摔过吗.
_NEVER_HAPPENED = re.compile(r"(?:没有?|没得){2,}|[啊嗯哦哎]*没有(?:的|啊|呢|过)")
_EVER = re.compile(r"过[^，]{0,2}(?:吗|没)")
_BARE_YES = re.compile(r"[啊嗯哦]*(?:是的?|对的?|好的?|可以|行|要的?)(?![^的啊呀]?[不没])")
_BARE_NO = re.compile(r"[啊嗯哦]*(?:没有|没|不是|不)[啊的呢]*$")
# 家里有血压计吗 is answered by 有 and 没有, 是 will do too.
_ASKS_FOR_A_THING = re.compile(r"(?<!没)有[^没]{1,12}[吗么]")
_HAS, _HAS_NOT = re.compile(r"(?<!没)(?<!没得)有(?!没)"), re.compile(r"没有|没得|没(?=$|[啊呢的])")


def form_of(question: str, said: str = "") -> Form:
    """The form of the question; 有没有 and 有什么…吗 ask for existence, and 有不舒服 answers such a one."""
    if any(word in question for word in ("有没有", "有无", "有什么", "有其他", "还有")):
        return Form.EXISTENCE
    if _HAS_TROUBLE.search(said) and not _OFFERED.search(question):
        return Form.EXISTENCE
    return Form.AGREEMENT


def is_backchannel(text: str) -> bool:
    """Whether nothing but a sound of listening was made."""
    return _BACKCHANNEL.covers(text)


def parse_yes_no(asked: Asked) -> Understanding | None:
    """`yes` or `no` to the proposition of the question."""
    text = asked.text
    form = form_of(asked.question, text)
    if form is Form.EXISTENCE and (
        (_BARE_TRUE.covers(text) and not text.startswith("好好的")) or is_backchannel(text)
    ):
        return reask(Intent.AMBIGUOUS if not is_backchannel(text) else Intent.BACKCHANNEL)
    text = _final(text, form)
    if _MILD.whole(asked.spoken.bare):
        return reask(Intent.AMBIGUOUS)
    unsure = _UNSURE.within(text) and not _is_impossible(text)
    state = state_answer(asked)
    if state is not None:
        return reask(Intent.AMBIGUOUS) if unsure else state
    says_yes, says_no = _said(asked, text, form)
    if says_yes is says_no or unsure:
        return reask(Intent.AMBIGUOUS) if says_yes or says_no or _UNSURE.within(text) else None
    return accept("yes" if says_yes else "no", confidence=LIKELY)


def _said(asked: Asked, text: str, form: Form) -> tuple[bool, bool]:
    """Whether a yes and whether a no is said, of now where a time is named."""
    now = without_past(text)
    if now != text:
        of_now = _said(replace(asked, flags=frozenset()), now, form)
        if of_now != (False, False):
            return of_now
        if form is Form.EXISTENCE and tells_of_now(text):
            # 头两天恶心 现在习惯了: whether it is over is asked.
            return True, True
    does, does_not = echoed(_ASKED_FOR.split(asked.question)[-1], text)
    if form is Form.EXISTENCE:
        return _existing(asked, text, does=does, does_not=does_not)
    if _STILL.search(asked.question):
        there = (False, True) if _IS_OVER.match(text) else trouble_told(asked, text)
        if there[0] is not there[1]:
            return there
    return _agreeing(asked, text, does=does, does_not=does_not)


def _existing(asked: Asked, text: str, *, does: bool, does_not: bool) -> tuple[bool, bool]:
    """To 有没有: 有 and 没有 in front decide, then the verb that was asked for, then what is told."""
    if _LEADING_YES.match(text) or (does and not _LEADING_NO.within(text)):
        return True, False
    return (False, True) if does_not and not does else trouble_told(asked, text)


def _agreeing(asked: Asked, text: str, *, does: bool, does_not: bool) -> tuple[bool, bool]:
    """To 吗: the verb that was asked for, unless a yes or no in front says the contrary; then yes and no."""
    if not does and _NOT_YET.match(text) and _DONE.search(asked.question):
        return False, True
    if does and does_not:
        return True, True
    if not does and _NEVER_HAPPENED.match(text) and _EVER.search(asked.question):
        return False, True
    if does is not does_not and (_BARE_YES.match(text) if does_not else _BARE_NO.match(text)) is None:
        return does, does_not
    if does:
        return True, True
    if _ASKS_FOR_A_THING.search(asked.question):
        has, has_not = _HAS.search(text) is not None, _HAS_NOT.search(text) is not None
        if has is not has_not:
            return has, has_not
    return agreed(asked.question, text)


def _is_impossible(text: str) -> bool:
    return "不可能" in text or "怎么可能" in text


def _final(text: str, form: Form) -> str:
    """What stands in the end: nothing taken back, double denials resolved."""
    taken_back = retracted(text)
    if taken_back is not None:
        text = taken_back[1]
    if form is Form.EXISTENCE:
        text = _HOW_NOT.sub("有", _OVER_BY_NOW.sub("", text))
    if form is Form.AGREEMENT:
        text = _CHANGED_MIND.split(text)[-1]
    return _DOUBTED_DENIAL.sub("有", text)
