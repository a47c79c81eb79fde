"""Whether a trouble that was asked for (有没有红肿) is told of or denied."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Flag
from ari_app.language import words_yes_no as words
from ari_app.language.negation import affirmed
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.readings import Asked

_NONE = Phrases(*words.NONE)
_FINE = Phrases(*words.FINE)
_YES_EXISTS = Phrases(*words.YES_EXISTS)
_QUESTION = Phrases(*words.QUESTION)
_TROUBLES = Lexicon(words.TROUBLES)
_WHATEVER = re.compile(
    r"(?<=吃)(?:啥|什么)|(?<= )(?:啥|什么)|(?:啥|什么)(?=[^我]{0,4}没(?:有|得|$))"
    r"|(?<=没)(?:看见|发现|觉得|觉着|见)有(?:啥|什么)"
)
_DENIED_TWICE = re.compile(r"(?<!不是)不是(?:没有|没)(?!难受)")
_EARLIER = re.compile(
    r"(?:昨天|前天|前几天|前两天|开始|早上|之前|那天|头几天|昨晚|原来|上周|刚出院).*?(?=今天|现在|这会儿|这两天|后来)"
)
# Softeners in front of a trouble belong to it: 有点痒 holds no bare 有.
_SOFT_LEAD = re.compile(
    r"(?:(?:就是|只是|还|老|总|一直|稍微|略微)?有(?:一?点点?|一?些|时候?|股|块|个)?(?:觉得|感觉|儿)?[^没不有]{0,3})$"
)


def trouble_told(asked: Asked, text: str) -> tuple[bool, bool]:
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


def _kinds_asked(question: str) -> frozenset[str]:
    return next((kinds for cue, kinds in words.ASKS_FOR if cue in question), frozenset())


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
