"""What breaks each rule of what patients begin themselves: rule → a statement that breaks it and nothing before it."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"
_INBOUND = (
    "INSERT INTO attempts SELECT (jsonb_populate_record(a, '{{"
    f'"id": "{_ID}", "number": 2, "direction": "inbound", {{fields}}'
    "}}')).* FROM attempts a WHERE direction = 'outbound'"
)

ILLEGAL = {
    "attempts_direction_known": "INSERT INTO attempts SELECT (jsonb_populate_record(a, "
    f"""'{{"id": "{_ID}", "number": 2, "direction": "sideways"}}')).* FROM attempts a""",
    "attempts_inbound_has_channel": _INBOUND.format(fields='"dialing_at": null, "ringing_at": null'),
    "attempts_inbound_is_not_dialed": _INBOUND.format(fields='"channel_id": "1700.1"'),
    "attempts_frozen": "UPDATE attempts SET direction = 'inbound', channel_id = '1700.1'",
    "calls_resumes_another": "UPDATE calls SET resumes = id",
    "inbound_calls_phone_index_length": r"INSERT INTO inbound_calls SELECT (jsonb_populate_record(i, "
    f"""'{{"id": "{_ID}", "channel_id": "2", "phone_index": "\\\\x00"}}')).* FROM inbound_calls i""",
    "inbound_calls_outcome_known": "INSERT INTO inbound_calls SELECT (jsonb_populate_record(i, "
    f"""'{{"id": "{_ID}", "channel_id": "2", "outcome": "lost"}}')).* FROM inbound_calls i""",
    "inbound_calls_recognized_has_attempt": "INSERT INTO inbound_calls SELECT (jsonb_populate_record(i, "
    f"""'{{"id": "{_ID}", "channel_id": "2", "outcome": "unknown"}}')).* FROM inbound_calls i""",
    "inbound_calls_frozen": "UPDATE inbound_calls SET outcome = 'full'",
    "message_links_token_digest_length": r"INSERT INTO message_links SELECT (jsonb_populate_record(m, "
    f"""'{{"id": "{_ID}", "token_digest": "\\\\x00"}}')).* FROM message_links m""",
    "message_links_verb_known": "INSERT INTO message_links SELECT (jsonb_populate_record(m, "
    f"""'{{"id": "{_ID}", "verb": "dance"}}')).* FROM message_links m""",
    "message_links_expire": "UPDATE message_links SET expires_at = made_at",
    "message_links_redeemed_in_time": "UPDATE message_links SET redeemed_at = expires_at",
    "message_links_frozen": "UPDATE message_links SET verb = 'call_back'",
}
TWICE = {
    "inbound_calls_channel_unique": "inbound_calls",
    "message_links_token_unique": "message_links",
}
OTHER_UNIQUE = {
    "touches_reference_once": "INSERT INTO touches (organization_id, patient_id, phone_index, kind, at, reference) "
    "SELECT organization_id, patient_id, phone_index, 'person', at, 'agi:1' FROM touches, generate_series(1, 2)",
}
ROWS = (
    "INSERT INTO inbound_calls (id, organization_id, worker, channel_id, outcome, attempt_id, at) "
    f"SELECT '{_ID[:-1]}7', organization_id, 'worker-1', '1700.0', 'recognized', id, now() FROM attempts",
    "INSERT INTO message_links (id, organization_id, token_digest, verb, patient_id, contact_id, attempt_id, made_at, "
    f"expires_at) SELECT '{_ID[:-1]}8', a.organization_id, a.phone_index, 'reschedule', k.patient_id, k.id, a.id, "
    "now(), now() + interval '1 day' FROM attempts a JOIN contacts k ON k.id = a.contact_id",
)
"""Statements that put one row into each of these tables."""
