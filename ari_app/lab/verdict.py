"""Does what is stored equal what the patient was scripted to mean? The judge of demo and soak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ari_app.store.stored_result import StoredResult

COUNTED = frozenset({"accepted", "confirmed"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a patient's script should leave behind; None where it does not say."""

    answers: Mapping[str, Any]
    missing: Mapping[str, str]
    alerts: frozenset[tuple[str, str]]
    disposition: str | None
    risk_level: str | None
    actions: frozenset[str]

    @staticmethod
    def parse(data: Mapping[str, Any]) -> Expected:
        """From the `expected` part of a patient's script."""
        return Expected(
            answers=data.get("answers", {}),
            missing=data.get("missing", {}),
            alerts=frozenset((each["code"], each["level"]) for each in data.get("alerts", ())),
            disposition=data.get("disposition"),
            risk_level=data.get("riskLevel"),
            actions=frozenset(data.get("actions", ())),
        )


def differences(expected: Expected, result: StoredResult) -> Sequence[str]:
    """One line for each thing that is not as expected; empty when the stored result is right."""
    return [
        *_answers(expected, result),
        *_alerts(expected, result),
        *_ending(expected, result),
        *_evidence(result),
    ]


def _answers(expected: Expected, result: StoredResult) -> list[str]:
    stored = {answer.link_id: answer.value for answer in result.answers if answer.status in COUNTED}
    found = []
    for link_id, value in expected.answers.items():
        if link_id not in stored:
            found.append(f"answer {link_id}: expected {value!r}, stored nothing")
        elif stored[link_id] != value:
            found.append(f"answer {link_id}: expected {value!r}, stored {stored[link_id]!r}")
    found += [
        f"answer {link_id}: {stored[link_id]!r} was stored, nothing was meant"
        for link_id in sorted(stored.keys() - expected.answers.keys())
    ]
    missing = {gap.link_id: gap.reason for gap in result.missing}
    for link_id, reason in expected.missing.items():
        if missing.get(link_id) != reason:
            found.append(f"missing {link_id}: expected {reason}, stored {missing.get(link_id)}")
    return found


def _alerts(expected: Expected, result: StoredResult) -> list[str]:
    stored = {(alert.code, alert.priority) for alert in result.alerts}
    return [f"alert {code} {priority} is lacking" for code, priority in sorted(expected.alerts - stored)] + [
        f"alert {code} {priority} was not expected" for code, priority in sorted(stored - expected.alerts)
    ]


def _ending(expected: Expected, result: StoredResult) -> list[str]:
    found = []
    if expected.disposition is not None and result.disposition != expected.disposition:
        found.append(f"disposition: expected {expected.disposition}, stored {result.disposition}")
    if expected.risk_level is not None and result.risk_level != expected.risk_level:
        found.append(f"risk: expected {expected.risk_level}, stored {result.risk_level}")
    stored = {each.action for each in result.actions}
    found += [f"action {action} is lacking" for action in sorted(expected.actions - stored)]
    return found


def _evidence(result: StoredResult) -> list[str]:
    """Every spoken answer and consent has its place in the recording."""
    found = [
        f"answer {answer.link_id} has no span"
        for answer in result.answers
        if answer.source == "voice" and answer.span is None
    ]
    found += [f"consent {each.kind} has no span" for each in result.consents if each.span is None]
    if result.recording_path is None and result.recording_destroyed_at is None:
        found.append("there is no recording")
    return found
