"""Tags of languages and dialects (BCP 47), as patients and recognizers are told apart by them."""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)
_LONGEST = 35


def is_language_tag(text: str) -> bool:
    """Whether `text` has the form of a tag, such as yue or zh-min-nan."""
    return len(text) <= _LONGEST and _TAG.fullmatch(text) is not None


def lookup(tag: str) -> tuple[str, ...]:
    """`tag` in small letters and what it narrows down, the narrowest first (RFC 4647 §3.4): zh-min-nan, zh-min, zh."""
    parts = tag.lower().split("-")
    found: list[str] = []
    for size in range(len(parts), 0, -1):
        # a single letter or digit only introduces what follows it
        if len(parts[size - 1]) > 1:
            found.append("-".join(parts[:size]))
    return tuple(found)
