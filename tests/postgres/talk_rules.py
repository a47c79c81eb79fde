"""The rules of what patient and nurse say to each other, and statements that break each of them."""

from __future__ import annotations

ROWS = (
    "INSERT INTO person_talks (call_id, organization_id, began_at, due_at) "
    "SELECT id, organization_id, now(), now() FROM calls",
)

ILLEGAL = {
    "person_talks_transcript_known": "UPDATE person_talks SET transcript = 'half', settled_at = now()",
    "person_talks_reason_known": "UPDATE person_talks SET transcript = 'left_out', reason = 'x', settled_at = now()",
    "person_talks_left_out_why": "UPDATE person_talks SET transcript = 'left_out', settled_at = now()",
    "person_talks_settled_once": "UPDATE person_talks SET transcript = 'written'",
    "person_talks_counts": "UPDATE person_talks SET tries = -1",
}
