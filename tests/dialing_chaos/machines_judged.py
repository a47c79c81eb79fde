"""What was made of announcements, ring-back sounds, mailboxes and assistants; and that no person was taken for one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from tests.dialing_chaos.farm import Rung
from tests.dialing_chaos.run import Evidence
from tests.dialing_chaos.town import ANNOUNCED, announced_to, kind_of, said_to

_OF_MACHINES = frozenset({"voicemail", "call_assistant"})
_ONLY_ANNOUNCED = frozenset(each.value for each in ANNOUNCED)
_UNKNOWN = frozenset({"interrupted", "failed"})
"""What broke meanwhile told nothing of the line."""
_NOBODY = _UNKNOWN | {"no_answer", "unreachable", "network"}
"""Weaker than an announcement that was not understood: another try follows, and no number is given up."""
_NOTHING_SAID = _UNKNOWN | _OF_MACHINES | {"no_input"}
"""Weaker than a machine that was not told: nobody talked with us."""


def machines(found: Evidence, attempt_of: Mapping[str, str], told: Counter[str]) -> list[str]:
    """What was taken for something worse than it was; `told` counts the exact ones and the weaker ones."""
    rows = {str(row["id"]): row for row in found.final["attempts"]}
    stored = defaultdict[str, set[str]](set)
    for row in found.final["stored"]:
        stored[str(row["attempt_id"])].add(str(row["code"]))
    broken = []
    for rung in found.farm.rung:
        attempt = attempt_of.get(rung.call_id)
        if attempt is None or attempt not in rows:
            continue
        became, wanted = str(rows[attempt]["disposition"]), announced_to(rung.number)
        if wanted is None:
            broken += [f"attempt {attempt} ({rung.number}) {each}" for each in _person(rung, became)]
        elif became == wanted.value:
            told[f"{_phase(rung)} exact"] += 1
        elif became in (_NOTHING_SAID if wanted.value in _OF_MACHINES else _NOBODY):
            told[f"{_phase(rung)} weaker"] += 1
        else:
            broken.append(f"attempt {attempt} ({rung.number}) was told to be {wanted} and became {became}")
        if wanted is not None and stored[attempt]:
            broken.append(f"attempt {attempt} ({rung.number}): a machine answered {sorted(stored[attempt])}")
    return broken


def sounded(found: Evidence) -> int:
    """Calls in which something else than a person was heard."""
    return sum(said_to(rung.number) is not None for rung in found.farm.rung)


def _phase(rung: Rung) -> str:
    return "machine" if kind_of(rung.number).is_machine else "announcement"


def _person(rung: Rung, became: str) -> list[str]:
    """A person who picks up is talked with, and who would have picked up is waited for."""
    if kind_of(rung.number).talks == "no":
        return []
    if became in _OF_MACHINES or (rung.answered_at is not None and became in _ONLY_ANNOUNCED):
        return [f"is a person and became {became}"]
    if rung.answered_at is None and rung.end_reason == "canceled" and became in _ONLY_ANNOUNCED - _NOBODY:
        return [f"would have been answered and was given up as {became}"]
    return []
