"""How many lines were in use: at every claim, and how soon those of a lost worker are used again."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import UTC, datetime

from tests.dialing_chaos.audit import Change, Record
from tests.dialing_chaos.claims_judged import CLOCKS_DIFFER, LIVE, moment
from tests.dialing_chaos.farm import Rung
from tests.dialing_chaos.nodes import LEASE_SECONDS, RING_SECONDS
from tests.dialing_chaos.run import Evidence
from tests.dialing_chaos.town import kind_of

RECOVERS_WITHIN_SECONDS = LEASE_SECONDS + 5.0
ENOUGH = 0.8
"""Of the lines before the kill: calls end all the time, and a claim comes every half second."""
_BEFORE_SECONDS = 5.0
_STEP_SECONDS = 0.25
_BIG = "everybody"


def within(found: Evidence, peak: Counter[str]) -> list[str]:
    """Claims that went over a cap; `peak` gets the most that was in use."""
    caps = {"in all": found.terms.at_once}
    names = {str(row["id"]): str(row["name"]) for row in found.final["campaigns"]}
    caps |= {f"campaign {name}": terms.concurrency for name, terms in found.terms.campaigns.items()}
    trunk_caps = {f"trunk {code}": lines for code, lines in found.terms.trunks.items()}
    trunks = {str(row["id"]): str(row["code"]) for row in found.final["trunks"]}
    broken = []
    for change in found.record.changes:
        if change.rel != "attempts" or change.op != "INSERT" or change.row["state"] != "claimed":
            continue
        own = (
            "in all",
            f"campaign {names[change.row['campaign_id']]}",
            f"trunk {trunks.get(str(change.row['trunk_id']))}",
        )
        used = Counter(own)
        for other in _others(found.record, change):
            used["in all"] += 1
            used[f"campaign {names.get(str(other['campaign_id']))}"] += 1
            used[f"trunk {trunks.get(str(other['trunk_id']))}"] += 1
        # where a worker that came back took its calls up again, another campaign may be over its lines: not this
        # claim's doing
        for what in own:
            peak[what] = max(peak[what], used[what])
            cap = (caps | trunk_caps).get(what)
            if cap is not None and used[what] > cap:
                broken.append(
                    f"claim {change.row['id']} of {change.row['worker']} at {change.at:%H:%M:%S.%f} was number "
                    f"{used[what]} of {cap} lines ({what})"
                )
    return broken


def _others(record: Record, claim: Change) -> list[dict[str, object]]:
    """Attempts under way that somebody holds for sure."""
    held_until = claim.at + CLOCKS_DIFFER
    return [
        row
        for row in record.all_seen("attempts", claim)
        if row["id"] != claim.row["id"]
        and row["state"] in LIVE
        and row["lease_expires_at"] is not None
        and moment(row["lease_expires_at"]) > held_until
    ]


def recovery(found: Evidence) -> tuple[list[str], list[float]]:
    """After each kill: when as many calls as before were under way again at workers that live."""
    broken, seconds = [], []
    steps = _steps(found.record)
    for kill in (each for each in found.struck if each.fault == "kill"):
        before = [
            _held(steps, found, kill.began_at - _BEFORE_SECONDS + number * _STEP_SECONDS)
            for number in range(int(_BEFORE_SECONDS / _STEP_SECONDS))
        ]
        # only of the big campaign it is known that it had work all the time: more than its lines nobody owes
        wanted = ENOUGH * min(statistics.median(before), found.terms.campaigns[_BIG].concurrency)
        took = _until(steps, found, kill.began_at, wanted)
        if wanted < 3:
            continue
        was_alone = not any(
            each is not kill
            and each.began_at < kill.began_at + RECOVERS_WITHIN_SECONDS
            and each.mended_at > kill.began_at
            for each in found.struck
        )
        has_work = _has_work(found, kill.began_at, RECOVERS_WITHIN_SECONDS)
        if was_alone and has_work:
            seconds.append(took if took is not None else float("inf"))
        if was_alone and has_work and (took is None or took > RECOVERS_WITHIN_SECONDS):
            broken.append(f"{kill.where} was killed, and its lines were not used again after {took} s")
    return broken, seconds


def phone_free_at(found: Evidence, rung: Rung) -> float:
    """When the line of a telephone was free again: it knows nothing of an Asterisk that died under it."""
    died = [
        each.began_at
        for each in found.struck
        if each.fault == "stop_asterisk"
        and each.where == f"chaos-{rung.node + 1}"
        and each.began_at > rung.invited_at
    ]
    if kind_of(rung.number).answering.dead:
        died.append(rung.invited_at + RING_SECONDS)
    return min([rung.ended_at or found.ended_at, *died])


def most_phones(found: Evidence) -> int:
    """The most telephones that rang or talked at once."""
    steps = [(rung.invited_at, 1) for rung in found.farm.rung]
    steps += [(phone_free_at(found, rung), -1) for rung in found.farm.rung]
    now = most = 0
    for _, step in sorted(steps):
        now += step
        most = max(most, now)
    return most


Step = tuple[float, str, str, str | None]


def _steps(record: Record) -> list[Step]:
    """Attempt, state and worker at each change, in order of time."""
    return [
        (change.at.timestamp(), str(change.row["id"]), str(change.row["state"]), change.row["worker"])
        for change in record.changes
        if change.rel == "attempts"
    ]


def _held(steps: list[Step], found: Evidence, at: float) -> int:
    """Calls under way at that time whose worker's process has lived since they last changed."""
    last: dict[str, Step] = {}
    for step in steps:
        if step[0] > at:
            break
        last[step[1]] = step
    return sum(1 for step in last.values() if step[2] in LIVE and _has_lived(found, step[3], step[0], at))


def _has_lived(found: Evidence, worker: str | None, since: float, at: float) -> bool:
    lives = found.lives.get(str(worker), [])
    return any(begin <= since and (end is None or end >= at) for begin, end in lives)


def _until(steps: list[Step], found: Evidence, killed_at: float, wanted: float) -> float | None:
    at = killed_at + _STEP_SECONDS
    while at < killed_at + 4 * RECOVERS_WITHIN_SECONDS:
        if _held(steps, found, at) >= wanted:
            return round(at - killed_at, 2)
        at += _STEP_SECONDS
    return None


def _has_work(found: Evidence, since: float, seconds: float) -> bool:
    """Whether follow-ups that any hour suits were due and free all that time: enough for every line."""
    everybody = next(str(row["id"]) for row in found.final["campaigns"] if row["name"] == _BIG)
    return all(
        _free(found.record, everybody, datetime.fromtimestamp(since + after, UTC)) >= found.terms.at_once // 3
        for after in range(int(seconds))
    )


def _free(record: Record, campaign_id: str, at: datetime) -> int:
    count = 0
    for contact_id in record.ids["contacts"]:
        changes = [each for each in record.by_row["contacts", contact_id] if each.at <= at]
        if not changes:
            continue
        row = changes[-1].row
        is_due = row["status"] == "open" and row["open_attempt_id"] is None and moment(row["due_at"]) <= at
        count += is_due and row["campaign_id"] == campaign_id and row["windows"] is None
    return count
