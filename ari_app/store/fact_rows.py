"""Every fact of the dialogue as rows: one small function per kind, chosen in `write_fact`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import assert_never

from ari_app.core.vocabulary import FollowUpAction
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
from ari_app.store.audit import AuditEntry, record
from ari_app.store.call_wishes import follow_wish
from ari_app.store.messages import add_promised_message
from ari_app.store.outbox import add_alert_triggered, add_appointment_changed, add_questionnaire_submitted
from ari_app.store.said_rows import write_said
from ari_app.store.step import Step, span_columns
from ari_app.store.unit_of_work import Row
from ari_app.store.values import is_code, split_value

_WRITE_BACKS = frozenset({FollowUpAction.RESCHEDULE_WRITEBACK, FollowUpAction.CANCEL_WRITEBACK})


async def write_fact(step: Step, fact: Fact, position: int) -> None:
    """Store one fact; `position` is its place among the facts of the step."""
    match fact:
        case RobotSaid() | PromptHeard() | PatientSaid():
            await write_said(step, fact, position)
        case AnswerRecorded():
            await _answer_recorded(step, fact)
        case AnswerMissing():
            await _answer_missing(step, fact)
        case ScoreComputed():
            await _score_computed(step, fact)
        case ConsentRecorded() | ConsentTakenBack():
            await _consent(step, fact)
        case IdentityChecked():
            await _identity_checked(step, fact)
        case AlertRaised():
            await _alert_raised(step, fact)
        case ActionRequested():
            await _action_requested(step, fact)
        case MessagePromised():
            await add_promised_message(step.uow, step.call, fact.template, fact.at)
        case NoteWritten():
            await _note_written(step, fact)
        case CallConcluded():
            await add_questionnaire_submitted(step.uow, step.call, fact.at, step.endpoints)
        case _:
            assert_never(fact)


async def _answer_recorded(step: Step, fact: AnswerRecorded) -> None:
    await _supersede(step, fact)
    row_id = step.uow.new_id()
    cipher = step.uow.cipher
    parts = split_value(fact.value)
    await step.uow.run(
        "facts.insert_answer",
        id=row_id,
        turn=step.turn,
        link_id=fact.link_id,
        value=parts.coded,
        free_text_encrypted=cipher.seal_optional(parts.free_text, "answers.free_text_encrypted", row_id),
        unit=fact.unit,
        status=fact.status.value,
        confidence=fact.confidence,
        utterance_encrypted=cipher.seal(fact.text, "answers.utterance_encrypted", row_id),
        input_source=fact.source.value,
        times_asked=fact.times_asked,
        answered_at=fact.at,
        **span_columns(fact.span),
        **step.keys,
    )


async def _answer_missing(step: Step, fact: AnswerMissing) -> None:
    """A guess that waits for a person stays the current answer beside the reason why it does not count."""
    await _supersede(step, fact, answer="facts.supersede_counted_answer")
    await step.uow.run(
        "facts.insert_missing",
        id=step.uow.new_id(),
        turn=step.turn,
        link_id=fact.link_id,
        reason=fact.reason.value,
        times_asked=fact.times_asked,
        recorded_at=fact.at,
        **step.keys,
    )


async def _supersede(
    step: Step, fact: AnswerRecorded | AnswerMissing, answer: str = "facts.supersede_answer"
) -> None:
    for query in (answer, "facts.supersede_missing"):
        await step.uow.run(query, call_id=step.call.call_id, link_id=fact.link_id, at=fact.at)


async def _score_computed(step: Step, fact: ScoreComputed) -> None:
    await step.uow.run(
        "facts.put_score",
        id=step.uow.new_id(),
        code=fact.code,
        value=fact.value,
        band=fact.band,
        computed_at=fact.at,
        **step.keys,
    )


async def _consent(step: Step, fact: ConsentRecorded | ConsentTakenBack) -> None:
    if isinstance(fact, ConsentTakenBack):
        await step.uow.run(
            "facts.take_consent_back", call_id=step.call.call_id, kind=fact.kind.value, at=fact.at
        )
        return
    row_id = step.uow.new_id()
    await step.uow.run(
        "facts.insert_consent",
        id=row_id,
        patient_id=step.call.patient_id,
        kind=fact.kind.value,
        granted=fact.granted,
        text_version=fact.text_version,
        utterance_encrypted=step.uow.cipher.seal(fact.text, "consents.utterance_encrypted", row_id),
        input_source=fact.source.value,
        given_at=fact.at,
        **span_columns(fact.span),
        **step.keys,
    )


async def _identity_checked(step: Step, fact: IdentityChecked) -> None:
    await step.uow.run(
        "facts.insert_identity_check",
        id=step.uow.new_id(),
        factor=fact.factor.value,
        matched=fact.matched,
        checked_at=fact.at,
        **span_columns(fact.span),
        **step.keys,
    )


async def _alert_raised(step: Step, fact: AlertRaised) -> None:
    """An alert that rises keeps its row: told anew and open again, and the audit keeps who had taken it on."""
    before = await step.uow.one("alerts.raised_before", call_id=step.call.call_id, code=fact.code.value)
    # the reason is sealed to its row
    row_id = step.uow.new_id() if before is None else before["id"]
    news = await step.uow.one(
        "alerts.raise_or_upgrade",
        id=row_id,
        patient_id=step.call.patient_id,
        code=fact.code.value,
        priority=fact.priority.value,
        sla_minutes=fact.sla_minutes,
        link_id=fact.link_id,
        reason_encrypted=step.uow.cipher.seal(fact.reason, "alerts.reason_encrypted", row_id),
        raised_at=fact.at,
        due_at=fact.due_at,
        **step.keys,
    )
    if news is not None:
        if before is not None and before["acknowledged_by"] is not None:
            await _record_reopened(step, fact, before)
        await add_alert_triggered(
            step.uow, step.call, news["id"], fact.priority.value, fact.at, step.endpoints
        )


async def _record_reopened(step: Step, fact: AlertRaised, before: Row) -> None:
    details = {key: before[key] for key in ("state", "acknowledged_by", "resolved_by")}
    entry = AuditEntry(
        step.call.organization_id, "robot", "reopen_alert", "alerts", str(before["id"]), fact.at, details
    )
    await record(step.uow, entry)


async def _action_requested(step: Step, fact: ActionRequested) -> None:
    row_id = step.uow.new_id()
    plain = fact.detail is None or is_code(fact.detail)
    await step.uow.run(
        "facts.insert_action",
        id=row_id,
        action=fact.action.value,
        detail=fact.detail if plain else None,
        detail_encrypted=step.uow.cipher.seal_optional(
            None if plain else fact.detail, "actions.detail_encrypted", row_id
        ),
        requested_at=fact.at,
        **step.keys,
    )
    if fact.action in _WRITE_BACKS:
        await add_appointment_changed(step.uow, step.call, row_id, fact.at)
    await follow_wish(step, fact)


async def _note_written(step: Step, fact: NoteWritten) -> None:
    row_id = step.uow.new_id()
    cipher = step.uow.cipher
    sentences = json.dumps([asdict(sentence) for sentence in fact.sentences], ensure_ascii=False)
    findings = json.dumps(fact.key_findings, ensure_ascii=False)
    await step.uow.run("facts.supersede_note", call_id=step.call.call_id, style=fact.style, at=fact.at)
    await step.uow.run(
        "facts.insert_note",
        id=row_id,
        style=fact.style,
        sentences_encrypted=cipher.seal(sentences, "notes.sentences_encrypted", row_id),
        key_findings_encrypted=cipher.seal(findings, "notes.key_findings_encrypted", row_id),
        next_action_encrypted=cipher.seal(fact.next_action, "notes.next_action_encrypted", row_id),
        risk_level=fact.risk_level,
        written_at=fact.at,
        **step.keys,
    )
