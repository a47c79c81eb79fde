"""How many lines a target needs, and what it costs: peak concurrency = target/h × mean seconds / 3600 × 1.2."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from ari_app.core.errors import WrongInput

RESERVE = 1.2


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted and what was measured.

    `completed_per_hour` follow-ups are to be completed in an hour of `mean_talk_seconds` each. `answer_share`
    (0..1] of attempts are answered, each attempt rings `ring_seconds`, `completed_share` (0..1] of answered calls
    are completed; the others last as long at most.
    """

    completed_per_hour: float
    mean_talk_seconds: float
    ring_seconds: float = 0.0
    answer_share: float = 1.0
    completed_share: float = 1.0

    def __post_init__(self) -> None:
        if min(self.completed_per_hour, self.mean_talk_seconds, self.ring_seconds) < 0:
            raise WrongInput("a target and its seconds cannot be negative")
        if not (0 < self.answer_share <= 1 and 0 < self.completed_share <= 1):
            raise WrongInput("a share lies above 0 and at most at 1")


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the target needs: calls at once by talk alone and with ringing, attempts an hour and a second."""

    talking: int
    lines: int
    attempts_per_hour: float
    attempts_per_second: float


def capacity(target: Target, reserve: float = RESERVE) -> Capacity:
    """By the formula; `lines` adds attempts that ring and are not answered, or are answered and not completed."""
    answered = target.completed_per_hour / target.completed_share
    attempts = answered / target.answer_share
    talk = target.completed_per_hour * target.mean_talk_seconds
    busy = answered * target.mean_talk_seconds + attempts * target.ring_seconds
    return Capacity(
        talking=_lines(talk, reserve),
        lines=_lines(busy, reserve),
        attempts_per_hour=attempts,
        attempts_per_second=attempts / 3600,
    )


def _lines(busy_seconds: float, reserve: float) -> int:
    # rounded first: 60.00000000000001 lines are 60
    return ceil(round(busy_seconds / 3600 * reserve, 6))


@dataclass(frozen=True, slots=True)
class Prices:
    """In one currency: a minute on the line, an hour of recognition and of synthesis, a GB-month, an hour of work."""

    line_minute: float = 0.0
    asr_hour: float = 0.0
    tts_hour: float = 0.0
    storage_gb_month: float = 0.0
    person_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one month: minutes billed, hours of audio recognized and synthesized, GB kept, hours of agents' work."""

    line_minutes: float
    asr_hours: float
    tts_hours: float
    storage_gb: float
    person_hours: float


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line of the costs."""

    name: str
    amount: float
    unit: str
    cost: float


def costs(usage: Usage, prices: Prices) -> tuple[CostItem, ...]:
    """The five items: line, recognition, synthesis, storage, people."""
    return (
        CostItem("line", usage.line_minutes, "minutes", usage.line_minutes * prices.line_minute),
        CostItem("asr", usage.asr_hours, "hours", usage.asr_hours * prices.asr_hour),
        CostItem("tts", usage.tts_hours, "hours", usage.tts_hours * prices.tts_hour),
        CostItem("storage", usage.storage_gb, "GB-months", usage.storage_gb * prices.storage_gb_month),
        CostItem("people", usage.person_hours, "hours", usage.person_hours * prices.person_hour),
    )
