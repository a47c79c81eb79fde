"""Keeping whole identity numbers out of every text that is stored, logged or spoken."""

from __future__ import annotations

import re

from ari_app.language.digit_strings import SPOKEN_DIGITS, id_characters

_SEPARATOR = r"[\s,，。、.\-]*"
_LAST = rf"(?:[{SPOKEN_DIGITS}]|[xX叉]|[艾爱埃]{_SEPARATOR}克{_SEPARATOR}斯)"
_FULL_ID = re.compile(rf"(?:[{SPOKEN_DIGITS}]{_SEPARATOR}){{17}}{_LAST}")
_TAIL = 4


def redact_full_ids(text: str) -> str:
    """Replace every 18-character identity number, spoken or written, by stars and its last four characters."""
    return _FULL_ID.sub(lambda found: "*" * 14 + id_characters(found.group())[-_TAIL:], text)


def has_full_id(text: str) -> bool:
    """Whether a whole identity number stands in `text`."""
    return _FULL_ID.search(text) is not None
