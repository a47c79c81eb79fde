"""Every claim, judged at the moment of its commit from what its transaction could see."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.dialing_chaos.audit import Change, Record

LIVE = frozenset({"claimed", "dialing", "ringing", "answered"})
CLOCKS_DIFFER = timedelta(seconds=2.1)
"""Workers whose clocks are further off claim nothing."""
_PER_DAY, _PER_WEEK, _PER_CONTACT = 2, 6, 3
_DIAL_WITHIN, _BEFORE_CLOSING = timedelta(seconds=5), timedelta(seconds=5)
_FORBIDDING = frozenset({"do_not_call", "complaint", "black"})
_ZONE = ZoneInfo("Asia/Shanghai")
_JUST_NOW = timedelta(seconds=2)


def inside_rules(record: Record) -> list[str]:
    """What was claimed or dialed against a rule."""
    broken = []
    for change in record.changes:
        if change.rel != "attempts":
            continue
        if change.op == "INSERT" and change.row["state"] == "claimed":
            broken += [f"attempt {change.row['id']} was claimed {each}" for each in _claim(record, change)]
        elif change.row["state"] == "dialing" and _before(record, change) == "claimed":
            broken += [f"attempt {change.row['id']} was dialed {each}" for each in _dialing(record, change)]
    return broken


def _before(record: Record, change: Change) -> str | None:
    history = record.by_row["attempts", str(change.row["id"])]
    at = history.index(change)
    return None if at == 0 else str(history[at - 1].row["state"])


def _claim(record: Record, claim: Change) -> list[str]:
    row = claim.row
    contact = record.seen("contacts", row["contact_id"], claim)
    campaign = record.seen("campaigns", row["campaign_id"], claim)
    if contact is None or campaign is None:
        return ["for a follow-up that is not there"]
    broken = []
    if contact["status"] != "open":
        broken.append(f"although the follow-up was {contact['status']}")
    if contact["not_after"] is not None and moment(contact["not_after"]) < claim.at - CLOCKS_DIFFER:
        broken.append("although it was too late")
    broken += _listed(record, claim, contact["patient_id"])
    broken += _capped(record, claim, contact["patient_id"])
    broken += _busy(record, claim, contact["patient_id"])
    until = _closes(claim.at, [campaign["windows"], contact["windows"]])
    if until is None:
        broken.append("outside its windows")
    else:
        latest = min(until - _BEFORE_CLOSING, claim.at + _DIAL_WITHIN) + CLOCKS_DIFFER
        if moment(row["dial_before"]) > latest:
            broken.append(f"with a dial_before of {row['dial_before']}, at the latest {latest} was right")
    return broken


def _listed(record: Record, at: Change, patient_id: str) -> list[str]:
    found = set()
    for entry in record.all_seen("number_list_entries", at):
        is_his = entry["phone_index"] == at.row["phone_index"] or entry["patient_id"] == patient_id
        if is_his and entry["removed_at"] is None:
            is_number = entry["phone_index"] == at.row["phone_index"]
            if entry["kind"] in _FORBIDDING or (entry["kind"] == "invalid" and is_number):
                found.add(str(entry["kind"]))
    return [f"although it stood on the list {kind}" for kind in sorted(found)]


def _capped(record: Record, claim: Change, patient_id: str) -> list[str]:
    times = defaultdict[str, list[datetime]](list)
    for touch in record.all_seen("touches", claim):
        if not touch["counts"] or touch["attempt_id"] == claim.row["id"]:
            continue
        if touch["patient_id"] == patient_id:
            times["person"].append(moment(touch["at"]))
        if touch["phone_index"] == claim.row["phone_index"]:
            times["number"].append(moment(touch["at"]))
    today = claim.at.astimezone(_ZONE).date()
    broken = []
    for whose, touched in times.items():
        of_day = sum(1 for each in touched if each.astimezone(_ZONE).date() == today)
        of_week = sum(1 for each in touched if each > claim.at - timedelta(days=7))
        if of_day >= _PER_DAY:
            broken.append(f"although the {whose} had been touched {of_day} times that day")
        if of_week >= _PER_WEEK:
            broken.append(f"although the {whose} had been touched {of_week} times in a week")
    counted = sum(
        1
        for redial in record.all_seen("redials", claim)
        if redial["contact_id"] == claim.row["contact_id"] and redial["counts"]
    )
    if counted >= _PER_CONTACT:
        broken.append(f"although the follow-up had had {counted} attempts that count")
    return broken


def _busy(record: Record, claim: Change, patient_id: str) -> list[str]:
    """Nobody is called by two attempts at once."""
    broken = []
    for other in record.all_seen("attempts", claim):
        if other["id"] == claim.row["id"] or other["state"] not in LIVE:
            continue
        contact = record.seen("contacts", other["contact_id"], claim)
        if other["phone_index"] == claim.row["phone_index"]:
            broken.append("while the number was being called")
        elif contact is not None and contact["patient_id"] == patient_id:
            broken.append("while the patient was being called")
    return broken


def _dialing(record: Record, change: Change) -> list[str]:
    """Right before the channel is made: still in time, and nothing forbids it since."""
    row, broken = change.row, []
    if row["dial_before"] is not None and moment(row["dialing_at"]) > moment(row["dial_before"]):
        broken.append("after its dial_before")
    contact = record.seen("contacts", row["contact_id"], change)
    for entry in record.all_seen("number_list_entries", change):
        is_old = moment(entry["added_at"]) < change.at - _JUST_NOW
        is_his = entry["phone_index"] == row["phone_index"]
        if is_his and is_old and entry["removed_at"] is None and entry["kind"] in _FORBIDDING:
            broken.append(f"although the number stood on the list {entry['kind']}")
    if contact is not None and contact["status"] != "open":
        broken.append(f"although the follow-up was {contact['status']}")
    return broken


def _closes(at: datetime, windows: list[str | None]) -> datetime | None:
    """When the first of these windows closes that are all open at that time; None when one is closed."""
    local = at.astimezone(_ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [midnight + timedelta(days=1)]
    for text in windows:
        if text is None:
            continue
        spans = [_span(each) for each in text.split(",")]
        open_ones = [end for start, end in spans if start <= local - midnight < end]
        if not open_ones:
            return None
        ends.append(midnight + max(open_ones))
    return min(ends)


def _span(text: str) -> tuple[timedelta, timedelta]:
    start, end = text.split("-")
    return _clock(start), _clock(end)


def _clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def moment(value: Any) -> datetime:
    """A time as JSON of PostgreSQL has it."""
    return datetime.fromisoformat(str(value))
