"""Signs that lie in an accepted value itself: high fever, a pressure or a glucose crisis."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Flag, Intent, QType
from ari_app.language.understanding import Understanding

HIGH_FEVER = 39.0
_GLUCOSE_LOW, _GLUCOSE_HIGH = 3.9, 16.7
_CRISIS_SYS, _CRISIS_DIA = 180, 110
# A meter shows words beyond its own scale.
_SHOWN = {"hi": frozenset({Flag.GLUCOSE_HIGH}), "lo": frozenset({Flag.GLUCOSE_LOW})}


def flags_of_value(qtype: QType, meant: Understanding) -> frozenset[Flag]:
    """The flags of a measured value; thresholds are those of the shipped rules."""
    value = meant.value
    if qtype is QType.GLUCOSE and meant.intent is Intent.QUALITATIVE:
        return _SHOWN.get(str(value), frozenset())
    if qtype is QType.BLOOD_PRESSURE and meant.intent is Intent.RANGE and meant.low is not None:
        # 高压一百九十几: which it is will be asked, that it is a crisis is said
        return frozenset({Flag.BP_CRISIS}) if meant.low >= _CRISIS_SYS else frozenset()
    if meant.action is not Action.ACCEPT or meant.unit is None:
        return frozenset()
    if qtype is QType.TEMPERATURE and isinstance(value, float) and value >= HIGH_FEVER:
        return frozenset({Flag.HIGH_FEVER})
    if qtype is QType.GLUCOSE and isinstance(value, float):
        return _glucose(value)
    if qtype is QType.BLOOD_PRESSURE and isinstance(value, dict):
        sys, dia = value["sys"], value["dia"]
        return _pressure(sys, dia) if isinstance(sys, int) and isinstance(dia, int) else frozenset()
    return frozenset()


def _glucose(value: float) -> frozenset[Flag]:
    if value <= _GLUCOSE_LOW:
        return frozenset({Flag.GLUCOSE_LOW})
    return frozenset({Flag.GLUCOSE_HIGH}) if value >= _GLUCOSE_HIGH else frozenset()


def _pressure(sys: int, dia: int) -> frozenset[Flag]:
    if sys >= _CRISIS_SYS or dia >= _CRISIS_DIA:
        return frozenset({Flag.BP_CRISIS})
    return frozenset({Flag.BP_LOW}) if sys < 90 or dia < 60 else frozenset()
