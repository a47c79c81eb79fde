"""Values as they are spoken when read back, and the whole finite set of them per kind of question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeGuard, assert_never

from ari_app.core.vocabulary import QType
from ari_app.language.understanding import Value

_Speak = Callable[[int], str]

_DIGITS = "零一二三四五六七八九"
# What people have and say; a rarer value is asked again rather than read back, so that few prompts are rendered.
_TEMPERATURES = tuple(tenths / 10 for tenths in range(350, 411))
_PERCENTS = range(0, 101, 5)
_GLUCOSES = tuple(tenths / 10 for tenths in range(10, 334))


def spoken_number(value: float) -> str:
    """A number from 0 to 999 with at most one decimal, in Chinese words."""
    tenths = round(value * 10)
    whole, tenth = divmod(tenths, 10)
    return spoken_whole(whole) + (f"点{_DIGITS[tenth]}" if tenth else "")


def spoken_whole(value: int) -> str:
    """A whole number from 0 to 999 in Chinese words. Raises ValueError outside that."""
    if not 0 <= value <= 999:
        raise ValueError(f"cannot speak {value}")
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        if not tens:
            return _DIGITS[ones]
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    text = _DIGITS[hundreds] + "百"
    if tens:
        text += _DIGITS[tens] + "十"
    elif ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def spoken_value(qtype: QType, value: Value, options: Mapping[str, str]) -> tuple[str, ...] | None:
    """The sentences that read a value back, or None when such a value is not read back.

    Identity, dates and open text are never read back; a number outside the question's range neither.
    """
    match qtype:
        case QType.NRS | QType.RATING_1_10:
            return _number(value, range(11), lambda whole: f"{_measure(whole)}分")
        case QType.COUNT_WEEK:
            return _number(value, range(22), lambda whole: f"{_measure(whole)}次")
        case QType.ADHERENCE_PCT:
            return _number(value, _PERCENTS, lambda whole: f"百分之{spoken_whole(whole)}")
        case QType.TEMPERATURE:
            return _temperature(value)
        case QType.GLUCOSE:
            return _glucose(value)
        case QType.BLOOD_PRESSURE:
            return _blood_pressure(value)
        case QType.YES_NO | QType.CHOICE:
            return (options[value],) if isinstance(value, str) and value in options else None
        case QType.CHOICES:
            return _choices(value, options)
        case (
            QType.RESCHEDULE
            | QType.ID_TAIL
            | QType.BIRTH_MD
            | QType.PERSON_CONFIRM
            | QType.CONSENT
            | QType.OPEN_TEXT
            | QType.GLOBAL
            | QType.CALL_START
        ):
            return None
        case _:
            assert_never(qtype)


def all_spoken_values(qtype: QType, options: Mapping[str, str]) -> frozenset[str]:
    """Every sentence `spoken_value` can give for this kind of question."""
    values: list[Value] = [*options]
    match qtype:
        case QType.CHOICES:
            values = [[code] for code in options]
        case QType.NRS | QType.RATING_1_10 | QType.COUNT_WEEK | QType.ADHERENCE_PCT:
            values = list(range(101))
        case QType.TEMPERATURE:
            values = list(_TEMPERATURES)
        case QType.GLUCOSE:
            values = list(_GLUCOSES)
        case QType.BLOOD_PRESSURE:
            values = [{"sys": number, "dia": min(number, 160)} for number in range(30, 261)]
        case _:
            pass
    found = (spoken_value(qtype, value, options) for value in values)
    return frozenset(sentence for sentences in found if sentences for sentence in sentences)


def _choices(value: Value, options: Mapping[str, str]) -> tuple[str, ...] | None:
    """One sentence for each option, so that as many sentences as options serve for all their combinations."""
    if not isinstance(value, list) or not value or not options.keys() >= set(value):
        return None
    return tuple(options[code] for code in value)


def _measure(whole: int) -> str:
    return "两" if whole == 2 else spoken_whole(whole)


def _temperature(value: Value) -> tuple[str, ...] | None:
    """In two parts, degrees and tenths, so that sixteen sentences serve for sixty-one values."""
    if not _is_among(value, _TEMPERATURES):
        return None
    whole, tenth = divmod(round(float(value) * 10), 10)
    degrees = f"{spoken_whole(whole)}度"
    return (degrees, _DIGITS[tenth]) if tenth else (degrees,)


def _glucose(value: Value) -> tuple[str, ...] | None:
    return (spoken_number(float(value)),) if _is_among(value, _GLUCOSES) else None


def _number(value: Value, allowed: range, speak: _Speak) -> tuple[str, ...] | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in allowed:
        return None
    return (speak(int(value)),)


def _is_among(value: Value, allowed: tuple[float, ...]) -> TypeGuard[float]:
    return not isinstance(value, bool) and isinstance(value, int | float) and float(value) in allowed


def _blood_pressure(value: Value) -> tuple[str, ...] | None:
    match value:
        case {"sys": int(upper), "dia": int(lower)} if 30 <= upper <= 260 and 30 <= lower <= 160:
            return (f"高压{spoken_whole(upper)}", f"低压{spoken_whole(lower)}")
        case _:
            return None
