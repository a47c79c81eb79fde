"""What a run promises, judged from the patients' log and the judge's own record, with none of the judged code."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from tests.dialing_chaos import claims_judged, lines_judged, machines_judged
from tests.dialing_chaos.farm import Rung
from tests.dialing_chaos.nodes import LONGEST_SECONDS, RING_SECONDS
from tests.dialing_chaos.run import Evidence
from tests.dialing_chaos.town import kind_of

RANG_ONCE, INSIDE_RULES, WITHIN_LINES, ANSWERS_KEPT, ADDS_UP, ENDS, MACHINES_TOLD = (
    "each attempt rings at most once",
    "every claim was inside windows, caps and lists",
    "concurrency never above the cap",
    "every answer whose next prompt began is stored",
    "the funnel adds up",
    "nothing outlives its maximum",
    "no machine is taken for a person, and no person for a machine",
)
SLACK_SECONDS = 12.0
"""Between a limit and the end of what it limits: ringing, goodbyes, a busy machine."""
HANGS_UP_WITHIN_SECONDS = 8.0
_DONE = frozenset({"completed", "transferred"})


@dataclass
class Verdict:
    """What was broken, by promise; how soon lines were used again after each kill (s); how many machines were told."""

    violations: list[tuple[str, str]] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    peak: Counter[str] = field(default_factory=Counter)
    machines: Counter[str] = field(default_factory=Counter)

    def add(self, promise: str, found: list[str]) -> None:
        """More of one kind."""
        self.violations += [(promise, each) for each in found]


def judge(found: Evidence, *, speed: bool = True) -> Verdict:
    """All of it. Without `speed` a machine that is busy with other things may take its time to recover."""
    verdict = Verdict()
    attempt_of, stray = _matched(found)
    verdict.add(RANG_ONCE, stray + _rang_once(found, attempt_of))
    verdict.add(INSIDE_RULES, claims_judged.inside_rules(found.record))
    verdict.add(WITHIN_LINES, lines_judged.within(found, verdict.peak))
    late, verdict.recovered = lines_judged.recovery(found)
    if speed:
        verdict.add(WITHIN_LINES, late)
    verdict.add(ANSWERS_KEPT, _answers_kept(found, attempt_of))
    verdict.add(ADDS_UP, _adds_up(found))
    verdict.add(ENDS, _ends(found) + _outlived(found, attempt_of))
    verdict.add(MACHINES_TOLD, machines_judged.machines(found, attempt_of, verdict.machines))
    return verdict


def _matched(found: Evidence) -> tuple[dict[str, str], list[str]]:
    """Which attempt each Call-ID belongs to: the newest one of its number when it rang.

    Stray are those that nobody had claimed.
    """
    by_number = defaultdict[str, list[tuple[float, str]]](list)
    for row in found.final["attempts"]:
        made_at = row["made_at"]
        assert isinstance(made_at, datetime)
        by_number[found.number_of(row)].append((made_at.timestamp(), str(row["id"])))
    matched, stray = {}, []
    for rung in found.farm.rung:
        before = [each for each in sorted(by_number[rung.number]) if each[0] <= rung.invited_at + 0.05]
        if before:
            matched[rung.call_id] = before[-1][1]
        else:
            stray.append(f"{rung.number} rang without an attempt")
    return matched, stray


def _rang_once(found: Evidence, attempt_of: dict[str, str]) -> list[str]:
    calls = defaultdict[str, set[str]](set)
    for rung in found.farm.rung:
        if rung.call_id in attempt_of:
            calls[attempt_of[rung.call_id]].add(rung.call_id)
    rows = {str(row["id"]): row for row in found.final["attempts"]}
    broken = [f"attempt {attempt} rang {len(ids)} times" for attempt, ids in calls.items() if len(ids) > 1]
    broken += [
        f"attempt {attempt} rang and was never dialed"
        for attempt in calls
        if rows[attempt]["dialing_at"] is None
    ]
    broken += [
        f"attempt {attempt} rang, and is stored as never rung"
        for attempt in calls
        if rows[attempt]["never_rang"]
    ]
    return broken


def _answers_kept(found: Evidence, attempt_of: dict[str, str]) -> list[str]:
    stored = defaultdict[str, dict[str, object]](dict)
    for row in found.final["stored"]:
        stored[str(row["attempt_id"])][str(row["code"])] = row["span_start_ms"]
    for row in found.final["missing"]:
        if int(str(row["times_asked"])) > 1:
            stored[str(row["attempt_id"])].setdefault(str(row["link_id"]), 0)
    broken = []
    for rung in found.farm.rung:
        attempt = attempt_of.get(rung.call_id)
        for code in rung.left_behind if attempt else ():
            kept = stored[str(attempt)]
            if code not in kept:
                broken.append(f"attempt {attempt} ({rung.number}): the answer to {code} is lost")
            elif kept[code] is None and attempt in found.recorded:
                broken.append(f"attempt {attempt} ({rung.number}): the answer to {code} has no span")
    return broken


def _adds_up(found: Evidence) -> list[str]:
    attempts, contacts = found.final["attempts"], found.final["contacts"]
    redials = {str(row["attempt_id"]): row for row in found.final["redials"]}
    broken = []
    for name, taken in found.taken.items():
        statuses = Counter(str(row["status"]) for row in contacts if row["campaign"] == name)
        known = ("completed", "open", "exhausted", "suppressed", "canceled")
        if sum(statuses[status] for status in known) != taken:
            broken.append(f"campaign {name} took {taken} follow-ups and has {dict(statuses)}")
    last: dict[str, dict[str, object]] = {}
    for row in sorted(attempts, key=lambda row: int(str(row["number"]))):
        last[str(row["contact_id"])] = row
        if row["state"] != "ended" or row["disposition"] is None:
            broken.append(f"attempt {row['id']} is {row['state']}")
        elif (row["dialing_at"] is not None) != (str(row["id"]) in redials):
            broken.append(
                f"attempt {row['id']} ({row['disposition']}): dialed and decided about do not agree"
            )
    by_id = {str(row["id"]): row for row in contacts}
    for contact_id, row in last.items():
        status, redial = by_id[contact_id]["status"], redials.get(str(row["id"]))
        if redial is not None and redial["next_at"] is None and status == "open":
            broken.append(f"follow-up {contact_id} is open although nothing follows its last attempt")
        if (row["disposition"] in _DONE) != (status == "completed"):
            broken.append(f"follow-up {contact_id} is {status} after {row['disposition']}")
    return broken + _unknown_redialed(found, redials)


def _unknown_redialed(found: Evidence, redials: dict[str, dict[str, object]]) -> list[str]:
    """What became of an attempt that was cut off before it was answered nobody knows: no robot dials it again."""
    broken = []
    by_contact = defaultdict[str, list[dict[str, object]]](list)
    for row in found.final["attempts"]:
        by_contact[str(row["contact_id"])].append(row)
    for row in found.final["attempts"]:
        is_unknown = (
            row["disposition"] == "interrupted"
            and row["answered_at"] is None
            and row["dialing_at"] is not None
            and not row["never_rang"]
        )
        if not is_unknown:
            continue
        if redials.get(str(row["id"]), {}).get("next_at") is not None:
            broken.append(f"attempt {row['id']} ended unknown, and another try was decided")
        later = [
            each
            for each in by_contact[str(row["contact_id"])]
            if int(str(each["number"])) > int(str(row["number"]))
        ]
        broken += [f"attempt {each['id']} redials an unknown outcome" for each in later]
    return broken


def _ends(found: Evidence) -> list[str]:
    broken = [f"left over: {each}" for each in found.left_over]
    if found.hung:
        broken.append("the run did not come to its end")
    broken += [f"{name} ended with {status}" for name, status in found.exits.items() if status != 0]
    for rung in found.farm.rung:
        seconds, most = _length(found, rung)
        if seconds > most:
            broken.append(
                f"{rung.number}: {seconds:.1f} s where {most:.1f} s are the most ({rung.end_reason})"
            )
    return broken


def _outlived(found: Evidence, attempt_of: dict[str, str]) -> list[str]:
    """Telephones that were still busy when their attempt had long ended."""
    over = {
        str(change.row["id"]): change.at.timestamp()
        for change in found.record.changes
        if change.rel == "attempts" and change.row["state"] == "ended"
    }
    broken = []
    for rung in found.farm.rung:
        ended_at, attempt = lines_judged.phone_free_at(found, rung), attempt_of.get(rung.call_id)
        if attempt not in over:
            continue
        allowed = HANGS_UP_WITHIN_SECONDS + _broken_seconds(found, over[attempt], ended_at)
        if ended_at - over[attempt] > allowed:
            broken.append(
                f"{rung.number} was busy {ended_at - over[attempt]:.1f} s after attempt {attempt} had ended"
            )
    return broken


def _broken_seconds(found: Evidence, since: float, until: float) -> float:
    return sum(
        min(until, each.mended_at) - max(since, each.began_at)
        for each in found.struck
        if each.began_at < until and each.mended_at > since
    )


def _length(found: Evidence, rung: Rung) -> tuple[float, float]:
    """How long it rang or talked, and how long it might: what broke meanwhile on its way is added."""
    if kind_of(rung.number).answering.dead:
        return 0.0, 0.0
    end = rung.ended_at or found.ended_at
    since, most = (
        (rung.invited_at, RING_SECONDS) if rung.answered_at is None else (rung.answered_at, LONGEST_SECONDS)
    )
    return end - since, most + _broken_seconds(found, since, end) + SLACK_SECONDS
