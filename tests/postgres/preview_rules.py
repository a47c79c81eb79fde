"""What breaks each rule of preview dialing: rule → a statement that breaks it and nothing before it."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"
_NEW = "INSERT INTO previews SELECT (jsonb_populate_record(p, '{{{fields}}}')).* FROM previews p"

ILLEGAL = {
    "previews_state_known": _NEW.format(
        fields=f'"id": "{_ID}", "state": "lost", "ended_at": "2030-01-01T00:00:00Z"'
    ),
    "previews_expire": "UPDATE previews SET expires_at = shown_at",
    "previews_ended_has_time": "UPDATE previews SET ended_at = now()",
    "previews_dialed_has_attempt": "UPDATE previews SET attempt_id = (SELECT id FROM attempts)",
    "previews_says_why": "UPDATE previews SET state = 'skipped', ended_at = now()",
    "previews_reason_form": "UPDATE previews SET state = 'skipped', ended_at = now(), reason = 'In Surgery'",
    "previews_transition": "UPDATE previews SET state = 'dialed', ended_at = now(), "
    "attempt_id = (SELECT id FROM attempts)",
}
ILLEGAL |= {
    "person_results_disposition_of_person": "UPDATE person_results SET disposition = 'trunk_error'",
    "person_results_status_known": "UPDATE person_results SET status = 'lost'",
    "person_results_next_is_open": "UPDATE person_results SET next_at = now()",
    "person_results_superseded_later": "UPDATE person_results SET superseded_at = recorded_at - interval '1 second'",
    "answers_person_is_named": "UPDATE answers SET recorded_by = 'nurse-1'",
}
OTHER_UNIQUE = {
    "person_results_one_current": "INSERT INTO person_results SELECT (jsonb_populate_record(r, "
    f"""'{{"id": "{_ID}"}}')).* FROM person_results r""",
    "previews_attempt_unique": "UPDATE previews SET state = 'confirmed'; "
    "UPDATE previews SET state = 'dialed', ended_at = now(), attempt_id = (SELECT id FROM attempts); "
    + _NEW.format(fields=f'"id": "{_ID}"'),
    "previews_one_of_agent": _NEW.format(fields=f'"id": "{_ID}"'),
    "previews_one_of_contact": "INSERT INTO agents (id, organization_id, name, endpoint, since) "
    f"SELECT '{_ID}', id, 'other', 'PJSIP/other', now() FROM organizations; "
    + _NEW.format(fields=f'"id": "{_ID}", "agent_id": "{_ID}"'),
}
ROWS = (
    "INSERT INTO previews (id, organization_id, agent_id, contact_id, shown_at, expires_at) "
    f"SELECT '{_ID[:-1]}c', g.organization_id, g.id, k.id, now(), now() + interval '5 minutes' "
    "FROM agents g, contacts k",
    "INSERT INTO person_results (id, organization_id, attempt_id, agent_id, disposition, status, recorded_at) "
    f"SELECT '{_ID[:-1]}e', g.organization_id, a.id, g.id, 'completed', 'completed', now() FROM agents g, attempts a",
)
"""Statements that put one row into each of these tables."""
