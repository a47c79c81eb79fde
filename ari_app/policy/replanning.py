"""A plan made again after its events changed: what stays, moves, goes and comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ari_app.core.dialing_vocabulary import ContactStatus
from ari_app.policy.care_planning import MissedPoint, PlannedContact, Schedule


@dataclass(frozen=True, slots=True)
class ExistingContact:
    """A planned call as it is stored. `attempts` counts all its attempts, a live one included."""

    external_id: str
    status: ContactStatus
    due_at: datetime
    not_after: datetime | None
    questionnaire: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """External ids to keep and to cancel, calls to move (to their new times) and to add, points that are missed."""

    keep: tuple[str, ...]
    move: tuple[PlannedContact, ...]
    cancel: tuple[str, ...]
    add: tuple[PlannedContact, ...]
    missed: tuple[MissedPoint, ...]


def replan(existing: Iterable[ExistingContact], schedule: Schedule) -> Changes:
    """Compare what is stored of a patient's plans with what should be.

    What is closed stays as it is and is not made again. A call that was begun keeps its own times; it is canceled
    when the plan no longer has it. An open one is moved when its time or its questionnaire changed.
    """
    known = {each.external_id: each for each in existing}
    wanted = {each.external_id: each for each in schedule.contacts}
    keep: list[str] = []
    move: list[PlannedContact] = []
    cancel: list[str] = []
    for name, stored in known.items():
        contact = wanted.get(name)
        if stored.status is not ContactStatus.OPEN or (
            contact and (stored.attempts or _same(stored, contact))
        ):
            keep.append(name)
        elif contact is None:
            cancel.append(name)
        else:
            move.append(contact)
    add = tuple(each for name, each in wanted.items() if name not in known)
    missed = tuple(each for each in schedule.missed if _is_news(known.get(each.external_id)))
    return Changes(tuple(keep), tuple(move), tuple(cancel), add, missed)


def _same(stored: ExistingContact, contact: PlannedContact) -> bool:
    """A call that is overdue is still the same one, though planned anew it would be due only now."""
    is_same = (stored.not_after, stored.questionnaire) == (contact.not_after, contact.questionnaire)
    return is_same and contact.not_before <= stored.due_at <= contact.due_at


def _is_news(stored: ExistingContact | None) -> bool:
    return stored is None or stored.status is ContactStatus.OPEN
