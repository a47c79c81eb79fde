"""The time that a patient asked for, as a moment."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

_STARTS = {"morning": time(9), "noon": time(12), "afternoon": time(14), "evening": time(18)}


def asked_moment(text: str | None, zone: tzinfo) -> datetime | None:
    """UTC of `YYYY-MM-DDTHH:MM`, `YYYY-MM-DD part` or `YYYY-MM-DD`, local in `zone`; None for anything else."""
    day, _, part = (text or "").partition(" ")
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        return None
    if "T" not in day:
        moment = datetime.combine(moment.date(), _STARTS.get(part, _STARTS["morning"]))
    return moment.replace(tzinfo=zone).astimezone(UTC)
