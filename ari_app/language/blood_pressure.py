"""Systolic and diastolic pressure in mm[Hg]; kilopascals only when they are named."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent
from ari_app.language.pressure_readings import Reading, in_mmhg, pressure_numbers, readings
from ari_app.language.pressure_words import FOREIGN, KILOPASCAL, NOT_MEASURED, QUALITY
from ari_app.language.quantities import Measure, Quantity
from ari_app.language.readings import CERTAIN, Asked, accept, missing, reask, reask_bound, reask_range
from ari_app.language.time_marks import JUST_NOW, UNMARKED
from ari_app.language.understanding import Understanding

UNIT = "mm[Hg]"
_MEASURE = Measure(re.compile(r"毫米汞柱|毫米水银柱|毫米|mmhg|mm|kpa?"), FOREIGN, "pressure")


def parse_blood_pressure(asked: Asked) -> Understanding | None:
    """`{"sys","dia"}`; half a pair is kept as partial."""
    # 千 in 千帕 is no thousand.
    text = asked.text.replace("千帕", "kp")
    found = readings(
        text, [one for one in pressure_numbers(text, asked.spoken.gaps, _MEASURE) if not one.denied]
    )
    if not found:
        return _from_words(text)
    meant = _latest(found)
    if meant is None:
        return reask(Intent.MULTIPLE)
    return _checked(meant, kilopascal=KILOPASCAL.within(text))


def _latest(found: list[Reading]) -> Reading | None:
    """The reading of just now, else the last one of today, else of before; None when several differ."""
    best = max(reading.time for reading in found)
    kept = [
        reading for reading in found if reading.time == best or UNMARKED <= reading.time and best < JUST_NOW
    ]
    if best < UNMARKED:
        kept = _most_recent(kept)
    last = kept[-1]
    if last.time == best > UNMARKED:
        return last
    return last if all(_pair(one) == _pair(last) for one in kept) else None


def _most_recent(kept: list[Reading]) -> list[Reading]:
    """上周一百五九十五 昨天一百三八十五: of several days gone the last."""
    recent = max(reading.day for reading in kept)
    return [reading for reading in kept if reading.day == recent]


def _pair(reading: Reading) -> dict[str, float]:
    return {name: one.low for name, one in reading.values.items()}


def _checked(reading: Reading, *, kilopascal: bool) -> Understanding:
    vague = next((one for one in reading.values.values() if not one.exact), None)
    if vague is not None:
        return _vague(vague)
    values = {name: in_mmhg(one.low, kilopascal=kilopascal) for name, one in reading.values.items()}
    if any(value != int(value) for value in values.values()):
        return reask(Intent.INVALID)
    sys, dia = (None if name not in values else int(values[name]) for name in ("sys", "dia"))
    if sys is None or dia is None:
        return replace(reask(Intent.PARTIAL), sys=sys, dia=dia)
    if sys <= dia:
        return reask(Intent.INVALID)
    if not (60 <= sys <= 260 and 30 <= dia <= 160):
        return reask(Intent.OUT_OF_RANGE)
    return accept({"sys": sys, "dia": dia}, UNIT, CERTAIN)


def _vague(one: Quantity) -> Understanding:
    return reask_range(one.low, one.high) if one.op is None else reask_bound(one.op, one.low)


def _from_words(text: str) -> Understanding | None:
    if NOT_MEASURED.within(text):
        return missing(Intent.NOT_MEASURED)
    return reask(Intent.QUALITATIVE) if QUALITY.within(text) else None
