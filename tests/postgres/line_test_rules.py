"""What breaks each rule of the test calls: rule → a statement that breaks it and nothing before it."""

from __future__ import annotations

import json

_ID = "00000000-0000-7000-8000-000000000001"


def _other(**changed: object) -> str:
    """A second row with something changed."""
    return (
        f"INSERT INTO line_tests SELECT (jsonb_populate_record(l, '{json.dumps({'id': _ID, **changed})}')).* "
        "FROM line_tests l"
    )


ILLEGAL = {
    "line_tests_expected_known": _other(expected="song"),
    "line_tests_ring_ms_not_negative": _other(ring_ms=-1),
    "line_tests_answer_ms_not_negative": _other(answer_ms=-1),
    "line_tests_round_trip_ms_not_negative": _other(round_trip_ms=-1),
    "line_tests_heard_dbfs_range": _other(heard_dbfs=0.1),
    "line_tests_tone_dbfs_range": _other(tone_dbfs=-96.1),
    "line_tests_unanswered_heard_nothing": _other(answer_ms=None, faults=["not_answered"]),
    "line_tests_unanswered_failed": _other(answer_ms=None, heard_dbfs=None),
    "line_tests_ended_after_began": _other(ended_at="2020-01-01T00:00:00Z"),
    "line_test_schedules_expected_known": "UPDATE line_test_schedules SET expected = 'song'",
    "line_test_schedules_times_form": "UPDATE line_test_schedules SET times = '24:00'",
    "line_test_schedules_within_range": "UPDATE line_test_schedules SET within_minutes = 0",
    "line_test_schedules_trouble_form": "UPDATE line_test_schedules SET trouble = 'It broke', trouble_at = now()",
    "line_test_schedules_trouble_has_time": "UPDATE line_test_schedules SET trouble = 'broke'",
    "line_tests_frozen": "UPDATE line_tests SET faults = '{}'",
}
ROWS = (
    "INSERT INTO line_tests (id, organization_id, trunk_id, number_encrypted, expected, answer_ms, heard_dbfs, "
    f"began_at, ended_at) SELECT '{_ID[:-1]}b', organization_id, id, "
    "'\\x00', 'sound', 10, -20, now(), now() FROM trunks",
    "INSERT INTO line_test_schedules (trunk_id, organization_id, number_encrypted, expected, times, within_minutes, "
    "next_at) SELECT id, organization_id, '\\x00', 'sound', '07:30', 60, now() FROM trunks",
)
"""Statements that put one row into each of these tables."""
