"""When patients may be called: spans of the local day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class CallingHours:
    """Spans of a day, each from its start (included) to its end (excluded), in the hospital's time zone."""

    spans: tuple[tuple[time, time], ...]

    def contains(self, moment: datetime) -> bool:
        """Whether a call at `moment`, a local time, falls into one of the spans."""
        at = moment.time()
        return any(start <= at < end for start, end in self.spans)


CLINIC_HOURS = CallingHours(((time(7), time(20)),))
USUAL_HOURS = CallingHours(((time(9), time(20)),))
