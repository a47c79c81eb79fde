"""The recognizer is away or behind: the key pad is offered at once, and nobody is asked without end."""

from __future__ import annotations

import re

import pytest

from ari_app.core.vocabulary import FollowUpAction, MissingReason
from ari_app.dialogue.events import KeysPressed, Span, Unheard
from ari_app.dialogue.facts import ActionRequested, AnswerMissing, PatientSaid
from tests.unit.dialogue.talking import AT, FRONT, heard, listened, make_script, play, said

UNHEARD = Unheard(AT)


@pytest.mark.req("M05-013")
def test_the_keys_are_offered_the_first_time() -> None:
    step = play(make_script(), *FRONT, UNHEARD)[-1]
    assert "听不清您说话" in said(step)
    assert "按键" in said(step)
    assert "井号键" in said(step)
    assert listened(step) == "pain_vas"


def test_a_key_answers_then() -> None:
    steps = play(make_script(), *FRONT, UNHEARD, KeysPressed(AT, "3#"))
    assert listened(steps[-1]) != "pain_vas"


def test_the_third_time_the_item_is_left_for_a_person() -> None:
    steps = play(make_script(), *FRONT, UNHEARD, UNHEARD, UNHEARD)
    facts = steps[-1].facts
    assert [fact.reason for fact in facts if isinstance(fact, AnswerMissing)] == [
        MissingReason.LOW_CONFIDENCE
    ]
    asked = [fact for fact in facts if isinstance(fact, ActionRequested)]
    assert (FollowUpAction.REVIEW_QUEUE, "pain_vas") in [(fact.action, fact.detail) for fact in asked]
    assert listened(steps[-1]) not in (None, "pain_vas")


def test_where_it_was_said_is_kept_for_who_reviews_the_call() -> None:
    step = play(make_script(), *FRONT, Unheard(AT, Span(100, 900)))[-1]
    (kept,) = [fact for fact in step.facts if isinstance(fact, PatientSaid)]
    assert (kept.text, kept.code, kept.span, kept.confidence) == ("", "pain_vas", Span(100, 900), 0.0)


@pytest.mark.parametrize("code", ["", "consent"])
def test_what_was_said_to_another_question_or_under_a_notice_asks_nothing_again(code: str) -> None:
    step = play(make_script(), *FRONT, Unheard(AT, None, code))[-1]
    assert said(step) == ""
    assert listened(step) is None


def test_nobody_in_danger_is_asked_for_keys() -> None:
    steps = play(make_script(), *FRONT, heard("我不想活了"), UNHEARD)
    assert "按键" not in said(steps[-1])
    assert said(steps[-1])


def test_every_question_of_the_front_part_offers_keys() -> None:
    for answers in range(len(FRONT)):
        step = play(make_script(), *FRONT[:answers], UNHEARD)[-1]
        assert re.search(r"按(?:一|身份证)", said(step)), said(step)
