"""Every CHECK and every unique rule is shown to refuse what it is there to refuse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum

import asyncpg
import pytest

from ari_app.core import dialing_vocabulary, relations, vocabulary
from ari_app.policy.calling_rules import HolidayCalls
from ari_app.policy.care_plan import PlanEvent
from ari_app.policy.early_line import UNHEARD, LineEvidence, Ringback
from ari_app.policy.line_outcome import DecidedBy
from ari_app.policy.line_test import Probe
from ari_app.store import audio_quality, call_commands, calls, line_evidence
from ari_app.store.audit import AuditEntry, record
from ari_app.store.inbound import InboundOutcome
from ari_app.store.message_links import LinkVerb
from ari_app.store.person_talks import LeftOut
from ari_app.store.pool import Store
from ari_app.store.references import Timer
from ari_app.store.relatives import RelativeDraft, put_relatives
from tests.postgres import (
    agent_rules,
    dialing_rules,
    inbound_rules,
    intake_rules,
    line_test_rules,
    message_rules,
    preview_rules,
    talk_rules,
)
from tests.postgres.test_commit_step import every_fact
from tests.support.stored_calls import MEASURED, after, answered_call


def _evidence(**changed: object) -> str:
    """A second row for the attempt's line, with something changed."""
    return (
        f"INSERT INTO line_evidence SELECT (jsonb_populate_record(e, '{json.dumps(changed)}')).* "
        "FROM line_evidence e"
    )


# constraint → a statement that breaks it and nothing before it
ILLEGAL = (
    dialing_rules.ILLEGAL
    | agent_rules.ILLEGAL
    | line_test_rules.ILLEGAL
    | preview_rules.ILLEGAL
    | message_rules.ILLEGAL
    | inbound_rules.ILLEGAL
    | intake_rules.ILLEGAL
    | talk_rules.ILLEGAL
    | {
        "organizations_code_form": "UPDATE organizations SET code = 'Not A Code'",
        "patients_external_id_present": "UPDATE patients SET external_id = ''",
        "patients_phone_index_length": r"UPDATE patients SET phone_index = '\x00'",
        "patients_id_tail_digest_length": r"UPDATE patients SET id_tail_digest = '\x34343137'",
        "patients_birth_md_digest_length": r"UPDATE patients SET birth_md_digest = '\x00'",
        "patients_language_form": "UPDATE patients SET language = 'Cantonese!'",
        "patients_birth_year_range": "UPDATE patients SET birth_year = 1850",
        "relatives_role_known": "UPDATE relatives SET role = 'neighbor'",
        "relatives_relation_known": "UPDATE relatives SET relation = 'boss'",
        "relatives_guardian_is_elder": "UPDATE relatives SET relation = 'daughter'",
        "relatives_phone_with_index": "UPDATE relatives SET phone_index = NULL",
        "relatives_phone_index_length": r"UPDATE relatives SET phone_index = '\x00'",
        "encounters_external_id_present": "UPDATE encounters SET external_id = ''",
        "questionnaires_code_form": "UPDATE questionnaires SET code = '术后'",
        "questionnaire_versions_frozen": "UPDATE questionnaire_versions SET definition = '{}'",
        "questionnaire_versions_definition_object": """INSERT INTO questionnaire_versions
        SELECT gen_random_uuid(), organization_id, questionnaire_id, '2', '[]', definition_sha256, frozen_at
        FROM questionnaire_versions""",
        "questionnaire_versions_sha256_form": """INSERT INTO questionnaire_versions
        SELECT gen_random_uuid(), organization_id, questionnaire_id, '2', definition, 'abc', frozen_at
        FROM questionnaire_versions""",
        "contacts_external_id_present": "UPDATE contacts SET external_id = ''",
        "contacts_status_known": "UPDATE contacts SET status = 'lost'",
        "attempts_number_positive": "UPDATE attempts SET number = 0",
        "attempts_state_known": "INSERT INTO attempts SELECT (jsonb_populate_record(a, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "number": 2, "state": "lost"}')).* FROM attempts a""",
        "attempts_transition": "UPDATE attempts SET state = 'scheduled'",
        "attempts_phone_index_length": r"UPDATE attempts SET phone_index = '\x00'",
        "attempts_live_is_leased": "UPDATE attempts SET worker = NULL",
        "attempts_ended_has_disposition": "UPDATE attempts SET disposition = 'completed'",
        "attempts_claimed_has_time": "UPDATE attempts SET claimed_at = NULL",
        "attempts_dialing_has_time": "UPDATE attempts SET dialing_at = NULL",
        "attempts_ringing_has_time": "INSERT INTO attempts SELECT (jsonb_populate_record(a, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "number": 2, "state": "ringing",
         "ringing_at": null}')).* FROM attempts a""",
        "attempts_answered_has_time": "UPDATE attempts SET answered_at = NULL",
        "attempts_talk_was_answered": """UPDATE attempts
        SET state = 'ended', ended_at = now(), disposition = 'completed', answered_at = NULL""",
        "attempts_ended_after_answered": """UPDATE attempts
        SET state = 'ended', ended_at = answered_at - interval '1 s', disposition = 'completed'""",
        "disposition_known": "UPDATE calls SET disposition = 'lost'",
        "calls_status_known": "UPDATE calls SET status = 'lost'",
        "calls_turn_not_negative": "UPDATE calls SET turn = -1",
        "calls_active_has_start": "UPDATE calls SET started_at = NULL",
        "calls_ended_has_time": "UPDATE calls SET ended_at = now()",
        "calls_ended_has_disposition": "UPDATE calls SET disposition = 'completed'",
        "calls_destroyed_recording_is_gone": "UPDATE calls SET recording_path = 'a', recording_destroyed_at = now()",
        "turns_speaker_known": "UPDATE turns SET speaker = 'somebody' WHERE speaker = 'patient'",
        "turns_input_source_known": "UPDATE turns SET input_source = 'letter'",
        "turns_robot_has_command": "UPDATE turns SET command_id = NULL",
        "turns_patient_has_source": "UPDATE turns SET input_source = NULL",
        "turns_agent_has_source": "UPDATE turns SET speaker = 'agent', input_source = NULL WHERE speaker = 'patient'",
        "turns_confidence_range": "UPDATE turns SET confidence = 1.1",
        "turns_span_order": "UPDATE turns SET span_end_ms = span_start_ms - 1",
        "timers_kind_form": "UPDATE timers SET kind = 'No Input'",
        "call_command_verb_form": "UPDATE call_command SET verb = 'Hang Up'",
        "call_command_args_object": "UPDATE call_command SET args = '[]'",
        "call_command_done_has_result": "UPDATE call_command SET done_at = now()",
        "call_event_frozen": "UPDATE call_event SET kind = 'x'",
        "call_event_kind_form": "INSERT INTO call_event (organization_id, call_id, turn, kind, at) "
        "SELECT organization_id, id, 1, 'Bad Kind', now() FROM calls",
        "call_event_details_object": "INSERT INTO call_event (organization_id, call_id, turn, kind, details, at) "
        "SELECT organization_id, id, 1, 'x', '[]', now() FROM calls",
        "answers_has_value": "UPDATE answers SET value = NULL",
        "answers_value_not_null": "UPDATE answers SET value = 'null'",
        "answers_status_known": "UPDATE answers SET status = 'guessed'",
        "answers_confidence_range": "UPDATE answers SET confidence = -0.1",
        "answers_input_source_known": "UPDATE answers SET input_source = 'letter'",
        "answers_times_asked_positive": "UPDATE answers SET times_asked = 0",
        "answers_span_order": "UPDATE answers SET span_end_ms = NULL",
        "missing_answers_reason_known": "UPDATE missing_answers SET reason = 'lost'",
        "missing_answers_times_asked_not_negative": "UPDATE missing_answers SET times_asked = -1",
        "consents_kind_known": "UPDATE consents SET kind = 'everything'",
        "consents_input_source_known": "UPDATE consents SET input_source = 'letter'",
        "consents_text_version_present": "UPDATE consents SET text_version = ''",
        "consents_span_order": "UPDATE consents SET span_end_ms = 0",
        "consents_taken_back_was_granted": "UPDATE consents SET granted = false, taken_back_at = given_at",
        "identity_checks_factor_known": "UPDATE identity_checks SET factor = 'face'",
        "identity_checks_span_order": "UPDATE identity_checks SET span_start_ms = NULL",
        "alerts_code_form": "UPDATE alerts SET code = 'pain high'",
        "alerts_priority_known": "UPDATE alerts SET priority = 'P0'",
        "alerts_sla_positive": "UPDATE alerts SET sla_minutes = 0",
        "alerts_due_after_raised": "UPDATE alerts SET due_at = raised_at",
        "alerts_state_known": "INSERT INTO alerts SELECT (jsonb_populate_record(a, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "code": "X", "state": "lost"}')).* FROM alerts a""",
        "alerts_transition": "UPDATE alerts SET state = 'resolved', resolved_at = now(), resolved_by = 'x'",
        "alerts_notified_has_time": "UPDATE alerts SET state = 'notified'",
        "alerts_acknowledged_has_person": "UPDATE alerts SET state = 'acknowledged', acknowledged_at = now()",
        "alerts_resolved_has_person": "UPDATE alerts SET resolved_by = 'x'",
        "actions_action_form": "UPDATE actions SET action = 'Call Back'",
        "actions_one_detail": r"UPDATE actions SET detail_encrypted = '\x00'",
        "notes_style_known": "UPDATE notes SET style = 'poem'",
        "notes_risk_level_known": "UPDATE notes SET risk_level = 'P9'",
        "outbox_kind_known": "UPDATE outbox SET kind = 'alert.lost', alert_id = NULL",
        "outbox_state_known": "INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(o, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "idempotency_key": "x", "state": "lost"}')).*
       FROM outbox o""",
        "outbox_transition": "UPDATE outbox SET state = 'lost'",
        "outbox_delivered_has_time": "UPDATE outbox SET state = 'delivered'",
        "outbox_dead_has_time": "UPDATE outbox SET state = 'dead'",
        "outbox_tries_not_negative": "UPDATE outbox SET tries = -1",
        "outbox_alert_has_id": "UPDATE outbox SET alert_id = NULL",
        "audio_quality_seconds_range": "UPDATE audio_quality SET speech_seconds = heard_seconds + 1",
        "audio_quality_speech_dbfs_range": "UPDATE audio_quality SET speech_dbfs = 0.1",
        "audio_quality_noise_dbfs_range": "UPDATE audio_quality SET noise_dbfs = -96.1",
        "audio_quality_snr_db_range": "UPDATE audio_quality SET snr_db = 96.1",
        "audio_quality_snr_has_both_levels": "UPDATE audio_quality SET noise_dbfs = NULL",
        "audio_quality_clipped_share_range": "UPDATE audio_quality SET clipped_share = 1.1",
        "audio_quality_echo_return_db_range": "UPDATE audio_quality SET echo_return_db = -60.1",
        "audio_quality_late_frames_not_negative": "UPDATE audio_quality SET late_frames = -1",
        "audio_quality_missing_frames_not_negative": "UPDATE audio_quality SET missing_frames = -1",
        "audio_quality_late_share_range": "UPDATE audio_quality SET late_share = -0.1",
        "audio_quality_worst_delay_ms_not_negative": "UPDATE audio_quality SET worst_delay_ms = -1",
        "line_evidence_decided_by_known": _evidence(decided_by="guess"),
        "line_evidence_ringback_known": _evidence(ringback="song"),
        "line_evidence_tone_known": _evidence(tone="dial"),
        "line_evidence_announced_has_phrase": _evidence(phrase="是空号"),
        "line_evidence_phrase_decided": _evidence(decided_by="phrase"),
        "line_evidence_seconds_not_negative": _evidence(voiced_seconds=-1),
        "line_evidence_recording_path_present": _evidence(recording_path=""),
        "line_evidence_frozen": "UPDATE line_evidence SET saw_ringing = NOT saw_ringing",
        "audit_entries_frozen": "DELETE FROM audit_entries",
        "audit_entries_action_form": "INSERT INTO audit_entries SELECT gen_random_uuid(), organization_id, actor, "
        "'Read It', subject_kind, subject_id, details, at FROM audit_entries",
        "audit_entries_details_object": "INSERT INTO audit_entries SELECT gen_random_uuid(), organization_id, "
        "actor, action, subject_kind, subject_id, '[]', at FROM audit_entries",
    }
)

# unique rule → the table whose row is stored a second time with a new id
TWICE = (
    dialing_rules.TWICE
    | agent_rules.TWICE
    | message_rules.TWICE
    | inbound_rules.TWICE
    | intake_rules.TWICE
    | {
        "organizations_code_unique": "organizations",
        "patients_external_id_unique": "patients",
        "encounters_external_id_unique": "encounters",
        "questionnaires_code_unique": "questionnaires",
        "questionnaire_versions_content_unique": "questionnaire_versions",
        "contacts_external_id_unique": "contacts",
        "attempts_number_unique": "attempts",
        "calls_attempt_unique": "calls",
        "turns_position_unique": "turns",
        "timers_kind_unique": "timers",
        "answers_one_current": "answers",
        "missing_answers_one_current": "missing_answers",
        "scores_code_unique": "scores",
        "alerts_once_per_call": "alerts",
        "notes_one_current": "notes",
        "outbox_idempotency_key_unique": "outbox",
    }
)
OTHER_UNIQUE = (
    dialing_rules.OTHER_UNIQUE
    | agent_rules.OTHER_UNIQUE
    | preview_rules.OTHER_UNIQUE
    | inbound_rules.OTHER_UNIQUE
    | {
        "relatives_unnamed_once": """INSERT INTO relatives (id, organization_id, patient_id, role, relation)
        SELECT gen_random_uuid(), organization_id, patient_id, role, relation
        FROM relatives, generate_series(1, 2)""",
        "attempts_one_open_per_contact": "INSERT INTO attempts SELECT (jsonb_populate_record(a, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "number": 2}')).* FROM attempts a""",
        "outbox_once_a_message": """INSERT INTO outbox (id, organization_id, endpoint, kind, attempt_id, call_id,
            message_id, idempotency_key, due_at)
        SELECT gen_random_uuid(), m.organization_id, 'messages', 'message.requested', c.attempt_id, c.id, m.id,
            n::text, now()
        FROM patient_messages m JOIN calls c ON c.id = m.call_id, generate_series(1, 2) n""",
        "turns_command_unique": "INSERT INTO turns SELECT (jsonb_populate_record(t, "
        """'{"id": "00000000-0000-7000-8000-000000000001", "position": 99}')).*
       FROM turns t WHERE speaker = 'robot'""",
    }
)


@pytest.fixture
async def full(store: Store, connection: asyncpg.Connection) -> asyncpg.Connection:
    """A connection to a database with at least one row in every table."""
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item=None, facts=every_fact(),
            at=after(13), timers=[Timer("no_input", after(20))],
        )  # fmt: skip
        guardian = RelativeDraft(relations.Relation.MOTHER, "王芳", "+8613911112222")
        role = relations.RelativeRole.GUARDIAN
        await put_relatives(uow, call.organization_id, call.patient_id, role, [guardian])
        await call_commands.add(uow, call, "nurse-1", "hang_up", {}, after(14))
        entry = AuditEntry(call.organization_id, "nurse-1", "read", "calls", str(call.call_id), after(15))
        await record(uow, entry)
        await audio_quality.record(uow, call, MEASURED, after(16))
        bare = LineEvidence(None, UNHEARD, False, False, None, None, None)
        await line_evidence.record(uow, lease, bare, after(16))
    rooms = (
        dialing_rules,
        inbound_rules,
        intake_rules,
        agent_rules,
        line_test_rules,
        preview_rules,
        message_rules,
        talk_rules,
    )
    for statement in (each for room in rooms for each in room.ROWS):
        await connection.execute(statement)
    return connection


async def broken_by(connection: asyncpg.Connection, statement: str) -> str | None:
    """The rule that refuses the statement."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(statement)
    except asyncpg.IntegrityConstraintViolationError as error:
        return error.constraint_name
    finally:
        await transaction.rollback()
    return None


@pytest.mark.req("M08-009")
async def test_illegal_states_are_refused(full: asyncpg.Connection) -> None:
    refused = {rule: await broken_by(full, statement) for rule, statement in ILLEGAL.items()}
    assert refused == {rule: rule for rule in ILLEGAL}


async def test_what_may_be_there_once_is_refused_twice(full: asyncpg.Connection) -> None:
    again = {
        rule: f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(t, "
        f"""'{{"id": "00000000-0000-7000-8000-000000000001"}}')).* FROM {table} t LIMIT 1"""
        for rule, table in TWICE.items()
    }
    statements = again | OTHER_UNIQUE
    refused = {rule: await broken_by(full, statement) for rule, statement in statements.items()}
    assert refused == {rule: rule for rule in statements}


async def test_every_rule_of_the_schema_is_tried(full: asyncpg.Connection) -> None:
    rows = await full.fetch(
        """SELECT conname AS name FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u')
             AND conname NOT LIKE '%\\_same\\_organization'
           UNION
           SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
           WHERE i.indisunique AND i.indpred IS NOT NULL AND x.relnamespace = 'public'::regnamespace"""
    )
    by_trigger = {rule for rule in ILLEGAL if rule.endswith(("_frozen", "_transition"))}
    assert {row["name"] for row in rows} == (ILLEGAL.keys() - by_trigger) | TWICE.keys() | OTHER_UNIQUE.keys()


async def test_rows_of_two_organizations_cannot_be_joined(full: asyncpg.Connection) -> None:
    await full.execute(
        "INSERT INTO organizations VALUES ('00000000-0000-7000-8000-000000000009', 'other', 'x', 'UTC')"
    )
    tables = await full.fetch(
        """SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
           WHERE contype = 'f' AND cardinality(conkey) = 2
             AND conrelid NOT IN ('questionnaire_versions'::regclass, 'call_event'::regclass,
                                  'attempt_events'::regclass)"""
    )
    assert len(tables) >= 15
    for table in tables:
        statement = f"UPDATE {table['name']} SET organization_id = '00000000-0000-7000-8000-000000000009'"
        assert await broken_by(full, statement), table["name"]


WORDS: dict[str, Iterable[StrEnum]] = {
    "disposition_known": vocabulary.Disposition,
    "relatives_relation_known": relations.Relation,
    "relatives_role_known": relations.RelativeRole,
    "consents_kind_known": vocabulary.ConsentKind,
    "identity_checks_factor_known": vocabulary.IdentityFactor,
    "answers_status_known": vocabulary.AnswerStatus,
    "answers_input_source_known": vocabulary.AnswerSource,
    "person_results_disposition_of_person": vocabulary.PERSON_DISPOSITIONS,
    "person_results_status_known": dialing_vocabulary.ContactStatus,
    "consents_input_source_known": vocabulary.ConsentSource,
    "turns_input_source_known": vocabulary.InputSource,
    "line_evidence_decided_by_known": DecidedBy,
    "line_evidence_ringback_known": Ringback,
    "missing_answers_reason_known": vocabulary.MissingReason,
    "alerts_priority_known": vocabulary.Priority,
    "campaigns_state_known": dialing_vocabulary.CampaignState,
    "campaigns_mode_known": dialing_vocabulary.CampaignMode,
    "campaigns_dial_order_known": dialing_vocabulary.DialOrder,
    "attempts_mode_known": dialing_vocabulary.CampaignMode,
    "agents_state_known": dialing_vocabulary.AgentState,
    "line_tests_expected_known": Probe,
    "line_test_schedules_expected_known": Probe,
    "previews_state_known": dialing_vocabulary.PreviewState,
    "contacts_status_known": dialing_vocabulary.ContactStatus,
    "number_list_entries_kind_known": dialing_vocabulary.NumberList,
    "attempts_number_kind_known": dialing_vocabulary.NumberKind,
    "calling_policies_holidays_known": HolidayCalls,
    "inbound_calls_outcome_known": InboundOutcome,
    "message_links_verb_known": LinkVerb,
    "patient_messages_template_known": vocabulary.MessageTemplate,
    "plan_events_kind_known": PlanEvent,
    "person_talks_reason_known": LeftOut,
}


async def test_the_words_of_a_column_are_the_words_of_the_code(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        "SELECT conname, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = ANY ($1)",
        list(WORDS),
    )
    in_tables = {row["conname"]: set(row["rule"].split("'")[1::2]) for row in rows}
    assert in_tables == {rule: {word.value for word in words} for rule, words in WORDS.items()}
