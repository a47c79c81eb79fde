"""Any number of a question's options: 头晕和恶心, 第一个和第三个, 都没有.

Only the words of the options themselves count: what else patients say for them is asked again, for an option that is
left out or put in unheard would be stored silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from ari_app.core.vocabulary import Intent
from ari_app.language.choice_order import by_place
from ari_app.language.corrections import retracted
from ari_app.language.negation import affirmed
from ari_app.language.options_meant import Meant, Options, parts_of_label
from ari_app.language.phrases import Mention, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding
from ari_app.questionnaire.value_space import NONE_OF_THEM

_ALL = Phrases("(全|都|全都|样样|全部|[两三四五六]样都|[两三四五六]个都)(有|是)(的|了|啊|点|一点)*")
_NOTHING = Phrases(
    "(都|全|全都|一个|一样|哪个|哪样|什么|啥|以上|这些|这几样)?[都也]?(没有|没|无|不是)(了|的|啊|呢|呀|过)*",
    "(什么|啥|哪儿|一点)[都也](没有|没|不)(了|的|啊|难受|不舒服)*",
    "(都|全)?(挺|很|还|蛮)?(好|正常|没事|没问题)(的|着呢|了|啊|呢)*",
    "(没有|没)[了的啊呢呀]*[都也全]?(挺|很|还|蛮)?好(的|着呢|了|啊|呢)*",
    "(没有|没)(这些|这种|什么|啥|任何|以上)(情况|症状|问题|毛病|不舒服)?(的|了|啊)*",
)
_NO_NOISE = re.compile("^(?:[啊嗯哦哎唉呃哟]|那个|这个|我|现在|目前|最近|这几天)+|[,，。]")
# 头晕还是恶心说不清, 除了头晕都有: what is left open is asked again.
_OPEN = re.compile("还是(?!有|会|老)|或者?|除了|以外|除外|之外|好像|说不清|不好说|不一定|可能|大概|吗|么$")
# 恶心没有头晕: heard without a pause it denies the one or the other.
_EITHER_WAY = re.compile("(?:[也倒都是]|可)*(?:没有|没)(?:什么|啥)?(?:的|了)?")
# 头晕恶心都没有, 头晕和恶心倒没有: of a list in one breath it denies the last or all
_LISTED = re.compile("(?:和|跟|还有|或|以及)?")
_DENIED_BEHIND = re.compile("[呢啊呀倒可是也]*(?P<all>都|全)?[也]?(?:没有|没)[了的啊呢呀过]*")
_PLACE_DENIED = re.compile("没有?(?!事)|不是|(?<!差)不(?!错)")
# 对 还有皮疹 adds to what was said
_ADDS = re.compile("(?:[对是的嗯啊哦，。 ]|没错)*(?:还有|也有|另外|再?加上?|外加)")
_THE_REST = re.compile("(?:其他|其它|别的|其余|剩下|另外|余下)[^有没]{0,4}$")
_DENIES = re.compile("(?:没有?|不|无)(?:什么|啥|太|怎么)?$")


def parse_choices(asked: Asked) -> Understanding | None:
    """The codes that are meant, in the order of the options; `none` alone when none is. None: nothing of it is said."""
    options = tuple(asked.context.options.items())
    if not options:
        return None
    places, off = by_place(asked.text, asked.spoken.bare, len(options))
    if off:
        return reask(Intent.OUT_OF_RANGE)
    text = asked.text
    cut = retracted(text)
    if cut is not None:
        text = cut[1]
    codes = {options[place][0] for place in places}
    mentions = _mentions(text, options)
    told, denied = _told(text, mentions)
    codes |= told
    if NONE_OF_THEM in told and len(mentions) > 1:
        codes = _beside_none(text, mentions, codes)
    if (whole := _denied_as_a_whole(text, mentions, options)) is not None:
        return whole
    if not codes and not denied:
        return _as_a_whole(text, options, again=cut is not None)
    is_open = _OPEN.search(text) is not None or _denies_either_way(text, mentions)
    is_open = is_open or (
        bool(places) and NONE_OF_THEM not in codes and _PLACE_DENIED.search(text) is not None
    )
    if is_open or not codes or (NONE_OF_THEM in codes and len(codes) > 1):
        return reask(Intent.AMBIGUOUS)
    return accept(_in_order(codes, options), confidence=CERTAIN if places and not told else LIKELY)


def says_none(text: str, options: Mapping[str, str]) -> bool:
    """Whether that none of them is so is all that is said."""
    bare = _NO_NOISE.sub("", text)
    return _NOTHING.whole(bare) or bare in parts_of_label(options.get(NONE_OF_THEM, ""))


def with_what_was_said(
    meaning: Understanding, text: str, said: object, options: Mapping[str, str]
) -> Understanding:
    """`meaning` of `text` together with the codes `said` before, where it adds to them; else as it is."""
    added = meaning.value
    if not isinstance(said, list) or not isinstance(added, list) or not _ADDS.match(text):
        return meaning
    if NONE_OF_THEM in (*said, *added):
        return meaning
    return replace(meaning, value=[code for code in options if code in (*said, *added)])


def choices_by_keys(keys: str, codes: tuple[str, ...]) -> Understanding:
    """What keyed digits mean, each the place of one option."""
    places = sorted({int(key) for key in keys})
    if not places or places[0] < 1 or places[-1] > len(codes):
        return reask(Intent.OUT_OF_RANGE)
    found = [codes[place - 1] for place in places]
    if NONE_OF_THEM in found and len(found) > 1:
        return reask(Intent.AMBIGUOUS)
    return accept(list(found), confidence=1.0)


def _mentions(text: str, options: Options) -> list[Mention[str]]:
    """Where the options' words stand, in order."""
    said = Meant(tuple((code, parts_of_label(label), ()) for code, label in options)).mentions(text)
    found = list(dict.fromkeys(said))
    whole = [one for one in found if not _within_another(one, found)]
    return sorted(whole, key=lambda one: one.start)


def _told(text: str, mentions: list[Mention[str]]) -> tuple[set[str], set[str]]:
    """The codes whose words are affirmed, and those whose words are only denied."""
    # the words of `none` deny the others, and nothing denies them
    stands = {one.concept for one in mentions if one.concept == NONE_OF_THEM or affirmed(text, one, mentions)}
    return stands, {one.concept for one in mentions} - stands


def _beside_none(text: str, mentions: list[Mention[str]], codes: set[str]) -> set[str]:
    """头晕恶心都没有 is none of them, 头晕 别的都没有 is one; anything else stays a contradiction."""
    none = next(one for one in mentions if one.concept == NONE_OF_THEM)
    lead = text[: none.start]
    if _THE_REST.search(lead):
        return codes - {NONE_OF_THEM}
    is_list = mentions[-1] == none and "有" not in lead and mentions[-2].end == none.start
    return {NONE_OF_THEM} if is_list else codes | {one.concept for one in mentions}


def _denied_as_a_whole(text: str, mentions: list[Mention[str]], options: Options) -> Understanding | None:
    """A list that one 没有 follows: none of them where it says 都, else asked again."""
    if len(mentions) < 2 or NONE_OF_THEM in {one.concept for one in mentions[-2:]}:
        return None
    behind = _DENIED_BEHIND.fullmatch(text, mentions[-1].end)
    between = text[mentions[-2].end : mentions[-1].start]
    if behind is None or _LISTED.fullmatch(between) is None or (not between and _contrasts(behind[0])):
        return None
    is_list = all(_LISTED.fullmatch(text[a.end : b.start]) for a, b in pairwise(mentions))
    has_none = any(code == NONE_OF_THEM for code, _ in options)
    if behind["all"] and has_none and is_list and not text[: mentions[0].start].endswith(("有", "没")):
        return accept([NONE_OF_THEM], confidence=LIKELY)
    return reask(Intent.AMBIGUOUS)


def _contrasts(denial: str) -> bool:
    """头晕 恶心倒没有 denies the last one."""
    return denial.startswith(("倒", "可", "是"))


def _denies_either_way(text: str, mentions: list[Mention[str]]) -> bool:
    if not mentions or _DENIES.search(text[: mentions[0].start]):
        return False
    between = (text[one.end : other.start] for one, other in pairwise(mentions))
    return any(_EITHER_WAY.fullmatch(words) for words in between)


def _within_another(one: Mention[str], mentions: Iterable[Mention[str]]) -> bool:
    return any(
        other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
        for other in mentions
    )


def _as_a_whole(text: str, options: Options, *, again: bool) -> Understanding | None:
    bare = _NO_NOISE.sub("", text)
    has_none = any(code == NONE_OF_THEM for code, _ in options)
    if has_none and _NOTHING.whole(bare):
        return accept([NONE_OF_THEM], confidence=LIKELY)
    if _ALL.whole(bare):
        return accept([code for code, _ in options if code != NONE_OF_THEM], confidence=LIKELY)
    return reask(Intent.AMBIGUOUS) if again else None


def _in_order(codes: set[str], options: Options) -> list[str]:
    return [code for code, _ in options if code in codes]
