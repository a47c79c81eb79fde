"""What is heard before an answer in words: 没听清 is no 没, but 停了 跑车不方便 tells why and puts no call off."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import Action, Flag, Intent, QType
from ari_app.language.missing_words import parse_missing
from ari_app.language.phrases import Phrases
from ari_app.language.readings import Asked
from ari_app.language.routes import hinders_answer, steering_route
from ari_app.language.understanding import Understanding

WORDY = frozenset({QType.YES_NO, QType.CHOICE, QType.CHOICES, QType.OPEN_TEXT})
SHORT = 8
_INSTEAD_OF_NO = frozenset({Intent.HUMAN, Intent.LATER})
_HEARD_FIRST = frozenset(
    {
        Intent.REPEAT, Intent.LOUDER_SLOWER, Intent.HUMAN, Intent.HOLD_ON, Intent.ASK_IDENTITY, Intent.COMPLAINT,
        Intent.LATER, Intent.REFUSE_CALL,
    }
)  # fmt: skip
# What would steer the call elsewhere belongs to the answer here: a call-back 下午打, papers 等会儿去找, 走得慢点.
_PART_OF_ANSWER = (
    (Intent.LATER, "回电"), (Intent.LATER, "回个电话"), (Intent.HOLD_ON, "准备好"), (Intent.COMPLAINT, "推荐"),
    (Intent.LOUDER_SLOWER, "走"), (Intent.REFUSE_CALL, "锻炼"),
)  # fmt: skip
# Nothing but a question: 伤口拆线以后几天能洗澡.
_ASKS = Phrases(
    "[^有没是对不好嗯]{0,12}(几天|多久|多长时间|啥时候|什么时候|几时|多少天|几个月)[以之后才就我]*(能|可以|可|要|好|拆|换|去)[^，不没]{0,8}",
)
# 我还骑车买菜呢 tells what can be done; who puts the call off says so.
_PUTS_OFF = Phrases(
    "打(过来|给我|来|电话|吧|$)", "联系", "再(说|聊|谈|讲|问|打|来)", "等(会|下|一|我|哈)", "晚(点|些)",
    "[一待过]*会儿?", "改(天|日)", "回头", "没(有)?(空|时间|工夫|功夫)", "不得(空|闲)",
    "(在|正|现在|很|太|挺|有点|我|手上|比较)忙",
    "忙(着呢|得很|死|不开|不过来|完|呢)", "^忙", "开(着)?(车|会)", "下次", "^不(太)?方便",
    "(现在|这会儿?|今天|说话|接电话|这里|这边)不(太)?方便", "不(太)?方便(说|讲|接|聊)",
    "(正|现在|这会儿?|目前)[在着要]*(开|上|带|做|吃饭|排|坐|走|干|陪|打|看)", "换(个|一个)?时间", "走不开", "腾不",
)  # fmt: skip
# 以前睡得好 现在不行 tells how it is.
_NO_GOOD_NOW = Phrases("(今天|现在|这会儿|这几天|最近)[就都也还]*不(行|方便|得劲)")
_FORGETS = Phrases("忘", "(想|记)不起(来)?(吃)?", "记不(住|得)吃", "有时候?.{0,4}(不记得|记不)")


def heard_before(asked: Asked, answering: QType, answer: Understanding | None) -> Understanding | None:
    """A control word or a missing reason that a question answered in words must not swallow."""
    if answering is QType.CONSENT and answer is not None and answer.value == "no" and answer.scope is None:
        steering = steering_route(asked)
        return steering if steering is not None and steering.intent in _INSTEAD_OF_NO else None
    if answering not in WORDY or answer is None or answer.action is not Action.ACCEPT:
        return None
    if answering is QType.OPEN_TEXT and (len(asked.spoken.bare) > SHORT or asked.flags):
        return None
    steering = steering_route(asked)
    if steering is not None and any(
        steering.intent is intent and cue in asked.question for intent, cue in _PART_OF_ANSWER
    ):
        return None
    if steering is not None and _goes_first(asked, answering, steering):
        return steering
    lacking = parse_missing(asked)
    nothing_to_say = isinstance(answer.value, dict) and answer.value.get("themes") == ["none"]
    if (
        lacking is not None
        and lacking.intent is Intent.DONT_KNOW
        and (nothing_to_say or _is_forgetting(asked))
    ):
        return None
    return lacking


def _goes_first(asked: Asked, answering: QType, steering: Understanding) -> bool:
    """Whether what steers the call outweighs an answer in words beside it."""
    if steering.intent is Intent.ASK_INFO:
        return _ASKS.whole(asked.text)
    if steering.intent not in _HEARD_FIRST or Flag.WANTS_DOCTOR in asked.flags:
        return False
    if steering.intent is not Intent.LATER:
        return True
    if answering is QType.CHOICE:
        asked = replace(asked, spoken=replace(asked.spoken, text=_NO_GOOD_NOW.stripped(asked.text)))
    return hinders_answer(asked) and _PUTS_OFF.within(asked.text)


def _is_forgetting(asked: Asked) -> bool:
    """Whether 忘了 tells what was done (有时候忘了, 没去 忙忘了) and not that the answer is forgotten."""
    deed = "药" in asked.question or "了吗" in asked.question
    return deed and _FORGETS.within(asked.text)
