"""How the calls under one of the hospital's numbers fare, and from what on it counts as marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from ari_app.core.dialing_vocabulary import CallerIdMark
from ari_app.core.errors import WrongInput
from ari_app.policy.suppression_words import Sentence

MARK_WORDS: Mapping[CallerIdMark, Sentence] = {
    CallerIdMark.BARRED: Sentence(
        "被运营商或终端拦截，暂停使用，请向运营商核实该号码。",
        "Carriers bar it: it rests; ask the carrier about the number.",
    ),
    CallerIdMark.REJECTED: Sentence(
        "常被拒接，排在最后使用，可能已被标记为骚扰电话。",
        "It is often rejected, maybe marked as spam: it is shown last.",
    ),
    CallerIdMark.SELDOM_ANSWERED: Sentence(
        "很少被接听，排在最后使用。", "It is seldom answered: it is shown last."
    ),
}


@dataclass(frozen=True, slots=True)
class HealthRule:
    """From what on a number is marked. The shares are of the judged calls, 0 to 1.

    Judged are its `last` calls of the last `days` that a person could have taken: answered, rung out, busy, rejected
    or barred, and those that a machine took; what a wrong number or a fault of ours ended says nothing about it. Of
    fewer than `least` nothing is known. A number of which more than `most_barred` were barred rests `rest_hours`.
    """

    last: int = 50
    days: int = 30
    least: int = 20
    least_answered: float = 0.2
    most_rejected: float = 0.3
    most_barred: float = 0.1
    rest_hours: float = 24.0

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.last <= 1_000:
            raise WrongInput("caller health: least and last must be 1 to 1000, least not above last")
        if not all(0 <= each <= 1 for each in (self.least_answered, self.most_rejected, self.most_barred)):
            raise WrongInput("caller health: a share is between 0 and 1")
        if not 1 <= self.days <= 365:
            raise WrongInput("caller health: days must be 1 to 365")
        if not 0 < self.rest_hours <= 24 * 30:
            raise WrongInput("caller health: rest_hours must be above 0 and at most 720")

    @classmethod
    def parse(cls, table: Mapping[str, object]) -> HealthRule:
        """Of JSON such as {"most_rejected": 0.4}. Raises WrongInput, telling the entry."""
        usual = cls()
        given: dict[str, Any] = {}
        for key, value in table.items():
            if key not in {field.name for field in fields(cls)}:
                raise WrongInput(f"caller health knows no {key}")
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or (isinstance(getattr(usual, key), int) and not isinstance(value, int)):
                raise WrongInput(f"caller health: {key} is {value!r}, which is no number for it")
            given[key] = value
        return replace(usual, **given)

    @property
    def span(self) -> timedelta:
        """How far back its calls are judged."""
        return timedelta(days=self.days)

    @property
    def rest(self) -> timedelta:
        """How long a barred number is not shown."""
        return timedelta(hours=self.rest_hours)


@dataclass(frozen=True, slots=True)
class CallsSeen:
    """Of the last judged calls under a number: all, those a person answered, the rejected, and the barred."""

    calls: int
    answered: int
    rejected: int
    barred: int


@dataclass(frozen=True, slots=True)
class Health:
    """`share` of the `calls` was answered; `mark` says what is wrong with the number, None: nothing known."""

    share: float = 1.0
    calls: int = 0
    mark: CallerIdMark | None = None

    @property
    def rests(self) -> bool:
        """Whether it is not to be shown for a while."""
        return self.mark is CallerIdMark.BARRED


def judge(seen: CallsSeen, rule: HealthRule) -> Health:
    """How healthy a number is; the gravest sign gives the mark."""
    if seen.calls < rule.least:
        return Health()
    share = seen.answered / seen.calls
    mark = None
    if seen.barred > rule.most_barred * seen.calls:
        mark = CallerIdMark.BARRED
    elif seen.rejected > rule.most_rejected * seen.calls:
        mark = CallerIdMark.REJECTED
    elif share < rule.least_answered:
        mark = CallerIdMark.SELDOM_ANSWERED
    return Health(share, seen.calls, mark)
