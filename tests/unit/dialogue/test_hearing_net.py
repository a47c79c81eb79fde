"""The second net: danger in what the recognizer heard beside the words that it settled on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ari_app.core.vocabulary import AlertCode, Flag
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import (
    Answered,
    Event,
    Heard,
    HeardPartial,
    HungUp,
    KeysPressed,
    NoInput,
    TimeIsUp,
    Unheard,
)
from ari_app.dialogue.facts import AlertRaised
from tests.unit.dialogue.talking import AT, facts_of, heard, make_script, play

NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)


def alerts_after(said: Heard) -> list[AlertCode]:
    script = make_script()
    state = advance(script, start(script, "s", NOW), Answered(NOW)).state
    return [fact.code for fact in advance(script, state, said).facts if isinstance(fact, AlertRaised)]


def test_a_danger_phrase_that_fits_the_sound_is_caught() -> None:
    said = Heard(NOW, "传播上去", "传播上去", 0.4, alternatives=("喘不上气",))
    assert alerts_after(said) == [AlertCode.EMERGENCY]


def test_danger_in_the_unsettled_words_is_caught() -> None:
    assert alerts_after(Heard(NOW, "可以", "我胸口疼得喘不上气", 0.9)) == [AlertCode.EMERGENCY]


def test_ordinary_alternatives_raise_nothing() -> None:
    assert alerts_after(Heard(NOW, "可以", "可以", 0.9, alternatives=("可以的",))) == []


def test_danger_that_the_words_only_sound_like_is_caught() -> None:
    said = Heard(NOW, "雄口腾得厉害", "雄口腾得厉害", 0.4, by_sound=(Flag.EMERGENCY,))
    assert alerts_after(said) == [AlertCode.EMERGENCY]


def test_words_that_tell_which_danger_it_is_outweigh_their_sound() -> None:
    said = Heard(NOW, "我不想活了", "我不想活了", 0.9, by_sound=(Flag.EMERGENCY,))
    assert alerts_after(said) == [AlertCode.SELF_HARM]


def test_two_syllables_that_fit_where_a_yes_was_asked_for_are_asked_again() -> None:
    assert alerts_after(Heard(NOW, "对的", "对的", 0.4, alternatives=("救命",))) == []
    assert alerts_after(Heard(NOW, "对的", "对的", 0.9, alternatives=("救命",))) == []
    assert alerts_after(Heard(NOW, "救命", "救命", 0.4)) == []


def test_anything_beside_the_two_syllables_is_an_emergency_at_once() -> None:
    for said in (
        Heard(NOW, "救命", "救命", 0.9),
        Heard(NOW, "救命", "救命", 0.4, by_sound=(Flag.EMERGENCY,)),
        Heard(NOW, "救命", "救命 喘不上气", 0.4),
        Heard(NOW, "对的", "对的", 0.4, alternatives=("救命", "胸口疼")),
        Heard(NOW, "救命啊我喘不上气", "救命啊我喘不上气", 0.4),
    ):
        assert alerts_after(said) == [AlertCode.EMERGENCY], said


def test_two_syllables_of_an_unfinished_utterance_wait_for_its_end_where_a_yes_was_asked_for() -> None:
    script = make_script()
    state = advance(script, start(script, "s", NOW), Answered(NOW)).state
    unfinished = advance(script, state, HeardPartial(NOW, "救命"))
    assert not [fact for fact in unfinished.facts if isinstance(fact, AlertRaised)]
    longer = advance(script, unfinished.state, HeardPartial(NOW, "救命 我喘不上气"))
    assert [fact.code for fact in longer.facts if isinstance(fact, AlertRaised)] == [AlertCode.EMERGENCY]


def alerts_of(*events: Event) -> list[AlertCode]:
    steps = play(make_script(), *events)
    return [fact.code for fact in facts_of(steps, AlertRaised)]


HARDLY = Heard(AT, "救命", "救命", 0.35)


@pytest.mark.parametrize("words", ["你说啥", "等一下", "大声点"])
@pytest.mark.parametrize("after", [NoInput(AT), HungUp(AT), HARDLY])
def test_a_cry_outlasts_a_wish_to_hear_the_question_again_or_to_wait(words: str, after: Event) -> None:
    assert alerts_of(HARDLY, heard(words), after) == [AlertCode.EMERGENCY]


def test_a_cry_outlasts_keys_that_answer_nothing() -> None:
    assert alerts_of(HARDLY, KeysPressed(AT, "9"), HungUp(AT)) == [AlertCode.EMERGENCY]
    assert alerts_of(HARDLY, KeysPressed(AT, "9"), KeysPressed(AT, "9")) == [AlertCode.EMERGENCY]
    assert alerts_of(HARDLY, KeysPressed(AT, "1"), HungUp(AT)) == []


def test_a_cry_outlasts_what_nothing_was_heard_of() -> None:
    assert alerts_of(HARDLY, Unheard(AT), HungUp(AT)) == [AlertCode.EMERGENCY]
    assert alerts_of(HARDLY, Unheard(AT), Unheard(AT)) == [AlertCode.EMERGENCY]


def test_a_cry_and_a_wish_for_a_person_are_an_emergency() -> None:
    assert alerts_of(HARDLY, heard("我要人工")) == [AlertCode.EMERGENCY]


@pytest.mark.parametrize("after", [NoInput(AT), HungUp(AT), TimeIsUp(AT)])
def test_a_cry_of_an_utterance_that_was_never_finished_counts(after: Event) -> None:
    assert alerts_of(HeardPartial(AT, "救命"), after) == [AlertCode.EMERGENCY]


def test_a_cry_of_an_utterance_of_which_nothing_was_heard_in_the_end_is_asked_for() -> None:
    for end in (Unheard(AT), Heard(AT, "", "", 0.0)):
        assert alerts_of(HeardPartial(AT, "救命"), end) == []
        assert alerts_of(HeardPartial(AT, "救命"), end, NoInput(AT)) == [AlertCode.EMERGENCY]
    assert alerts_of(HeardPartial(AT, "救命"), heard("可以"), NoInput(AT)) == []
