"""What a test call (拨测) found out of a line, and what of it is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

QUIETEST_DBFS = -50.0
"""What is softer is the line's noise, and nothing that somebody says."""


class Probe(StrEnum):
    """What the number does that is called: sends back what it hears, says something, or only picks up."""

    ECHO = "echo"
    SOUND = "sound"
    ANSWER = "answer"


class LineFault(StrEnum):
    """What is wrong with a line."""

    NOT_DIALED = "not_dialed"
    NOT_ANSWERED = "not_answered"
    NOTHING_HEARD = "nothing_heard"
    TONE_NOT_RETURNED = "tone_not_returned"
    WRONG_CALLER_ID = "wrong_caller_id"


@dataclass(frozen=True, slots=True)
class LineMeasure:
    """What one test call measured; times in milliseconds from the dialing, levels in dB of full scale.

    `ring_ms`, `answer_ms`: None when it was never told. `heard_dbfs` is the loudest that came back, `tone_dbfs` our
    own tone in it and `round_trip_ms` its way; None when it did not come back. `keyed` is what the probe keyed: the
    number that it saw. Causes are the PBX's own.
    """

    was_dialed: bool = True
    ring_ms: int | None = None
    answer_ms: int | None = None
    heard_dbfs: float | None = None
    tone_dbfs: float | None = None
    round_trip_ms: int | None = None
    keyed: str | None = None
    cause: int | None = None
    tech_cause: int | None = None
    cause_text: str | None = None


def faults_of(measure: LineMeasure, probe: Probe, caller_id: str | None) -> tuple[LineFault, ...]:
    """What is wrong, given what the probe does; `caller_id` is the number that was to be shown. None: all is well."""
    if not measure.was_dialed:
        return (LineFault.NOT_DIALED,)
    if measure.answer_ms is None:
        return (LineFault.NOT_ANSWERED,)
    found = []
    is_silent = measure.heard_dbfs is None or measure.heard_dbfs < QUIETEST_DBFS
    if probe is not Probe.ANSWER and is_silent:
        found.append(LineFault.NOTHING_HEARD)
    if probe is Probe.ECHO and measure.tone_dbfs is None:
        found.append(LineFault.TONE_NOT_RETURNED)
    if caller_id and measure.keyed is not None and not is_same_number(caller_id, measure.keyed):
        found.append(LineFault.WRONG_CALLER_ID)
    return tuple(found)


def is_same_number(sent: str, seen: str) -> bool:
    """Whether both are one number, with or without the country's code (86) and the leading 0 of the trunk."""
    return _bare(sent) == _bare(seen)


def _bare(number: str) -> str:
    digits = "".join(character for character in number if character.isdigit())
    for prefix in ("0086", "86", "0"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 6:
            return digits.removeprefix(prefix).removeprefix("0")
    return digits
