"""Which options are named in what was said, and which of them stand: a word that is denied names none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ari_app.language.negation import affirmed
from ari_app.language.options_meant import Meant, options_meant
from ari_app.language.phrases import Mention

# 正常不了, 戒不掉: what cannot be is not.
_FAILS = re.compile(r"不(?:了(?!多少|几)|起来|成(?!形|型)|掉|上来)")
RULED_OUT = re.compile(
    "(?:(?:我|这个|那个|倒|可)+不(?:会|行|要|用|方便|成)|不会用?|不要|用不来|弄不来|看不懂|算了)(?![吃做走说动])"
)
"""Said right behind an option, it rules it out: 微信我不会用."""
_SAID_AND_DONE = re.compile(r"(?:不|没有?)(?:再|怎么)?[红肿疼痛痒拉吐渗流喘咳晕烧稀硬湿难受]{1,2}了$")
_JUST_NOT, _NONE_OF = re.compile("(?<!不是)不(?:再|太|怎么|大)?$"), re.compile("(?:没有?|无)(?:什么|啥|再)?$")
# 没啥 都挺好: the denial stands by itself.
_NOTHING_ALL_WELL = re.compile("没(?:啥|什么|事儿?|啥事儿?|什么事|问题)(?:的|了|啊)?(?:一切)?都$")
_NEAR = 2
_NOT_SO = ("不是", "不算", "算不上", "谈不上", "不至于", "并非")
_NOT_WANTING = ("没有", "没", "没啥", "没什么", "不是", "也不是", "不算", "不能说")


def names_several_options(text: str, options: Mapping[str, str]) -> bool:
    """Whether words of more than one option stand in `text`, denied ones too, at more than one place."""
    mentions = options_meant("", tuple(options.items())).mentions(text)
    places = [one for one in mentions if not _inside_another(one, mentions)]
    return len(places) > 1 and len({one.concept for one in mentions}) > 1


def named(text: str, meant: Meant) -> set[str]:
    """The codes whose words stand in `text`, denied ones left out."""
    mentions = meant.mentions(text)
    standing = [
        one for one in mentions if not _inside_another(one, mentions) and _stands(text, one, mentions, meant)
    ]
    codes = {one.concept for one in standing}
    # 没有渗液 就是红: what is only denied says that all is well as long as nothing else is said.
    denying = {
        code
        for code in meant.fine
        if all(text[one.start] in "不没无" for one in standing if one.concept == code)
    }
    return codes - denying or codes


def _inside_another(one: Mention[str], mentions: list[Mention[str]]) -> bool:
    return any(
        other.concept != one.concept
        and other.start <= one.start
        and one.end <= other.end
        and other.end - other.start > one.end - one.start
        for other in mentions
    )


def _stands(text: str, one: Mention[str], mentions: list[Mention[str]], meant: Meant) -> bool:
    surface = text[one.start : one.end]
    if _FAILS.match(text, one.end) is not None or RULED_OUT.match(text, one.end) is not None:
        return False
    ruled_out = [RULED_OUT.match(text, other.end) for other in mentions if other.end < one.start]
    cut = max(
        (found.end() for found in ruled_out if found is not None and found.end() <= one.start), default=0
    )
    if cut:
        # 微信我不会 发短信: the 不会 is of the one before.
        text, one, mentions = text[cut:], Mention(one.concept, one.start - cut, one.end - cut), []
    if surface[0] in "不没无" or "不" in surface or "没" in surface:
        # 没什么不好 holds no 不好, 不是吃不下 no 吃不下.
        lead = text[: one.start]
        return not lead.endswith(_NOT_SO) and (surface[0] != "不" or not lead.endswith(_NOT_WANTING))
    # 不红了 is said and done: its 不 denies nothing of what follows.
    done = _SAID_AND_DONE.search(text[: one.start])
    if done is not None:
        cut = done.end()
        return affirmed(text[cut:], Mention(one.concept, one.start - cut, one.end - cut), ())
    if one.concept in meant.fine and _NOTHING_ALL_WELL.search(text, 0, one.start):
        return True
    if meant.topic == "frequency":
        # 大部分时间都不想动: the 不 behind is of the trouble.
        text = text[: one.end]
    cut = _end_of_denial(text, one, mentions, meant.fine)
    if cut:
        return affirmed(text[cut:], Mention(one.concept, one.start - cut, one.end - cut), ())
    return affirmed(text, one, mentions)


def _end_of_denial(text: str, one: Mention[str], mentions: list[Mention[str]], fine: frozenset[str]) -> int:
    """不红 干着呢: 不 denies the one word behind it, and no 没有 reaches from a trouble to a good state."""
    ends = [
        other.end
        for other in mentions
        if other.concept != one.concept
        and 0 <= one.start - other.end <= _NEAR
        and (
            _JUST_NOT.search(text[: other.start])
            or (one.concept in fine and _NONE_OF.search(text[: other.start]))
        )
    ]
    return max(ends, default=0)
