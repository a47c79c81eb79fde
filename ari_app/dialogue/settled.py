"""What of a conversation counts: settled answers, and the reasons of those that are missing."""

from __future__ import annotations

from ari_app.core.vocabulary import AnswerStatus, MissingReason
from ari_app.dialogue.state import State


def settled_values(state: State) -> dict[str, object]:
    """The answers that rules, scores and branches may use: never one that waits for review."""
    return {
        answer.link_id: answer.value
        for answer in state.answers
        if answer.status is not AnswerStatus.FOR_REVIEW
    }


def guessed_values(state: State) -> dict[str, object]:
    """The answers that wait for review."""
    return {
        answer.link_id: answer.value for answer in state.answers if answer.status is AnswerStatus.FOR_REVIEW
    }


def gaps(state: State) -> dict[str, MissingReason]:
    """The items without a value, with their reasons."""
    return {gap.link_id: gap.reason for gap in state.gaps}
