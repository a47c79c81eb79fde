"""Yes or no, heard against the form of the question."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language import words_yes_no as words
from ari_app.language.before_and_now import without_past
from ari_app.language.corrections import retracted
from ari_app.language.echoes import echoed
from ari_app.language.negation import affirmed
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.state_questions import state_answer
from ari_app.language.understanding import Understanding


class Form(Enum):
    """How a question asks: for existence (有没有), or for agreement (吗, 是否, 要不要)."""

    EXISTENCE = "existence"
    AGREEMENT = "agreement"


_NO = Phrases(*words.NO)
_NONE = Phrases(*words.NONE)
_FINE = Phrases(*words.FINE)
_YES_EXISTS = Phrases(*words.YES_EXISTS)
_YES_AGREES = Phrases(*words.YES_AGREES)
_BY_QUESTION = tuple((cue, Phrases(*yes), Phrases(*no)) for cue, (yes, no) in words.BY_QUESTION.items())
_RHETORICAL = Phrases(*words.RHETORICAL_YES)
_BACKCHANNEL = Phrases(*words.BACKCHANNEL)
_BARE_TRUE = Phrases(*words.BARE_TRUE)
_UNSURE = Phrases(*words.UNSURE)
_DOUBLE = Phrases(*words.DOUBLE)
_TWICE = Phrases(*words.DENIED_TWICE)
_MILD = Phrases(*words.MILD)
_QUESTION = Phrases(*words.QUESTION)
_POLITE = Phrases(*words.POLITE)
_TROUBLES = Lexicon(words.TROUBLES)
_LEFT_OVER = 4
_DECLINED = Phrases(
    (
        "^[啊嗯哦哎那]*(不用|不需要|不必|用不着|不要了?|算了|别麻烦|犯不着|没必要|先不|"
        "暂时不)(?!.*(?<!不)(?<!不需)(?<!只)(需要|要)[的吧啊了]*$)"
    ),
    "(挺好|很好|好着|没事|没啥|没什么|好了|不疼|不痛)[^，]{0,6}(不用|不需要|不必|用不着)[了啊的吧谢]*$",
)
_AGREED = Phrases(
    (
        "^[啊嗯哦哎那就]*(好|好的|好啊|行|可以|要|要的|需要|愿意|会|当然|肯定|必须|是|是的|对|没问题|麻烦|"
        "要得|得|中|乐意|一定)(?!不|像|吗|没)"
    ),
)
_BUT_NOT = Phrases(
    "(?<!要)不(?!过|错|然|舒服|了解|认|知道|到|了$|住|行了)",
    "没(?!问题|事|关系|去过|来过)",
    "(什么|啥)[呀啊]",
    "别(?!的|人)",
    "算了",
    "免了",
)
# 不舒服 is one word for a trouble; its 不 answers nothing.
_UNWELL = re.compile(r"不(?:大|太|怎么|很|是很|是太)?(?:舒服|舒坦|得劲|好受|对劲|自在|适|爽)")
_SCOFFED = re.compile(r"(?:需要|要|发|打|安排)(?:啥|什么)[呀啊嘛]")
# 我要说不愿意那是假的: what is called false is asked again.
_FALSE = re.compile(
    r"[说讲].{1,8}?(?:那|这|就|都|才|可)*是?(?:假的|假话|骗人|骗你|瞎话|谎话|瞎说|违心|昧良心|昧心)"
)
_WHATEVER = re.compile(r"(?<=吃)(?:啥|什么)|(?<= )(?:啥|什么)")
_DOUBTED_DENIAL = re.compile(r"(?:[也倒并又]不是|(?:不是|不能|不敢|不好|没有|没)说)(?:没有|没)")
_DENIED_TWICE = re.compile(r"(?<!不是)不是(?:没有|没)(?!难受)")
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
_EARLIER = re.compile(
    r"(?:昨天|前天|前几天|前两天|开始|早上|之前|那天|头几天|昨晚|原来|上周|刚出院).*?(?=今天|现在|这会儿|这两天|后来)"
)
_LEADING_YES = re.compile("[啊嗯哦]*有(?:的|啊|哦|呢|呀)?(?![没啥哪时什]|一?点(?:都|也)|的?人|(?:事|问题|需要))")
_STILL = re.compile("还(?:会|有|在|觉得|感到)?(?:发烧|烧|疼|痛|肿|咳|喘|晕|恶心|吐|痒|麻|流|渗|出血|红|头[晕疼痛]|难受|不舒服)[^吗]{0,4}吗")
_IS_OVER = re.compile("[啊嗯早都已经全]*(?:退|好|消|没|止|停)(?:烧|住)?了(?!几|点|些|一)")
_ASKED_FOR = re.compile("有没有|有无")
_LEADING_NO = Phrases("^[啊嗯哦哎]*(没有|没|从来没|从没|不)(?!停|吃|摔|晕)")
_NOT_YET, _DONE = re.compile(r"[啊嗯哦哎呀]*(?:还没|没呢|暂时没|没有呢)"), re.compile(r"了(?:吗|没有|没)")
_BARE_YES = re.compile(r"[啊嗯哦]*(?:是的?|对的?|好的?|可以|行|要的?)(?![^的啊呀]?[不没])")
_BARE_NO = re.compile(r"[啊嗯哦]*(?:没有|没|不是|不)[啊的呢]*$")
# 家里有血压计吗 is answered by 有 and 没有, 是 will do too.
_ASKS_FOR_A_THING = re.compile(r"(?<!没)有[^没]{1,12}[吗么]")
_HAS, _HAS_NOT = re.compile(r"(?<!没)(?<!没得)有(?!没)"), re.compile(r"没有|没得|没(?=$|[啊呢的])")
# Softeners in front of a trouble belong to it: 有点痒 holds no bare 有.
_SOFT_LEAD = re.compile(
    r"(?:(?:就是|只是|还|老|总|一直|稍微|略微)?有(?:一?点点?|一?些|时候?|股|块|个)?(?:觉得|感觉|儿)?[^没不有]{0,3})$"
)


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
    if form is Form.EXISTENCE and (_BARE_TRUE.covers(text) or is_backchannel(text)):
        return reask(Intent.AMBIGUOUS if not is_backchannel(text) else Intent.BACKCHANNEL)
    text = _final(text, form)
    if _MILD.whole(asked.spoken.bare):
        return reask(Intent.AMBIGUOUS)
    state = state_answer(asked)
    if state is not None:
        return state
    says_yes, says_no = _said(asked, text, form)
    if (says_yes or says_no) and _UNSURE.within(text) and not _is_impossible(text):
        return reask(Intent.AMBIGUOUS)
    if says_yes is says_no:
        return reask(Intent.AMBIGUOUS) if says_yes or _UNSURE.within(text) else None
    return accept("yes" if says_yes else "no", confidence=LIKELY)


def _said(asked: Asked, text: str, form: Form) -> tuple[bool, bool]:
    """Whether a yes and whether a no is said."""
    does, does_not = echoed(_ASKED_FOR.split(asked.question)[-1], text)
    now = without_past(text)
    if now != text:
        of_now = _said(replace(asked, flags=frozenset()), now, form)
        if of_now != (False, False):
            return of_now
    if form is Form.EXISTENCE and _LEADING_YES.match(text):
        return True, False
    if form is Form.AGREEMENT and _STILL.search(asked.question):
        there = _exists(asked, text) if not _IS_OVER.match(text) else (False, True)
        if there[0] is not there[1]:
            return there
    if form is Form.EXISTENCE:
        denied = _LEADING_NO.within(text)
        if does and not denied:
            return True, False
        return (False, True) if does_not and not does else _exists(asked, text)
    if not does and _NOT_YET.match(text) and _DONE.search(asked.question):
        return False, True
    if does is not does_not:
        contrary = _BARE_YES.match(text) if does_not else _BARE_NO.match(text)
        if contrary is None:
            return does, does_not
    if does:
        return True, True
    if _ASKS_FOR_A_THING.search(asked.question):
        has, has_not = _HAS.search(text) is not None, _HAS_NOT.search(text) is not None
        if has is not has_not:
            return has, has_not
    return _agrees(asked.question, text)


def _is_impossible(text: str) -> bool:
    return "不可能" in text or "怎么可能" in text


def _final(text: str, form: Form) -> str:
    """What stands in the end: nothing taken back, double denials resolved."""
    taken_back = retracted(text)
    if taken_back is not None:
        text = taken_back[1]
    if form is Form.EXISTENCE:
        text = _OVER_BY_NOW.sub("", text)
    if form is Form.AGREEMENT:
        text = _CHANGED_MIND.split(text)[-1]
    return _DOUBTED_DENIAL.sub("有", text)


def _kinds_asked(question: str) -> frozenset[str]:
    return next((kinds for cue, kinds in words.ASKS_FOR if cue in question), frozenset())


def _exists(asked: Asked, text: str) -> tuple[bool, bool]:
    """Whether the trouble asked for is there, and whether it is denied."""
    if _DENIED_TWICE.search(text):
        return True, True
    mentions = _TROUBLES.mentions(text)
    present = [one for one in mentions if affirmed(text, one, mentions)]
    kinds = _kinds_asked(asked.question)
    rest = _masked(text, mentions)
    if _QUESTION.within(_WHATEVER.sub("", rest)):
        return False, False
    if _is_there(asked, text, present, kinds):
        return True, False
    if not mentions and Flag.MED_STOPPED in asked.flags and "药" in asked.question:
        return True, True
    now = _EARLIER.sub("", rest)
    without = _NONE.stripped(_FINE.stripped(now))
    says_no = without != now or len(present) < len(mentions)
    says_yes = _YES_EXISTS.within(without)
    if present and not says_no and not says_yes:
        return True, True
    return says_yes, says_no


def _is_there(asked: Asked, text: str, present: list[Mention[str]], kinds: frozenset[str]) -> bool:
    flags = asked.flags - words.NO_TROUBLE_FLAGS if text == asked.text else frozenset()
    if "药" in asked.question:
        # Of a medicine that was stopped no trouble is told.
        flags -= {Flag.MED_STOPPED}
    if not kinds:
        return bool(present) or bool(flags)
    if any(words.FLAG_KINDS.get(flag) in kinds for flag in flags):
        return True
    if kinds == {"blood"} and re.search(
        r"(?<!没)(?<!不)[出流渗冒][了过点](?!门|去|院|汗)", _EARLIER.sub("", text)
    ):
        return True
    return any(one.concept in kinds for one in present)


def _masked(text: str, mentions: list[Mention[str]]) -> str:
    """`text` with a blank for every trouble and what softens it."""
    chars = list(text)
    for one in mentions:
        lead = _SOFT_LEAD.search(text[: one.start])
        start = lead.start() if lead is not None else one.start
        chars[start : one.end] = " " * (one.end - start)
    return "".join(chars)


def _agrees(question: str, text: str) -> tuple[bool, bool]:
    text = _SCOFFED.sub("", _UNWELL.sub("难受", text))
    if _TWICE.within(text) or _FALSE.search(text):
        return True, True
    rhetorical = _RHETORICAL.stripped(text)
    if rhetorical != text and not _NO.within(rhetorical):
        return True, False
    if _DECLINED.within(text):
        return False, True
    if text.startswith("没问题"):
        return True, False
    told = _by_question(question, text)
    if told is not None:
        return told
    if _QUESTION.within(text):
        return False, False
    if _DOUBLE.within(text):
        return True, True
    if _AGREED.within(text) and not _BUT_NOT.within(text):
        return True, False
    rest = _NO.stripped(text)
    if len(_POLITE.stripped(_YES_AGREES.stripped(rest))) > _LEFT_OVER:
        return False, False
    return _YES_AGREES.within(rest), rest != text


def _by_question(question: str, text: str) -> tuple[bool, bool] | None:
    """The answer in the words of what was offered or asked for; None when none of them is said."""
    question = question.replace("回个电话", "回电")
    for cue, yes, no in _BY_QUESTION:
        if cue in question:
            says_no = no.within(text)
            says_yes = yes.within(no.stripped(text))
            if says_yes and says_no:
                return (False, True) if cue == "准备好" else (_YES_AGREES.within(no.stripped(text)), True)
            return (says_yes, says_no) if says_yes or says_no else None
    return None
