"""Reading the stored result of a call back, decrypted."""

from __future__ import annotations

import json
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import NoteSentence
from ari_app.store import audio_quality, person_results
from ari_app.store.stored_result import (
    StoredAction,
    StoredAlert,
    StoredAnswer,
    StoredConsent,
    StoredIdentityCheck,
    StoredMissing,
    StoredNote,
    StoredResult,
    StoredScore,
    StoredTurn,
)
from ari_app.store.unit_of_work import Row, UnitOfWork
from ari_app.store.values import SplitValue, join_value


async def read_call(uow: UnitOfWork, call_id: UUID) -> StoredResult:
    """The whole result. Raises WrongInput for an unknown call."""
    row = await uow.one("results.read_call", call_id=call_id)
    if row is None:
        raise WrongInput(f"there is no call {call_id}")
    return StoredResult(
        call_id=call_id,
        organization_id=row["organization_id"],
        attempt_id=row["attempt_id"],
        attempt_number=row["number"],
        attempt_state=row["attempt_state"],
        call_status=row["status"],
        disposition=row["disposition"],
        hangup_cause=row["hangup_cause"],
        tech_cause=row["tech_cause"],
        contact_external_id=row["contact_external_id"],
        patient_external_id=row["patient_external_id"],
        encounter_external_id=row["encounter_external_id"],
        questionnaire_code=row["questionnaire_code"],
        questionnaire_version=row["questionnaire_version"],
        plan_day=row["plan_day"],
        engine_version=row["engine_version"],
        rules_version=row["rules_version"],
        prompts_version=row["prompts_version"],
        wording_variant=row["wording_variant"],
        order_variant=row["order_variant"],
        item_order=None if row["item_order"] is None else tuple(row["item_order"]),
        answered_at=row["answered_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        recording_path=row["recording_path"],
        recording_started_at=row["recording_started_at"],
        recording_destroyed_at=row["recording_destroyed_at"],
        turns=await _turns(uow, call_id),
        answers=await _answers(uow, call_id),
        missing=tuple(StoredMissing(*found) for found in await uow.all("results.missing", call_id=call_id)),
        scores=tuple(StoredScore(*found) for found in await uow.all("results.scores", call_id=call_id)),
        alerts=await _alerts(uow, call_id),
        consents=await _consents(uow, call_id),
        identity_checks=await _identity_checks(uow, call_id),
        actions=await _actions(uow, call_id),
        note=await _note(uow, call_id),
        audio_quality=await audio_quality.read(uow, call_id),
        earlier_answers=await _answers(uow, call_id, "results.earlier_answers"),
        person=await person_results.of_attempt(uow, row["attempt_id"]),
    )


async def read_call_of_attempt(uow: UnitOfWork, attempt_id: UUID) -> StoredResult:
    """The result of an attempt's call. Raises WrongInput when there is no such attempt, or it has no call."""
    row = await uow.one("calls.find_by_attempt", attempt_id=attempt_id)
    if row is None:
        raise WrongInput(f"nothing is stored of a call of attempt {attempt_id}")
    return await read_call(uow, UUID(str(row["id"])))


def _span(row: Row) -> Span | None:
    if row["span_start_ms"] is None:
        return None
    return Span(row["span_start_ms"], row["span_end_ms"])


async def _turns(uow: UnitOfWork, call_id: UUID) -> tuple[StoredTurn, ...]:
    return tuple(_turn(uow, row) for row in await uow.all("results.turns", call_id=call_id))


def _turn(uow: UnitOfWork, row: Row) -> StoredTurn:
    row_id, raw = row["id"], row["raw_text_encrypted"]
    return StoredTurn(
        turn=row["turn"],
        speaker=row["speaker"],
        code=row["code"],
        command_id=row["command_id"],
        text=uow.cipher.open(row["text_encrypted"], "turns.text_encrypted", row_id),
        raw_text=uow.cipher.open_optional(raw, "turns.raw_text_encrypted", row_id),
        confidence=row["confidence"],
        source=row["input_source"],
        intent=row["intent"],
        flags=tuple(row["flags"]),
        span=_span(row),
        heard_ms=row["heard_ms"],
        completed=row["was_completed"],
        latency_ms=row["latency_ms"],
        said_at=row["said_at"],
    )


async def _answers(
    uow: UnitOfWork, call_id: UUID, query: str = "results.answers"
) -> tuple[StoredAnswer, ...]:
    return tuple(_answer(uow, row) for row in await uow.all(query, call_id=call_id))


def _answer(uow: UnitOfWork, row: Row) -> StoredAnswer:
    row_id, free = row["id"], row["free_text_encrypted"]
    free_text = uow.cipher.open_optional(free, "answers.free_text_encrypted", row_id)
    return StoredAnswer(
        id=row_id,
        link_id=row["link_id"],
        value=join_value(SplitValue(row["value"], free_text)),
        unit=row["unit"],
        status=row["status"],
        confidence=row["confidence"],
        text=uow.cipher.open(row["utterance_encrypted"], "answers.utterance_encrypted", row_id),
        source=row["input_source"],
        span=_span(row),
        times_asked=row["times_asked"],
        parser_version=row["parser_version"],
        answered_at=row["answered_at"],
    )


async def _alerts(uow: UnitOfWork, call_id: UUID) -> tuple[StoredAlert, ...]:
    rows = await uow.all("results.alerts", call_id=call_id)
    return tuple(
        StoredAlert(
            id=row["id"],
            code=row["code"],
            priority=row["priority"],
            sla_minutes=row["sla_minutes"],
            link_id=row["link_id"],
            reason=uow.cipher.open(row["reason_encrypted"], "alerts.reason_encrypted", row["id"]),
            state=row["state"],
            raised_at=row["raised_at"],
            due_at=row["due_at"],
        )
        for row in rows
    )


async def _consents(uow: UnitOfWork, call_id: UUID) -> tuple[StoredConsent, ...]:
    rows = await uow.all("results.consents", call_id=call_id)
    return tuple(
        StoredConsent(
            kind=row["kind"],
            granted=row["granted"],
            text_version=row["text_version"],
            text=uow.cipher.open(row["utterance_encrypted"], "consents.utterance_encrypted", row["id"]),
            source=row["input_source"],
            span=_span(row),
            audio_ref=row["audio_ref"],
            given_at=row["given_at"],
            taken_back_at=row["taken_back_at"],
        )
        for row in rows
    )


async def _identity_checks(uow: UnitOfWork, call_id: UUID) -> tuple[StoredIdentityCheck, ...]:
    rows = await uow.all("results.identity_checks", call_id=call_id)
    return tuple(
        StoredIdentityCheck(row["factor"], row["matched"], _span(row), row["checked_at"]) for row in rows
    )


async def _actions(uow: UnitOfWork, call_id: UUID) -> tuple[StoredAction, ...]:
    rows = await uow.all("results.actions", call_id=call_id)
    return tuple(_action(uow, row) for row in rows)


def _action(uow: UnitOfWork, row: Row) -> StoredAction:
    sealed = row["detail_encrypted"]
    detail = uow.cipher.open_optional(sealed, "actions.detail_encrypted", row["id"])
    return StoredAction(row["action"], row["detail"] or detail, row["requested_at"])


async def _note(uow: UnitOfWork, call_id: UUID) -> StoredNote | None:
    row = await uow.one("results.note", call_id=call_id)
    if row is None:
        return None
    cipher, row_id = uow.cipher, row["id"]
    sentences = json.loads(cipher.open(row["sentences_encrypted"], "notes.sentences_encrypted", row_id))
    findings = json.loads(cipher.open(row["key_findings_encrypted"], "notes.key_findings_encrypted", row_id))
    return StoredNote(
        style=row["style"],
        sentences=tuple(
            NoteSentence(sentence["section"], sentence["text"], tuple(sentence["sources"]))
            for sentence in sentences
        ),
        key_findings=tuple(findings),
        next_action=cipher.open(row["next_action_encrypted"], "notes.next_action_encrypted", row_id),
        risk_level=row["risk_level"],
        written_at=row["written_at"],
    )
