"""What a stored conversation that is read again shows otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ari_app.language.understanding import Value


class Outcome(StrEnum):
    """What the present parser makes of a stored answer that it reads otherwise.

    The first three would change; an answer that the patient agreed to stands, and a guess for review counts nowhere.
    """

    CHANGED = "changed"
    NOT_ACCEPTED = "not_accepted"
    GAINED = "gained"
    CONFIRMED = "confirmed"
    FOR_REVIEW = "for_review"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An item that is read otherwise now. `stored` and `now` are None where there is no value."""

    link_id: str
    outcome: Outcome
    status: str
    stored: Value = field(repr=False)
    stored_unit: str | None
    now: Value = field(repr=False)
    now_unit: str | None
    parser_version: str
    why: str
    said_at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignChange:
    """Signs of a turn that were not found then, or are not found now."""

    turn: int
    code: str
    found: tuple[str, ...]
    lost: tuple[str, ...]
    said_at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A conversation read again. `compared` counts the spoken answers, `keyed` those from the key pad."""

    compared: int
    keyed: int
    answers: tuple[AnswerChange, ...]
    signs: tuple[SignChange, ...]
