"""Which parts of a value may stand plain: codes, numbers and times do, words of a person do not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ari_app.language.understanding import Value

_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{1,64}( [a-z]{1,16})?")
_LONG_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class SplitValue:
    """A value in two parts: `coded` is stored plain, `free_text` (JSON) encrypted; either may be None."""

    coded: Value
    free_text: str | None


def is_code(text: str) -> bool:
    """Whether text is an option code, a time or the like, and not words or a number of a person."""
    return _CODE.fullmatch(text) is not None and _LONG_NUMBER.search(text) is None


def split_value(value: Value) -> SplitValue:
    """Part the coded from the free text; whatever is not surely a code is taken for free text."""
    if not isinstance(value, dict):
        return SplitValue(value, None) if _is_plain(value) else SplitValue(None, _dump(value))
    coded = {key: part for key, part in value.items() if is_code(key) and _is_plain(part)}
    free = {key: part for key, part in value.items() if key not in coded}
    return SplitValue(coded or None, _dump(free)) if free else SplitValue(value, None)


def join_value(parts: SplitValue) -> Value:
    """The whole value again."""
    if parts.free_text is None:
        return parts.coded
    free: Value = json.loads(parts.free_text)
    if isinstance(free, dict) and isinstance(parts.coded, dict):
        return {**parts.coded, **free}
    return free


def _is_plain(value: object) -> bool:
    match value:
        case None | bool() | int() | float():
            return True
        case str():
            return is_code(value)
        case list():
            return all(_is_plain(part) for part in value)
        case dict():
            return all(is_code(key) and _is_plain(part) for key, part in value.items())
        case _:
            return False


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
