"""How likely a patient answers at an hour of the day, from earlier attempts: to order the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from ari_app.core.vocabulary import Disposition

_ANSWERED = frozenset(
    {
        Disposition.COMPLETED,
        Disposition.PARTIAL,
        Disposition.REFUSED,
        Disposition.TRANSFERRED,
        Disposition.CALLBACK_SCHEDULED,
        Disposition.PATIENT_UNAVAILABLE,
        Disposition.VERIFY_FAILED,
        Disposition.NO_INPUT,
        Disposition.EMERGENCY_ESCALATED,
        Disposition.INTERRUPTED,
    }
)
_NOT_ANSWERED = frozenset(
    {
        Disposition.VOICEMAIL,
        Disposition.CALL_ASSISTANT,
        Disposition.POWER_OFF,
        Disposition.UNREACHABLE,
        Disposition.BUSY,
        Disposition.NO_ANSWER,
        Disposition.REJECTED,
        Disposition.FORWARDING,
        Disposition.SUSPENDED,
    }
)

_HALF_LIFE = timedelta(days=90)
_NEAR_HOURS = 1
_FAR_WEIGHT = 0.25
_PRIOR = 0.5


@dataclass(frozen=True, slots=True)
class Try:
    """An earlier attempt: when it was dialed and how it ended."""

    at: datetime
    disposition: Disposition


def answer_score(tries: Iterable[Try], at: datetime, zone: tzinfo, *, weight: float = 2.0) -> float:
    """The probability (0..1) that the patient answers at `at`.

    Beta-smoothed: `weight` attempts of which half were answered count before any. The patient's attempts count fully
    within an hour of the same time of day, a quarter otherwise, and half as much for each 90 days of age. What
    says nothing about the patient (a failing line, a wrong number) does not count.
    """
    hour = at.astimezone(zone).hour
    good, total = weight * _PRIOR, weight
    for each in tries:
        if not _tells(each) or each.at > at:
            continue
        share = _weight(each, at, hour, zone)
        total += share
        good += share * (each.disposition in _ANSWERED)
    return good / total


def _tells(each: Try) -> bool:
    return each.disposition in _ANSWERED or each.disposition in _NOT_ANSWERED


def _weight(each: Try, at: datetime, hour: int, zone: tzinfo) -> float:
    apart = abs(each.at.astimezone(zone).hour - hour)
    near = min(apart, 24 - apart) <= _NEAR_HOURS
    return (1.0 if near else _FAR_WEIGHT) * float(0.5 ** ((at - each.at) / _HALF_LIFE))
