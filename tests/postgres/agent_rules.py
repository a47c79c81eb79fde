"""What breaks each rule of the calls in which people talk: rule → a statement that breaks it and nothing before it."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"
_AGENT = "00000000-0000-7000-8000-00000000000a"
_ENDED = "UPDATE attempts SET state = 'ended', ended_at = now(), disposition = 'completed'"

ILLEGAL = {
    "agents_name_present": "UPDATE agents SET name = ''",
    "agents_endpoint_form": "UPDATE agents SET endpoint = 'PJSIP/101&PJSIP/102'",
    "agents_state_known": "INSERT INTO agents SELECT (jsonb_populate_record(g, "
    f"""'{{"id": "{_ID}", "name": "x", "endpoint": "PJSIP/x", "state": "lost", "attempt_id": null}}')).*
    FROM agents g""",
    "agents_transition": "UPDATE agents SET state = 'ready', attempt_id = NULL; "
    "UPDATE agents SET state = 'wrapping'",
    "agents_missed_not_negative": "UPDATE agents SET missed = -1",
    "agents_busy_has_attempt": "UPDATE agents SET state = 'ready'",
    "attempts_agent_is_for_people": "UPDATE attempts SET agent_id = (SELECT id FROM agents)",
    "attempts_people_have_agent": "UPDATE attempts SET mode = 'progressive'",
    "attempts_reserve_transition": f"{_ENDED}; INSERT INTO attempts SELECT (jsonb_populate_record(a, "
    f"""'{{"id": "{_ID}", "number": 2, "state": "claimed", "mode": "progressive", "agent_id": "{_AGENT}",
    "disposition": null, "ended_at": null, "answered_at": null, "lease_expires_at": "2030-01-01T00:00:00Z"}}')).*
    FROM attempts a""",
}
TWICE = {"agents_name_unique": "agents"}
OTHER_UNIQUE = {
    "agents_endpoint_unique": "INSERT INTO agents SELECT (jsonb_populate_record(g, "
    f"""'{{"id": "{_ID}", "name": "x"}}')).* FROM agents g""",
    "agents_attempt_unique": "INSERT INTO agents SELECT (jsonb_populate_record(g, "
    f"""'{{"id": "{_ID}", "name": "x", "endpoint": "PJSIP/x"}}')).* FROM agents g""",
}
ROWS = (
    "INSERT INTO agents (id, organization_id, name, endpoint, state, since, attempt_id) "
    f"SELECT '{_AGENT}', organization_id, 'nurse-1', 'PJSIP/101', 'busy', now(), id FROM attempts",
)
"""Statements that put one row into each of these tables."""
