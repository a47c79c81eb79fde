"""Beginnings and ends of speech, with written-down windows and with any windows at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.vocabulary import QType
from ari_app.media.endpointing import (
    CLOSED_QUESTION,
    OPEN_QUESTION,
    Decision,
    Endpointing,
    EndpointRules,
    EndReason,
    Insisted,
    Speculate,
    SpeechEnded,
    SpeechStarted,
    Window,
    rules_for,
)

WINDOW = 0.032
EXACT = replace(CLOSED_QUESTION, release_ms=0, start_probability=0.3)
PATIENT = replace(EXACT, end_silence_ms=OPEN_QUESTION.end_silence_ms)


def listen(
    spans: list[tuple[float, float]], rules: EndpointRules = EXACT, *, complete: bool = False
) -> list[Decision]:
    """Feed (seconds, probability) stretches and collect the decisions."""
    state, decisions, now = Endpointing(), list[Decision](), 0.0
    for seconds, probability in spans:
        for _ in range(round(seconds / WINDOW)):
            state, told = state.step(rules, Window(now, now + WINDOW, probability), complete=complete)
            decisions += told
            now += WINDOW
    return decisions


def test_a_word_starts_at_its_first_voiced_window_and_ends_after_the_closed_silence() -> None:
    decisions = listen([(0.96, 0.0), (0.64, 0.9), (1.28, 0.0)])
    started, insisted, asked, again, ended = decisions
    assert isinstance(again, Speculate)
    assert isinstance(started, SpeechStarted)
    assert started.at == pytest.approx(0.96)
    assert isinstance(insisted, Insisted)
    assert 0.22 <= insisted.at - 0.96 <= 0.22 + WINDOW
    assert isinstance(asked, Speculate)
    assert EXACT.speculate_after_ms <= (asked.at - 1.6) * 1000 <= EXACT.speculate_after_ms + WINDOW * 1000
    assert isinstance(ended, SpeechEnded)
    assert (ended.start, ended.end) == pytest.approx((0.96, 1.6))
    assert 0.5 <= ended.decided_at - 1.6 <= 0.5 + WINDOW
    assert ended.reason is EndReason.SILENCE


def test_a_short_sound_does_not_insist_and_a_long_one_does_so_once() -> None:
    def insisted(voice: float) -> int:
        return sum(isinstance(each, Insisted) for each in listen([(0.32, 0.0), (voice, 0.9), (0.96, 0.0)]))

    assert insisted(0.192) == 0
    assert insisted(0.96) == 1


def test_pauses_between_words_do_not_count_as_voice() -> None:
    decisions = listen([(0.16, 0.9), (0.32, 0.0), (0.032, 0.9), (0.32, 0.0), (0.064, 0.9)])
    assert [each.at for each in decisions if isinstance(each, Insisted)] == pytest.approx([0.864], abs=0.04)


def test_what_may_be_a_hum_does_not_insist() -> None:
    assert not any(isinstance(each, Insisted) for each in listen([(0.64, 0.4), (0.96, 0.0)]))


def test_a_complete_answer_ends_after_the_short_silence() -> None:
    ended = listen([(0.64, 0.9), (1.28, 0.0)], complete=True)[-1]
    assert isinstance(ended, SpeechEnded)
    assert ended.reason is EndReason.COMPLETE
    assert 0.19 <= ended.decided_at - ended.end <= 0.19 + WINDOW


def test_in_a_pause_it_is_asked_twice_unless_the_answer_is_whole() -> None:
    def asked(complete: bool) -> list[float]:
        told = listen([(0.64, 0.9), (0.352, 0.0)], complete=complete)
        return [round(each.at - 0.64, 3) for each in told if isinstance(each, Speculate)]

    assert asked(False) == pytest.approx([0.032, 0.16], abs=0.001)
    assert asked(True) == []


@pytest.mark.req("M08-006")
def test_an_open_question_lets_the_patient_pause_for_a_second() -> None:
    pause = [(0.64, 0.9), (0.96, 0.0), (0.64, 0.9), (1.6, 0.0)]
    assert sum(isinstance(each, SpeechEnded) for each in listen(pause, PATIENT)) == 1
    assert sum(isinstance(each, SpeechEnded) for each in listen(pause)) == 2


def test_the_end_is_told_without_the_detectors_release() -> None:
    ended = listen([(0.64, 0.9), (1.28, 0.0)], CLOSED_QUESTION)[-1]
    assert isinstance(ended, SpeechEnded)
    assert ended.end == pytest.approx(0.56)


@pytest.mark.req("M06-018")
@pytest.mark.parametrize("cough", [0.032, 0.064, 0.096])
def test_a_cough_is_no_speech(cough: float) -> None:
    assert listen([(0.32, 0.0), (cough, 0.95), (2.0, 0.0)]) == []


def test_single_clicks_far_apart_do_not_add_up_to_speech() -> None:
    assert listen([(0.032, 0.95), (0.32, 0.0)] * 20) == []


def test_speech_that_goes_on_is_asked_about_every_one_and_a_half_seconds() -> None:
    asked = [each.at for each in listen([(6.4, 0.9)]) if isinstance(each, Speculate)]
    assert len(asked) == 4
    assert all(1.4 <= later - earlier <= 1.6 for earlier, later in zip(asked, asked[1:], strict=False))


def test_endless_noise_ends_as_too_long() -> None:
    ended = next(each for each in listen([(20.0, 0.9)]) if isinstance(each, SpeechEnded))
    assert ended.reason is EndReason.TOO_LONG
    assert 15.0 <= ended.end - ended.start <= 15.1


def test_weak_voice_keeps_a_turn_but_does_not_begin_one() -> None:
    assert listen([(3.2, 0.25)]) == []
    spoken = listen([(0.32, 0.8), (1.28, 0.25), (0.32, 0.8), (1.0, 0.0)])
    assert sum(isinstance(each, SpeechEnded) for each in spoken) == 1


@pytest.mark.req("M08-006")
def test_digit_strings_and_open_text_are_given_more_time() -> None:
    slow = {qtype for qtype in QType if rules_for(qtype).end_silence_ms == 1200}
    assert {QType.OPEN_TEXT, QType.ID_TAIL, QType.BIRTH_MD} <= slow
    assert not slow & {QType.NRS, QType.YES_NO, QType.CONSENT, QType.PERSON_CONFIRM}
    assert rules_for(None) == CLOSED_QUESTION


def test_a_number_that_seems_whole_may_go_on_for_longer() -> None:
    assert rules_for(QType.TEMPERATURE).complete_silence_ms > rules_for(QType.NRS).complete_silence_ms


def test_a_clear_voice_has_ended_when_it_is_not_clear_any_more() -> None:
    clear = listen([(0.64, 0.95), (0.32, 0.4), (1.28, 0.0)])[-1]
    faint = listen([(0.64, 0.6), (0.32, 0.4), (1.28, 0.0)])[-1]
    assert isinstance(clear, SpeechEnded)
    assert isinstance(faint, SpeechEnded)
    assert (clear.end, faint.end) == pytest.approx((0.64, 0.96))


probabilities = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from([0.0, 0.1, 0.25, 0.4, 1.0])), min_size=1, max_size=40
)


@given(probabilities, st.booleans())
def test_whatever_is_heard_turns_alternate_and_stay_in_bounds(
    runs: list[tuple[int, float]], complete: bool
) -> None:
    rules = EXACT
    decisions = listen([(count * WINDOW, probability) for count, probability in runs], complete=complete)
    open_since: float | None = None
    last = -1.0
    for decision in decisions:
        match decision:
            case SpeechStarted(at):
                assert open_since is None
                assert at >= last
                open_since = at
            case Speculate(at):
                assert open_since is not None
                assert at > open_since
            case SpeechEnded(start, end, decided_at, _):
                assert start == open_since
                assert rules.min_speech_ms / 1000 <= end - start + 1e-6
                assert end - start <= rules.max_utterance_ms / 1000 + WINDOW + 1e-6
                assert end <= decided_at
                open_since, last = None, decided_at


@given(probabilities)
def test_too_little_voice_in_all_is_never_speech(runs: list[tuple[int, float]]) -> None:
    quiet = [(count * WINDOW, min(probability, 0.29)) for count, probability in runs]
    assert listen(quiet) == []
