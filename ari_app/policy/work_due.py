"""By when a person must have done what the robot left to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ari_app.core.dialing_vocabulary import WorkKind

_HOURS: Mapping[WorkKind, float] = {
    WorkKind.CALL_BACK: 2,
    WorkKind.CHECK_LINE: 2,
    WorkKind.CHECK_CALLER_ID: 4,
    WorkKind.HANDLE_COMPLAINT: 24,
    WorkKind.CHECK_IDENTITY: 24,
    WorkKind.FIND_GUARDIAN: 24,
    WorkKind.MISSED_FOLLOW_UP: 24,
    WorkKind.SUPPRESSED_FOLLOW_UP: 24,
    WorkKind.NOTE_DEATH: 24,
    WorkKind.FIX_NUMBER: 72,
}


def work_due(kind: WorkKind, at: datetime) -> datetime:
    """The time for work that came up at `at`; hours of the clock, a call back's as promised to the patient."""
    return at + timedelta(hours=_HOURS[kind])
