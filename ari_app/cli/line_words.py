"""What the last test call over a trunk found, in words for tables and warnings."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ari_app.policy.line_test import LineFault
from ari_app.store.unit_of_work import Row

FAULT_WORDS = {
    LineFault.NOT_DIALED: "Asterisk could not dial it",
    LineFault.NOT_ANSWERED: "nobody answered",
    LineFault.NOTHING_HEARD: "nothing was heard: audio does not come in",
    LineFault.TONE_NOT_RETURNED: "the tone did not come back: audio does not go out, or the probe is no echo",
    LineFault.WRONG_CALLER_ID: "the probe saw another number than was sent",
}


def last_test(row: Row, zone: ZoneInfo) -> str:
    """One line of a trunk as `store.lines.shown` has it; times are of the zone."""
    if row["test_trouble"] is not None:
        return f"{row['test_trouble_at'].astimezone(zone):%m-%d %H:%M} not carried: {row['test_trouble']}"
    if row["tested_at"] is None:
        return ""
    found = ", ".join(row["test_faults"]) or "good"
    return f"{row['tested_at'].astimezone(zone):%m-%d %H:%M} {found}"


def next_test(row: Row, zone: ZoneInfo) -> str:
    """When it is tried next by itself; empty when it is not."""
    return "" if row["next_test_at"] is None else f"{row['next_test_at'].astimezone(zone):%m-%d %H:%M}"


def warning(row: Row, zone: ZoneInfo) -> str | None:
    """What a supervisor must know of the trunk's last test; None when there is nothing."""
    if row["test_trouble"] is not None:
        return f"line {row['code']}: the test of {last_test(row, zone)}"
    if not row["test_faults"]:
        return None
    words = "; ".join(FAULT_WORDS[LineFault(each)] for each in row["test_faults"])
    return f"line {row['code']} failed its test of {row['tested_at'].astimezone(zone):%m-%d %H:%M}: {words}"
