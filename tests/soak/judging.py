"""What became of each answer, and how sure the share of wrong ones is."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any

from ari_app.lab.verdict import COUNTED
from ari_app.questionnaire.flow import is_enabled
from ari_app.store.stored_result import StoredResult
from ari_app.wiring import instruments
from tests.soak.drawing import QUESTIONNAIRE, Drawn

FRONT = ("consent", "person", "verify", "data_consent")


class Outcome(StrEnum):
    """What became of one thing that a patient meant."""

    RIGHT = "right"
    REASKED = "re-asked"
    KEYPAD = "key pad"
    FOR_REVIEW = "for review"
    WRONG = "wrong"
    """Another value than was meant, or a value where nothing was meant."""


def judge(drawn: Drawn, result: StoredResult) -> dict[str, Outcome]:
    """The outcome of every item that was reached, and of the front."""
    outcomes: dict[str, Outcome] = {}
    asked = _to_be_asked(drawn, result)
    for answer in result.answers:
        meant = drawn.meant.get(answer.link_id)
        if answer.link_id not in asked:
            if answer.status in COUNTED:
                outcomes[answer.link_id] = Outcome.WRONG
            continue
        if answer.status == "for_review":
            outcomes[answer.link_id] = Outcome.FOR_REVIEW
        elif not _equal(answer.value, meant):
            outcomes[answer.link_id] = Outcome.WRONG
        elif answer.source == "keypad":
            outcomes[answer.link_id] = Outcome.KEYPAD
        else:
            first = answer.times_asked == 1 and answer.status == "accepted"
            outcomes[answer.link_id] = Outcome.RIGHT if first else Outcome.REASKED
    for gap in result.missing:
        if gap.link_id in drawn.meant and gap.reason in ("low_confidence", "no_input", "dont_know"):
            outcomes[gap.link_id] = Outcome.FOR_REVIEW
    return outcomes | _front(drawn, result)


def _to_be_asked(drawn: Drawn, result: StoredResult) -> set[str]:
    """The items for which this patient means a value and which his other values make a question at all."""
    questionnaire = instruments.questionnaire(QUESTIONNAIRE)
    signs = {flag for turn in result.turns for flag in turn.flags}
    return {
        item.link_id
        for item in questionnaire.items
        if item.link_id in drawn.meant and is_enabled(questionnaire, item, drawn.meant, signs)
    }


def _front(drawn: Drawn, result: StoredResult) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    for consent in result.consents:
        code = "consent" if consent.kind == "recording" else "data_consent"
        meant = not (drawn.refuses_recording and code == "consent")
        outcomes[code] = Outcome.RIGHT if consent.granted == meant else Outcome.WRONG
    matched = any(each.matched for each in result.identity_checks if each.factor != "name")
    if result.identity_checks and any(each.factor != "name" for each in result.identity_checks):
        if drawn.gives_wrong_identity:
            outcomes["verify"] = Outcome.WRONG if matched else Outcome.RIGHT
        elif matched:
            tries = sum(1 for each in result.identity_checks if each.factor != "name")
            outcomes["verify"] = Outcome.RIGHT if tries == 1 else Outcome.REASKED
        else:
            outcomes["verify"] = Outcome.FOR_REVIEW
    return outcomes


def _equal(stored: Any, meant: Any) -> bool:
    if isinstance(stored, int | float) and isinstance(meant, int | float):
        return abs(stored - meant) < 0.05
    return bool(stored == meant)


def interval(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    center = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, center - half), min(1.0, center + half)
