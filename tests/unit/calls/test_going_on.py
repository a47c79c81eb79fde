"""Which turns of a call belong together: by the words of the first, and by when the patient began again."""

from __future__ import annotations

import pytest

from ari_app.calls.going_on import LONGEST_BREATH_SECONDS, REACTION_SECONDS, UNHEARD_SECONDS, GoingOn
from ari_app.calls.signals import PromptBegan, PromptOver, Spoke
from ari_app.dialogue.events import Before
from ari_app.speech.port import Transcript


def spoke(text: str, began: float, ended: float, code: str = "consent") -> Spoke:
    return Spoke(began, ended, ended + 0.6, Transcript(text, text, 0.9, final=True), code)


def texts(spokes: list[Spoke]) -> list[str]:
    return [each.transcript.text if each.transcript else "" for each in spokes]


def test_a_beginning_waits_for_the_patient_who_already_speaks_again() -> None:
    going_on = GoingOn()
    assert going_on.take(spoke("好", 1.0, 1.3), is_speaking=True) == []
    (whole,) = going_on.take(spoke("什么事", 1.9, 2.5), is_speaking=False)
    assert texts([whole]) == ["好，什么事"]
    assert (whole.began_at, whole.ended_at, whole.code, whole.before) == (1.0, 2.5, "consent", None)


def test_a_whole_answer_waits_for_nobody() -> None:
    assert texts(GoingOn().take(spoke("可以", 1.0, 1.3), is_speaking=True)) == ["可以"]


def test_an_answer_to_an_item_waits_for_nobody() -> None:
    assert texts(GoingOn().take(spoke("好", 1.0, 1.3, "diet"), is_speaking=True)) == ["好"]


def test_after_a_noise_what_waited_is_taken_as_it_is() -> None:
    going_on = GoingOn()
    going_on.take(spoke("好", 1.0, 1.3), is_speaking=True)
    assert texts(going_on.take(spoke("", 1.9, 2.5), is_speaking=False)) == ["好", ""]


def test_what_waits_when_the_line_goes_is_not_lost() -> None:
    going_on = GoingOn()
    going_on.take(spoke("不", 1.0, 1.3), is_speaking=True)
    left = going_on.left()
    assert left is not None and texts([left]) == ["不"]
    assert going_on.left() is None


def followed(began: float, prompt_began: float | None) -> Before | None:
    """What the second turn is told to go on with."""
    going_on = GoingOn()
    going_on.take(spoke("好", 1.0, 1.3), is_speaking=False)
    if prompt_began is not None:
        going_on.prompt_began(PromptBegan("s:2:0", prompt_began))
    (second,) = going_on.take(spoke("什么事", began, began + 0.6, "person"), is_speaking=False)
    return second.before


def test_what_begins_before_the_reply_was_heard_goes_on_with_the_turn_before() -> None:
    before = Before("consent", "好", 0.9)
    assert followed(2.2, None) == before
    assert followed(2.2, 2.0) == before
    assert followed(2.0 + UNHEARD_SECONDS, 2.0) == before


def test_what_begins_later_is_a_turn_of_its_own() -> None:
    assert followed(2.1 + UNHEARD_SECONDS, 2.0) is None
    assert followed(1.4 + LONGEST_BREATH_SECONDS, None) is None


@pytest.mark.parametrize(("after", "is_answer"), [(REACTION_SECONDS + 0.05, True), (0.1, False)])
def test_a_short_reply_that_was_heard_to_its_end_is_answered(after: float, is_answer: bool) -> None:
    going_on = GoingOn()
    going_on.take(spoke("好", 1.0, 1.3), is_speaking=False)
    going_on.prompt_began(PromptBegan("s:2:0", 2.0))
    going_on.prompt_over(PromptOver("s:2:0", 200, True, 2.2))
    (second,) = going_on.take(spoke("我是", 2.2 + after, 3.0, "person"), is_speaking=False)
    assert (second.before is None) is is_answer
