"""One of a question's options, by its words, its place, or what patients say for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language.choice_words import DOMAINS, GENERIC, SEVERITY
from ari_app.language.corrections import retracted
from ari_app.language.danger import signs_in
from ari_app.language.negation import affirmed
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding

_ORDINAL = re.compile(
    r"(?:第|选|选项)([一二三四五六1-6])(?:个|项|种|条)?|^([一二三四五1-5])(?:号|吧|)?$|^([a-e])$"
)
_LAST = Phrases("最后(一)?(个|种|项)", "末(一)?(个|项)")
_DENIES_ALL = Phrases("(都|也)?(没有|没|不是)[了啊的吧]*")
_ORDINALS = {
    **{str(i): i for i in range(1, 7)},
    **{c: i + 1 for i, c in enumerate("一二三四五六")},
    **{c: i + 1 for i, c in enumerate("abcde")},
}
_FLAG_OPTIONS = {
    Flag.WOUND_REDNESS: "red", Flag.WOUND_EXUDATE: "exudate", Flag.WOUND_BLEEDING: "exudate", Flag.WOUND_PUS: "pus",
    Flag.WOUND_SMELL: "pus",
}  # fmt: skip


@lru_cache(maxsize=256)
def _lexicon(options: tuple[tuple[str, str], ...]) -> Lexicon[str]:
    domain: Mapping[str, tuple[str, ...]] = DOMAINS.get(frozenset(code for code, _ in options), {})
    return Lexicon(
        {code: (*parts_of_label(label), *domain.get(code, GENERIC.get(code, ()))) for code, label in options}
    )


def parts_of_label(label: str) -> tuple[str, ...]:
    """The option's own words, and its parts around 或 and 、."""
    clean = re.sub(r"[\[\]()|<>~?*+.]", "", label)
    parts = [part for part in re.split(r"[或、，,/\s]", clean) if len(part) >= 2]
    return (clean, *parts) if clean else tuple(parts) or ("\ue020",)


def parse_choice(asked: Asked) -> Understanding | None:
    """The code of one option; the gravest of several is asked again when they contradict."""
    options = tuple(asked.context.options.items())
    if not options:
        return None
    by_place = _by_place(asked.spoken.bare, options)
    if by_place is not None:
        return accept(by_place, confidence=CERTAIN)
    taken_back = retracted(asked.text)
    codes = set() if taken_back is None else _meant(asked, taken_back[1], options)
    if taken_back is not None and not codes and _DENIES_ALL.whole(taken_back[1]):
        return reask(Intent.AMBIGUOUS)
    codes = codes or _meant(asked, asked.text, options)
    if len(codes) == 1:
        return accept(codes.pop(), confidence=LIKELY)
    if codes:
        return _several(codes)
    return None


def _meant(asked: Asked, text: str, options: tuple[tuple[str, str], ...]) -> set[str]:
    flags = asked.flags if text == asked.text else signs_in(text, asked.qtype, asked.question)
    return _named(text, options) | {
        code for flag, code in _FLAG_OPTIONS.items() if flag in flags and code in asked.context.options
    }


def _by_place(bare: str, options: tuple[tuple[str, str], ...]) -> str | None:
    if _LAST.within(bare):
        return options[-1][0]
    found = _ORDINAL.search(bare)
    if found is None:
        return None
    place = _ORDINALS[next(group for group in found.groups() if group)]
    return options[place - 1][0] if place <= len(options) else None


def names_several_options(text: str, options: Mapping[str, str]) -> bool:
    """Whether words of more than one option stand in `text`, denied ones too, at more than one place."""
    mentions = _lexicon(tuple(options.items())).mentions(text)
    places = [one for one in mentions if not _inside_another(one, mentions)]
    return len(places) > 1 and len({one.concept for one in mentions}) > 1


def _named(text: str, options: tuple[tuple[str, str], ...]) -> set[str]:
    mentions = _lexicon(options).mentions(text)
    longest = [one for one in mentions if not _inside_another(one, mentions)]
    return {one.concept for one in longest if _stands(text, one, mentions)}


def _inside_another(one: Mention[str], mentions: list[Mention[str]]) -> bool:
    return any(
        other.concept != one.concept
        and other.start <= one.start
        and one.end <= other.end
        and other.end - other.start > one.end - one.start
        for other in mentions
    )


def _stands(text: str, one: Mention[str], mentions: list[Mention[str]]) -> bool:
    surface = text[one.start : one.end]
    if surface[0] in "不没无" or "不" in surface or "没" in surface:
        return True
    return affirmed(text, one, mentions)


def _several(codes: set[str]) -> Understanding:
    graded = [code for code in SEVERITY if code in codes]
    fine = [code for code in graded if code in ("dry", "normal")]
    if len(graded) == len(codes) and not fine:
        return accept(graded[0], confidence=LIKELY - 0.1)
    return reask(Intent.MULTIPLE, sorted(codes))
