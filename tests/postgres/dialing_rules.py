"""What breaks each rule of the dialer's tables: rule → a statement that breaks it and nothing before it."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"

ILLEGAL = {
    "campaigns_name_present": "UPDATE campaigns SET name = ''",
    "campaigns_state_known": "INSERT INTO campaigns SELECT (jsonb_populate_record(g, "
    f"""'{{"id": "{_ID}", "name": "x", "state": "lost"}}')).* FROM campaigns g""",
    "campaigns_transition": "UPDATE campaigns SET state = 'draft'",
    "campaigns_frozen": "UPDATE campaigns SET script_version = 'another'",
    "campaigns_mode_known": "UPDATE campaigns SET mode = 'robot'",
    "campaigns_priority_range": "UPDATE campaigns SET priority = 10",
    "campaigns_concurrency_range": "UPDATE campaigns SET concurrency = 0",
    "campaigns_calls_per_second_positive": "UPDATE campaigns SET calls_per_second = 0",
    "campaigns_max_attempts_range": "UPDATE campaigns SET max_attempts = 0",
    "campaigns_dial_order_known": "UPDATE campaigns SET dial_order = 'by chance'",
    "campaigns_retry_hours_enough": "UPDATE campaigns SET retry_hours = '{0}'",
    "campaigns_started_has_time": "UPDATE campaigns SET started_at = NULL",
    "campaigns_ended_has_time": "UPDATE campaigns SET ended_at = now()",
    "campaigns_waits_for_form": "UPDATE campaigns SET waits_for = 'Too late'",
    "campaigns_release_object": "UPDATE campaigns SET release = '[]'",
    "campaigns_thresholds_object": "INSERT INTO campaigns SELECT (jsonb_populate_record(g, "
    f"""'{{"id": "{_ID}", "name": "another", "thresholds": []}}')).* FROM campaigns g LIMIT 1""",
    "contacts_thresholds_object": "INSERT INTO contacts SELECT (jsonb_populate_record(k, "
    f"""'{{"id": "{_ID}", "external_id": "another", "thresholds": []}}')).* FROM contacts k LIMIT 1""",
    "contacts_thresholds_frozen": "UPDATE contacts SET thresholds = '{\"pain\": 5}'",
    "campaigns_selection_object": "UPDATE campaigns SET selection = '[]'",
    "contacts_priority_range": "UPDATE contacts SET priority = -1",
    "patients_second_phone_with_index": r"UPDATE patients SET second_phone_encrypted = '\x00'",
    "patients_second_phone_index_length": r"UPDATE patients SET second_phone_encrypted = '\x00', "
    r"second_phone_index = '\x00'",
    "number_list_entries_kind_known": "UPDATE number_list_entries SET kind = 'grey'",
    "number_list_entries_phone_index_length": r"UPDATE number_list_entries SET phone_index = '\x00'",
    "number_list_entries_removed_by_whom": "UPDATE number_list_entries SET removed_at = now()",
    "touches_kind_known": "UPDATE touches SET kind = 'letter'",
    "touches_phone_index_length": r"UPDATE touches SET phone_index = '\x00'",
    "suppressions_reason_form": "INSERT INTO suppressions (organization_id, contact_id, reason, at) "
    "SELECT organization_id, contact_id, 'Too late', at FROM suppressions",
    "suppressions_frozen": "UPDATE suppressions SET reason = 'x'",
    "work_items_kind_form": "UPDATE work_items SET kind = 'Call Back'",
    "work_items_state_known": "INSERT INTO work_items SELECT (jsonb_populate_record(w, "
    f"""'{{"id": "{_ID}", "kind": "other", "state": "lost"}}')).* FROM work_items w""",
    "work_items_transition": "UPDATE work_items SET state = 'done', done_at = now(); "
    "UPDATE work_items SET state = 'open', done_at = NULL",
    "work_items_taken_by_somebody": "UPDATE work_items SET state = 'taken'",
    "work_items_done_has_time": "UPDATE work_items SET done_at = now()",
    "calling_policies_concurrency_positive": "UPDATE calling_policies SET concurrency = 0",
    "calling_policies_calls_per_second_positive": "UPDATE calling_policies SET calls_per_second = 0",
    "calling_policies_holidays_known": "UPDATE calling_policies SET holidays = 'some'",
    "calling_policies_caps_positive": "UPDATE calling_policies SET per_day = 0",
    "calling_policies_calendar_object": "UPDATE calling_policies SET calendar = '[]'",
    "trunks_dial_has_number": "UPDATE trunks SET dial = 'PJSIP/trunk'",
    "trunks_concurrency_positive": "UPDATE trunks SET concurrency = 0",
    "trunks_calls_per_second_positive": "UPDATE trunks SET calls_per_second = 0",
    "trunks_breaker_object": "UPDATE trunks SET breaker = '[]'",
    "trunks_cause_mapping_object": "UPDATE trunks SET cause_mapping = '[]'",
    "caller_ids_number_form": "UPDATE caller_ids SET number = 'hospital'",
    "caller_ids_daily_limit_positive": "UPDATE caller_ids SET daily_limit = 0",
    "caller_ids_health_range": "UPDATE caller_ids SET health = 1.1",
    "caller_ids_mark_known": "UPDATE caller_ids SET mark = 'spam'",
    "caller_ids_judged_calls_not_negative": "UPDATE caller_ids SET judged_calls = -1",
    "caller_ids_rests_when_barred": "UPDATE caller_ids SET rests_until = now()",
    "calling_policies_caller_health_object": "UPDATE calling_policies SET caller_health = '[]'",
    "caller_ids_used_count_not_negative": "UPDATE caller_ids SET used_count = -1",
    "workers_epoch_positive": "UPDATE workers SET epoch = 0",
    "workers_capacity_positive": "UPDATE workers SET capacity = 0",
    "workers_state_known": "UPDATE workers SET state = 'lost'",
    "attempts_mode_known": "UPDATE attempts SET mode = 'robot'",
    "attempts_number_kind_known": "UPDATE attempts SET number_kind = 'third'",
    "redials_reason_form": "INSERT INTO redials SELECT (jsonb_populate_record(r, "
    """'{"reason": "Next try"}')).* FROM redials r""",
    "redials_message_form": "INSERT INTO redials SELECT (jsonb_populate_record(r, "
    """'{"message": "A message"}')).* FROM redials r""",
    "redials_frozen": "DELETE FROM redials",
}
TWICE = {
    "campaigns_name_unique": "campaigns",
    "trunks_code_unique": "trunks",
    "caller_ids_number_unique": "caller_ids",
}
OTHER_UNIQUE = {
    "touches_attempt_unique": "INSERT INTO touches (organization_id, patient_id, phone_index, kind, attempt_id, at) "
    "SELECT organization_id, patient_id, phone_index, kind, attempt_id, at FROM touches",
    "number_list_entries_once": "INSERT INTO number_list_entries SELECT (jsonb_populate_record(n, "
    f"""'{{"id": "{_ID}"}}')).* FROM number_list_entries n""",
    "work_items_open_once": "INSERT INTO work_items SELECT (jsonb_populate_record(w, "
    f"""'{{"id": "{_ID}"}}')).* FROM work_items w""",
}
ROWS = (
    "INSERT INTO campaigns (id, organization_id, name, state, time_zone, started_at, questionnaire_version_id) "
    f"SELECT '{_ID[:-1]}2', organization_id, 'campaign', 'running', 'Asia/Shanghai', now(), id "
    "FROM questionnaire_versions",
    "INSERT INTO suppressions (organization_id, contact_id, reason, at) "
    "SELECT organization_id, id, 'daily_cap', now() FROM contacts",
    "INSERT INTO work_items (id, organization_id, kind, patient_id, contact_id, created_at) "
    f"SELECT '{_ID[:-1]}3', organization_id, 'call_back', patient_id, id, now() FROM contacts",
    "INSERT INTO number_list_entries (id, organization_id, kind, phone_index, patient_id, reason, source, added_at) "
    f"SELECT '{_ID[:-1]}4', organization_id, 'white', phone_index, id, 'trial', 'import', now() FROM patients",
    "INSERT INTO calling_policies (organization_id) SELECT id FROM organizations",
    "INSERT INTO trunks (id, organization_id, code, dial, concurrency) "
    f"SELECT '{_ID[:-1]}5', id, 'main', 'PJSIP/{{number}}@main', 30 FROM organizations",
    "INSERT INTO caller_ids (id, organization_id, number, trunk_id) "
    f"SELECT '{_ID[:-1]}6', organization_id, '01060000000', id FROM trunks",
    "INSERT INTO workers (organization_id, id, host, capacity, started_at, heartbeat_at) "
    "SELECT id, 'worker-1', 'host-1', 4, now(), now() FROM organizations",
    "INSERT INTO redials (attempt_id, organization_id, contact_id, disposition, counts, reason, decided_at) "
    "SELECT id, organization_id, contact_id, 'busy', true, 'next_try', now() FROM attempts",
    "INSERT INTO attempts_to_settle SELECT id, organization_id, now() FROM attempts",
)
"""Statements that put one row into each of the dialer's tables that the rest of the story leaves empty."""
