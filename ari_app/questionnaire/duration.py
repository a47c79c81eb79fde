"""How long a call takes, estimated from what is said and what is waited for."""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.core.vocabulary import QType
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.spoken_sentences import count_han, sentences

HAN_PER_SECOND = 4.5
PAUSE_SECONDS = 0.3
ANSWER_SECONDS = 3.5
OPEN_ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Duration:
    """Seconds: with no conditional item, and with all of them. Nothing asked twice."""

    usual: float
    longest: float


def duration(questionnaire: Questionnaire) -> Duration:
    """The items alone, without greeting, identity check and closing."""
    usual = sum(_item_seconds(item) for item in questionnaire.items if not item.enable_when)
    return Duration(usual, sum(_item_seconds(item) for item in questionnaire.items))


def speech_seconds(text: str) -> float:
    """How long it takes to say a text."""
    return count_han(text) / HAN_PER_SECOND + PAUSE_SECONDS * len(sentences(text))


def _item_seconds(item: Item) -> float:
    is_open = item.qtype is QType.OPEN_TEXT
    return speech_seconds(item.text) + (OPEN_ANSWER_SECONDS if is_open else ANSWER_SECONDS)
