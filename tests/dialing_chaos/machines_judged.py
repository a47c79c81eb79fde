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
_NOT_REACHED = _NOBODY | _OF_MACHINES | {"no_input", "patient_unavailable", "callback_scheduled"}
"""Weaker than a machine that was told: the patient was not reached. The last is also what follows when nothing was
understood: a person calls. A mailbox often begins with the carrier's own sentence, 您拨打的用户无法接听您的电话."""
_OF_THE_PATIENT = frozenset(
    {"person", "verify", "data_consent", "pain_vas", "wants_callback", "phq1", "phq2"}
)
"""What is asked once somebody has agreed to talk."""


def machines(found: Evidence, attempt_of: Mapping[str, str], told: Counter[str]) -> list[str]:
    """What was taken for something worse than it was; `told` counts what the others became."""
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
            wrong = _person(rung, became)
        else:
            weaker = _NOT_REACHED if kind_of(rung.number).is_machine else _NOBODY
            is_told = became == wanted.value
            told[f"{_phase(rung)} {'exact' if is_told else f'as {became}'}"] += is_told or became in weaker
            wrong = [] if is_told or became in weaker else [f"was told to be {wanted} and became {became}"]
            wrong += [f"was a machine and answered {code}" for code in sorted(stored[attempt])]
            wrong += [f"was a machine and was asked {code}" for code in sorted(_asked(found, attempt))]
        broken += [
            f"attempt {attempt} ({rung.number}) {each} {found.said.get(attempt, '')}" for each in wrong
        ]
    return broken


def sounded(found: Evidence) -> int:
    """Calls in which something else than a person was heard."""
    return sum(said_to(rung.number) is not None for rung in found.farm.rung)


def _asked(found: Evidence, attempt: str) -> set[str]:
    asked = {code for speaker, code, _ in found.said.get(attempt, ()) if speaker == "robot"}
    return asked & _OF_THE_PATIENT


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
