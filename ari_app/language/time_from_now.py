"""A time counted from now: 一个半小时后, 过半个钟头; and why a stated time may not be usable."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from ari_app.language.numerals import find_numerals

_AGAIN = re.compile(
    r"(?:个)?(?P<half>半)?(?:个)?(?P<unit>小时|钟头|分钟|刻钟)(?P<after>半)?(?P<later>以后|之后|过后|后|再)?"
)
_LATER_BEFORE = re.compile(r"(?:再?过|等|隔|再等)(?:个)?$")
_HALF_HOUR = re.compile(
    r"(?<![个一二两三四五六七八九十])(?P<before>再?过|等|隔)?半(?:个)?(?:小时|钟头)(?P<later>以后|之后|过后|后|再)?"
)
_MINUTES = {"小时": 60.0, "钟头": 60.0, "刻钟": 15.0, "分钟": 1.0}


class Doubt(StrEnum):
    """Why the stated time is not usable as it is."""

    AMBIGUOUS = "ambiguous"
    LUNAR = "lunar"
    OUT_OF_WINDOW = "out_of_window"
    MULTIPLE = "multiple"


def from_now(text: str, now: datetime) -> dict[str, object] | Doubt | None:
    """一个半小时后, 过半个钟头; a range of hours is in doubt."""
    half = _HALF_HOUR.search(text)
    if half is not None and (half["later"] or half["before"]):
        return _exactly(now + timedelta(minutes=30))
    for number in find_numerals(text, masked=False):
        found = _AGAIN.match(text, number.end)
        if found is None or not (found["later"] or _LATER_BEFORE.search(text, 0, number.start)):
            continue
        if (
            number.high is not None
            or len(number.digits) > 1
            and not text[number.start].isascii()
            or number.value > 1000
        ):
            return Doubt.AMBIGUOUS
        amount = number.value + (0.5 if found["half"] or found["after"] else 0)
        return _exactly(now + timedelta(minutes=_MINUTES[found["unit"]] * amount))
    return None


def _exactly(moment: datetime) -> dict[str, object]:
    return {"dt": moment.strftime("%Y-%m-%dT%H:%M")}
