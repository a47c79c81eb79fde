"""From the processor time of some calls to the cores that the plan of a large hospital takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AT_ONCE = 200
A_DAY = 2_000
HOURS_A_DAY = 9.0
"""09:00-20:00 without 12:00-14:00, as the hospital's rules are at first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One call on the average: processor seconds of all parts but the recognizer, and how long it lasted.

    `recognition_percent` is what the recognizer takes of a core for each call under way.
    """

    processor_seconds: float
    call_seconds: float
    recognition_percent: float


def extrapolated(figures: Mapping[str, Any], recognition_percent: float) -> dict[str, float]:
    """From the figures of a run with a scripted recognizer; the phones are not the hospital's."""
    of_each = figures["processor_seconds_of_each"]
    spent = sum(of_each[part] for part in ("worker", "asterisk", "postgres"))
    return cores(Measured(spent, figures["call_seconds"]["mean"], recognition_percent))


def cores(measured: Measured) -> dict[str, float]:
    """Cores that are full at so many calls at once, the same for a day's calls spread evenly, and its core hours."""
    of_core = measured.processor_seconds / measured.call_seconds
    recognized = of_core + measured.recognition_percent / 100
    at_once_of_a_day = A_DAY * measured.call_seconds / (HOURS_A_DAY * 3_600)
    return {
        "percent_of_a_core_per_call": round(100 * of_core, 2),
        "cores_at_200_at_once": round(AT_ONCE * of_core, 1),
        "cores_at_200_at_once_with_recognition": round(AT_ONCE * recognized, 1),
        "calls_at_once_of_2000_a_day": round(at_once_of_a_day, 1),
        "cores_of_2000_a_day": round(at_once_of_a_day * of_core, 2),
        "cores_of_2000_a_day_with_recognition": round(at_once_of_a_day * recognized, 2),
        "core_hours_of_2000": round(A_DAY * measured.processor_seconds / 3_600, 1),
    }
