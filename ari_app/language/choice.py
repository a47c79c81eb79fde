"""One of a question's options, by its words, its place, or what patients say for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language.choice_labels import by_label
from ari_app.language.choice_words import BY_LABEL, DOMAINS, FREQUENCY, GENERIC, SEVERITY
from ari_app.language.corrections import corrects, retracted
from ari_app.language.danger import signs_in
from ari_app.language.label_words import ALONE, ALONE_LABELS, LABEL_WORDS
from ari_app.language.negation import affirmed
from ari_app.language.numerals import DIGITS, Numeral, consecutive, find_numerals
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, WEAK, Asked, accept, reask
from ari_app.language.understanding import Understanding

_ORDINAL = re.compile(
    r"(?:第|选|选项)([一二三四五六1-6])(?:个|项|种|条)?(?!天|次|回|顿)|(头|首)一?(?:个|项|种)|^([一二三四五1-5])(?:号|吧|)?$|^([a-e])$"
)
_LAST = Phrases("最后(一)?(个|种|项)", "末(一)?(个|项)")
_REST_IS_FINE = Phrases("(其他|其它|别的|旁的)[都也还挺倒]*(好|行|正常|没事|可以|没什么|没啥)[的着呢]*$")
_IS_IT = re.compile(r"(?:不算|算不算|算|不叫)[是]?(?:便秘|腹泻|拉肚子|正常|发炎|红肿)了?(?:吧|吗|么|呢|不)")
# 正常不了, 戒不掉: what cannot be is not.
_FAILS = re.compile(r"不(?:了(?!多少|几)|起来|成(?!形|型)|掉|上来)")
_TWO_WEEKS = 14
_NEARLY_ALL = 12
_TENTH = re.compile(r"十([一二三])([二三四])天")
_EVERY_DAY = Phrases("每一?天", "天天", "一天不", "一天都", "一天也")
_DENIES_ALL = Phrases("(都|也)?(没有|没|不是)[了啊的吧]*")
_ORDINALS = {
    **{str(i): i for i in range(1, 7)},
    **{c: i + 1 for i, c in enumerate("一二三四五六")},
    **{c: i + 1 for i, c in enumerate("abcde")},
    "头": 1,
    "首": 1,
}
_FLAG_OPTIONS = {
    Flag.WOUND_REDNESS: "red", Flag.WOUND_EXUDATE: "exudate", Flag.WOUND_BLEEDING: "exudate", Flag.WOUND_PUS: "pus",
    Flag.WOUND_SMELL: "pus",
}  # fmt: skip


@lru_cache(maxsize=256)
def _lexicon(options: tuple[tuple[str, str], ...]) -> Lexicon[str]:
    domain: Mapping[str, tuple[str, ...]] = DOMAINS.get(frozenset(code for code, _ in options), {})
    return Lexicon(
        {code: (*parts_of_label(label), *domain.get(code, _known(code, label))) for code, label in options}
    )


def _known(code: str, label: str) -> tuple[str, ...]:
    """What is said for an option of a question that is not among the shipped ones."""
    if label in ALONE_LABELS:
        return ALONE
    by_label_words = next((said for cue, said in (*LABEL_WORDS, *BY_LABEL) if cue in label), ())
    return GENERIC.get(code) or by_label_words


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
    strict = bool(asked.flags)
    by_place = _by_place(asked.spoken.bare, options)
    if by_place is not None:
        return accept(by_place, confidence=CERTAIN)
    if _IS_IT.search(asked.text):
        return reask(Intent.AMBIGUOUS)
    if frozenset(code for code, _ in options) == FREQUENCY:
        days = _days(asked.text)
        if days is not None:
            return days
    taken_back = retracted(asked.text)
    codes = set() if taken_back is None else _meant(asked, taken_back[1], options)
    if taken_back is not None and not codes and _DENIES_ALL.whole(taken_back[1]):
        return reask(Intent.AMBIGUOUS)
    if taken_back is not None and not codes:
        alike = by_label(taken_back[1], options, strict=strict)
        codes = codes if alike is None else {alike}
    codes = codes or _meant(asked, _REST_IS_FINE.stripped(asked.text) or asked.text, options)
    if len(codes) == 1:
        return accept(codes.pop(), confidence=LIKELY)
    if codes:
        return _several(codes)
    alike = by_label(asked.text, options, strict=strict)
    return None if alike is None else accept(alike, confidence=WEAK)


def _days(text: str) -> Understanding | None:
    """A number of days of the last two weeks; 一半 begins at eight, seven is asked again."""
    numbers = [one for one in find_numerals(text) if _counts_days(text, one)]
    if not numbers or _EVERY_DAY.within(text):
        return None
    last = numbers[-1]
    if corrects(text[: last.start]) is False and len({(one.value, one.high) for one in numbers}) > 1:
        numbers = [one for one in numbers if one.value != _TWO_WEEKS]
    low, high = _bounds(text, numbers[-1])
    codes = {_code_of_days(low), _code_of_days(high)}
    if len(codes) > 1:
        codes.discard(None)
    code = codes.pop()
    return reask(Intent.AMBIGUOUS) if codes or code is None else accept(code, confidence=LIKELY)


def _bounds(text: str, number: Numeral) -> tuple[float, float]:
    pair = consecutive(number.digits)
    if number.start >= len("十一") and text[number.start - 2] == "十":
        tens = _TENTH.match(text, number.start - 2)
        if tens is not None:
            return 10 + DIGITS[tens[1]], 10 + DIGITS[tens[2]]
    return pair or (number.value, number.high or number.value)


def _counts_days(text: str, one: Numeral) -> bool:
    return (
        text[one.end : one.end + 1] == "天"
        and text[one.end + 1 : one.end + 2] not in "都也没不比到晚一"
        or (text[one.end : one.end + 1] == "天" and one.end + 1 == len(text))
    )


def _code_of_days(days: float) -> str | None:
    if days > _TWO_WEEKS or days == _TWO_WEEKS / 2:
        return None
    return "0" if days == 0 else "1" if days < _TWO_WEEKS / 2 else "2" if days < _NEARLY_ALL else "3"


def _meant(asked: Asked, text: str, options: tuple[tuple[str, str], ...]) -> set[str]:
    flags = (
        asked.flags
        if text == asked.text or asked.text.startswith(text)
        else signs_in(text, asked.qtype, asked.question)
    )
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
    if _FAILS.match(text, one.end) is not None:
        return False
    if surface[0] in "不没无" or "不" in surface or "没" in surface:
        return True
    return affirmed(text, one, mentions)


def _several(codes: set[str]) -> Understanding:
    graded = [code for code in SEVERITY if code in codes]
    fine = [code for code in graded if code in ("dry", "normal")]
    if len(graded) == len(codes) and not fine:
        return accept(graded[0], confidence=LIKELY - 0.1)
    return reask(Intent.MULTIPLE, sorted(codes))
