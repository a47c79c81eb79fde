"""What a report of reparsed calls counts, and its calls as JSON; free words are left out unless asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Self

from ari_app.language.understanding import Value
from ari_app.store.values import split_value
from ari_app.wiring.reparsing import RereadCall
from ari_app.wiring.reread_changes import AnswerChange, Outcome, SignChange


@dataclass(frozen=True, slots=True)
class Totals:
    """How many of what; they add up over calls.

    `changed`, `not_accepted` and `gained` are the stored answers that would change.
    """

    calls: int = 0
    calls_with_findings: int = 0
    calls_unreadable: int = 0
    answers_compared: int = 0
    answers_keyed: int = 0
    changed: int = 0
    not_accepted: int = 0
    gained: int = 0
    confirmed: int = 0
    for_review: int = 0
    signs_found: int = 0
    signs_lost: int = 0
    alerts_added: int = 0
    alerts_dropped: int = 0
    alerts_of_other_priority: int = 0

    def __add__(self, other: Self) -> Totals:
        return Totals(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def data(self) -> dict[str, int]:
        """By name."""
        return asdict(self)


def totals_of(call: RereadCall) -> Totals:
    """The totals of one call."""
    reading = call.reading
    if reading is None:
        return Totals(calls=1, calls_with_findings=1, calls_unreadable=1)
    outcomes = [change.outcome for change in reading.answers]
    alerts = [(change.stored is not None, change.now is not None) for change in call.alerts]
    return Totals(
        calls=1,
        calls_with_findings=int(call.has_findings),
        answers_compared=reading.compared,
        answers_keyed=reading.keyed,
        changed=outcomes.count(Outcome.CHANGED),
        not_accepted=outcomes.count(Outcome.NOT_ACCEPTED),
        gained=outcomes.count(Outcome.GAINED),
        confirmed=outcomes.count(Outcome.CONFIRMED),
        for_review=outcomes.count(Outcome.FOR_REVIEW),
        signs_found=sum(len(change.found) for change in reading.signs),
        signs_lost=sum(len(change.lost) for change in reading.signs),
        alerts_added=alerts.count((False, True)),
        alerts_dropped=alerts.count((True, False)),
        alerts_of_other_priority=alerts.count((True, True)),
    )


def shown_value(value: Value, *, words: bool) -> Value:
    """A value for the report: without `words`, only its coded part, None where there is none."""
    return value if words else split_value(value).coded


def data_of(call: RereadCall, *, words: bool) -> dict[str, object]:
    """One call with its findings as JSON data."""
    reading = call.reading
    return {
        "call_id": str(call.call_id),
        "attempt_id": str(call.attempt_id),
        "started_at": call.started_at.isoformat(),
        "questionnaire": call.questionnaire,
        "questionnaire_version": call.questionnaire_version,
        "parser_version": call.parser_version,
        "rules_version": call.rules_version,
        "readable": reading is not None,
        "answers": [_answer(change, words=words) for change in reading.answers] if reading else [],
        "signs": [_sign(change, words=words) for change in reading.signs] if reading else [],
        "alerts": [asdict(change) for change in call.alerts],
    }


def _answer(change: AnswerChange, *, words: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "link_id": change.link_id,
        "outcome": change.outcome,
        "status": change.status,
        "stored": shown_value(change.stored, words=words),
        "stored_unit": change.stored_unit,
        "now": shown_value(change.now, words=words),
        "now_unit": change.now_unit,
        "parser_version": change.parser_version,
        "why": change.why,
        "said_at": change.said_at.isoformat(),
    }
    return data | {"words": change.words} if words else data


def _sign(change: SignChange, *, words: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "turn": change.turn,
        "code": change.code,
        "found": list(change.found),
        "lost": list(change.lost),
        "said_at": change.said_at.isoformat(),
    }
    return data | {"words": change.words} if words else data
