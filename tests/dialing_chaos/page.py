"""A run on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from tests.dialing_chaos import lines_judged, machines_judged
from tests.dialing_chaos.judge import Verdict
from tests.dialing_chaos.nodes import LEASE_SECONDS
from tests.dialing_chaos.run import Evidence
from tests.dialing_chaos.town import KINDS, kind_of

_SHOWN = 40


def summary(found: Evidence, verdict: Verdict) -> dict[str, object]:
    """The figures of a run."""
    attempts = found.final["attempts"]
    names = {id(kind): name for name, kind in KINDS.items()}
    return {
        "workers": found.plan.workers,
        "at_once": found.plan.at_once,
        "calls": sum(row["dialing_at"] is not None for row in attempts),
        "rung": len(found.farm.rung),
        "met": dict(Counter(names[id(kind_of(rung.number))] for rung in found.farm.rung)),
        "answered": sum(rung.answered_at is not None for rung in found.farm.rung),
        "answers_followed": sum(len(rung.left_behind) for rung in found.farm.rung),
        "sounded": machines_judged.sounded(found),
        "really_recognized": sum(float(str(row["recognizing_seconds"])) > 0 for row in found.final["heard"]),
        "machines": dict(verdict.machines),
        "given_back": sum(row["dialing_at"] is None for row in attempts),
        "dispositions": dict(Counter(str(row["disposition"]) for row in attempts)),
        "follow_ups": dict(Counter(str(row["status"]) for row in found.final["contacts"])),
        "claims_judged": sum(
            change.rel == "attempts" and change.op == "INSERT" for change in found.record.changes
        ),
        "breakers_opened": _breakers_opened(found),
        "faults": dict(Counter(each.fault for each in found.struck)),
        "lease_seconds": LEASE_SECONDS,
        "recovered_seconds": verdict.recovered,
        "most_lines": dict(verdict.peak),
        "most_phones_at_once": lines_judged.most_phones(found),
        "dialing_seconds": round(found.ended_at - found.began_at, 1),
        "violations": [f"{promise}: {each}" for promise, each in verdict.violations],
    }


def _breakers_opened(found: Evidence) -> list[str]:
    """When which trunk was left alone, in seconds of the run, and after what."""
    opened, was = [], dict[str, object]()
    for change in found.record.changes:
        if change.rel != "trunks":
            continue
        code, breaker = str(change.row["code"]), change.row["breaker"]
        if breaker.get("state") == "open" and was.get(code) != "open":
            causes = ", ".join(each["cause"] for each in breaker["failures"][-5:])
            opened.append(f"{code} at {change.at.timestamp() - found.began_at:.0f} s after {causes}")
        was[code] = breaker.get("state")
    return opened


def print_run(console: Console, facts: Mapping[str, object]) -> None:
    """Figures, then what was broken."""
    table = Table(show_header=False, box=None)
    for name, value in facts.items():
        if name != "violations":
            table.add_row(name, str(value))
    console.print(table)
    violations = facts["violations"]
    assert isinstance(violations, list)
    console.print(f"{len(violations)} violations")
    for each in violations[:_SHOWN]:
        console.print(f"  {each}")
