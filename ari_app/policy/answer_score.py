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


@dataclass(frozen=True, slots=True)
class Try:
    """An earlier attempt: when it was dialed and how it ended."""

    at: datetime
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class HourRates:
    """Among all patients, the share of attempts answered at each hour of the local day; 0.5 where unknown."""

    shares: tuple[float, ...] = (0.5,) * 24

    def at(self, hour: int) -> float:
        """The share (0..1) of an hour (0..23)."""
        return self.shares[hour]


def hour_rates(tries: Iterable[Try], zone: tzinfo, *, weight: float = 20.0) -> HourRates:
    """Shares by hour, drawn towards the share of all hours as by `weight` further attempts."""
    answered, total = [0] * 24, [0] * 24
    for each in tries:
        if _tells(each):
            hour = each.at.astimezone(zone).hour
            total[hour] += 1
            answered[hour] += each.disposition in _ANSWERED
    overall = (sum(answered) + 1) / (sum(total) + 2)
    shares = (
        (good + weight * overall) / (count + weight) for good, count in zip(answered, total, strict=True)
    )
    return HourRates(tuple(shares))


def answer_score(
    tries: Iterable[Try], at: datetime, zone: tzinfo, rates: HourRates | None = None, *, weight: float = 2.0
) -> float:
    """The probability (0..1) that the patient answers at `at`.

    Beta-smoothed: the hour's general share counts like `weight` attempts. The patient's attempts count fully
    within an hour of the same time of day, a quarter otherwise, and half as much for each 90 days of age. What
    says nothing about the patient (a failing line, a wrong number) does not count.
    """
    hour = at.astimezone(zone).hour
    prior = (rates or HourRates()).at(hour)
    good, total = weight * prior, weight
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
