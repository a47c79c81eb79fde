"""A time that the patient named, as the one text that actions carry."""

from __future__ import annotations

from ari_app.language.understanding import Value

_PARTS = frozenset({"morning", "noon", "afternoon", "evening"})


def spoken_moment(value: Value) -> str | None:
    """`YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD part`, or `YYYY-MM-DD`; None when no day was named."""
    match value:
        case {"dt": str(moment)}:
            return moment
        case {"date": str(day), "part": str(part)} if part in _PARTS:
            return f"{day} {part}"
        case {"date": str(day)}:
            return day
        case _:
            return None
