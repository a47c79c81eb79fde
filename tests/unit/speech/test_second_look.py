"""Which utterances are looked at twice, and which danger phrases may have been in them."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import Transcript
from ari_app.speech.second_look import MOST_LOST, is_worth_another_look, nearly_fitting

MUDDLE = Transcript("七本的厉害", "七本的厉害", 0.4, final=True)


def asked(qtype: QType, *, read_back: bool = False) -> Expectation:
    return Expectation("x", qtype, "您吃饭怎么样？", read_back=read_back)


@pytest.mark.parametrize("qtype", [QType.NRS, QType.YES_NO, QType.TEMPERATURE, QType.OPEN_TEXT])
def test_what_answers_nothing_and_what_is_free_is_looked_at_again(qtype: QType) -> None:
    assert is_worth_another_look(MUDDLE, asked(qtype))


@pytest.mark.parametrize("qtype", [QType.CONSENT, QType.PERSON_CONFIRM, QType.ID_TAIL, QType.BIRTH_MD])
def test_who_it_is_and_what_he_agrees_to_is_heard_once(qtype: QType) -> None:
    assert not is_worth_another_look(MUDDLE, asked(qtype))


def test_an_answer_that_was_understood_is_never_kept_waiting() -> None:
    understood = Transcript("三十六度八", "三十六度八", 0.9, final=True)
    assert not is_worth_another_look(understood, asked(QType.TEMPERATURE))
    assert not is_worth_another_look(MUDDLE, asked(QType.YES_NO, read_back=True))


def test_an_answer_with_something_near_a_danger_in_it_is_looked_at_again() -> None:
    near = "上厕所拉了好多线都有"
    long = "有的有的都按时吃了没落下"
    question = asked(QType.YES_NO)
    assert is_worth_another_look(Transcript(near, near, 0.9, final=True), question)
    assert not is_worth_another_look(Transcript(long, long, 0.9, final=True), question)


def test_a_danger_that_is_told_already_and_a_mere_sound_are_not() -> None:
    told = Transcript("七本的厉害", "七本的厉害", 0.4, final=True, alternatives=("喘不上气",))
    assert not is_worth_another_look(told, asked(QType.NRS))
    assert not is_worth_another_look(Transcript("嗯那", "嗯那", 0.4, final=True), asked(QType.NRS))


def test_a_phrase_that_fits_nearly_as_well_comes_in_its_sentence() -> None:
    phrase = "气短得厉害"

    def score(texts: tuple[str, ...]) -> tuple[float, ...]:
        return tuple(
            -10.0 if text == MUDDLE.text else -10.0 - MOST_LOST * len(phrase) * (0.9 if phrase in text else 2)
            for text in texts
        )

    assert nearly_fitting([MUDDLE.text], score) == (phrase,)
    assert nearly_fitting([MUDDLE.text], lambda texts: (-10.0, *(-99.0 for _ in texts[1:]))) == ()


def test_nothing_is_weighed_where_nothing_sounds_like_danger() -> None:
    def score(texts: tuple[str, ...]) -> tuple[float, ...]:
        raise AssertionError(texts)

    assert nearly_fitting(["今天天气真不错"], score) == ()
