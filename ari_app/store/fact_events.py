"""What a fact looks like in call_event: its kind and the ids, codes and figures that may stand plain."""

from __future__ import annotations

from typing import assert_never

from ari_app.dialogue.facts import (
    ActionRequested,
    AlertRaised,
    AnswerMissing,
    AnswerRecorded,
    CallConcluded,
    ConsentRecorded,
    ConsentTakenBack,
    Fact,
    IdentityChecked,
    MessagePromised,
    NoteWritten,
    PatientSaid,
    PromptHeard,
    RobotSaid,
    ScoreComputed,
)
from ari_app.store.said_rows import Said

Description = tuple[str, dict[str, object]]


def describe_fact(fact: Fact) -> Description:
    """Event kind in the past tense, and its details without any word of the patient."""
    match fact:
        case RobotSaid() | PromptHeard() | PatientSaid():
            return _describe_said(fact)
        case AnswerRecorded():
            return "answer_recorded", {"link_id": fact.link_id, "status": fact.status.value}
        case AnswerMissing():
            return "answer_missing", {"link_id": fact.link_id, "reason": fact.reason.value}
        case ScoreComputed():
            return "score_computed", {"code": fact.code, "value": fact.value}
        case ConsentRecorded() | ConsentTakenBack():
            return _describe_consent(fact)
        case IdentityChecked():
            return "identity_checked", {"factor": fact.factor.value, "matched": fact.matched}
        case AlertRaised():
            return "alert_raised", {"code": fact.code.value, "priority": fact.priority.value}
        case ActionRequested():
            return "action_requested", {"action": fact.action.value}
        case MessagePromised():
            return "message_promised", {"template": fact.template.value}
        case NoteWritten():
            return "note_written", {"style": fact.style, "risk_level": fact.risk_level}
        case CallConcluded():
            return "call_concluded", {"disposition": fact.disposition.value}
        case _:
            assert_never(fact)


def _describe_consent(fact: ConsentRecorded | ConsentTakenBack) -> Description:
    if isinstance(fact, ConsentTakenBack):
        return "consent_taken_back", {"kind": fact.kind.value}
    return "consent_recorded", {"kind": fact.kind.value, "granted": fact.granted}


def _describe_said(fact: Said) -> Description:
    match fact:
        case RobotSaid():
            return "robot_said", {"code": fact.code, "command_id": fact.command_id}
        case PromptHeard():
            return "prompt_heard", {"command_id": fact.command_id, "completed": fact.completed}
        case PatientSaid():
            return "patient_said", {"code": fact.code, "intent": fact.intent, "flags": list(fact.flags)}
        case _:
            assert_never(fact)
