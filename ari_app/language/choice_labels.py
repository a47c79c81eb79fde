"""Options of any questionnaire, by what of their own label was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ari_app.language.negation import affirmed
from ari_app.language.phrases import Mention

_EMPTY = frozenset(
    "的了是有不没能要人一到自己去来上下在得着过也都就还很太会可以或和跟我你他她它点些比较更最已经只现天次"
)


_DENIALS = ("没", "不", "无", "未")
_SHORT = 5
_FAILS = re.compile(r"不(?:了(?!多少|几)|起来|成|掉|上来)|是没|是不|[了过]?.{0,4}又(?![没不])")


@lru_cache(maxsize=256)
def _own_parts(options: tuple[tuple[str, str], ...], question: str) -> dict[str, tuple[str, ...]]:
    """Pairs of characters, and single telling characters, that stand in one label alone.

    What the question itself says as well (吃 where it is asked how one eats) tells nothing.
    """
    for _, label in options:
        question = question.replace(label, "")
    return {
        code: tuple(
            part
            for part in (*_pairs(label), *(char for char in label if char not in _EMPTY))
            if part not in question and not any(part in other for its, other in options if its != code)
        )
        for code, label in options
    }


def _pairs(label: str) -> list[str]:
    return [label[i : i + 2] for i in range(len(label) - 1) if not _EMPTY.issuperset(label[i : i + 2])]


def by_label(
    text: str,
    options: tuple[tuple[str, str], ...],
    question: str,
    *,
    strict: bool = False,
    whole: bool = False,
) -> str | None:
    """The only option of which something was said and not denied; None when there are none or several.

    `strict`: a single shared character says nothing (大便带血 is no 渗血). `whole`: most of the label must be said.
    """
    labels = dict(options)
    found: set[str] = {
        code
        for code, parts in _own_parts(options, question).items()
        if _is_said(text, parts, 0 if strict else _SHORT)
        and not _says_otherwise(text, labels[code])
        and (not whole or _mostly_in(text, labels[code]))
    }
    return found.pop() if len(found) == 1 else None


def _mostly_in(text: str, label: str) -> bool:
    return sum(char in text for char in label) * 3 >= len(label) * 2


def _says_otherwise(text: str, label: str) -> bool:
    """Whether the label denies something (没有人照顾) and the text denies nothing."""
    return any(word in label for word in _DENIALS) and not any(word in text for word in _DENIALS)


def _is_said(text: str, parts: Sequence[str], short: int) -> bool:
    mentions = [
        Mention(part, text.index(part), text.index(part) + len(part)) for part in parts if part in text
    ]
    pairs = [one for one in mentions if len(one.concept) > 1]
    # One shared character says something only in a word or two: 戒是没戒 is no 已经戒了.
    kept = pairs or (mentions if len(text) <= short else [])
    return (
        bool(kept)
        and not any(_FAILS.match(text, one.end) for one in kept)
        and all("不" in one.concept or affirmed(text, one, ()) for one in kept)
    )
