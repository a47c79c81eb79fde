"""What an utterance is settled to, given how well phrases fit its audio."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.candidates import MAX_CANDIDATES, candidates, has_dangling_sound, is_whole_degree
from ari_app.speech.settling import settle
from ari_app.speech.weighing import Settled
from ari_app.speech.whisper_engine import Decoding

SURE = 0.60


def heard(text: str, logprob: float = -0.2) -> Decoding:
    return Decoding(text, logprob, 0.0, False, np.zeros((1, 1, 1), np.float32))


def question(qtype: QType) -> Expectation:
    return Expectation("q", qtype, "", expected_phrases(qtype, {}))


def settled(qtype: QType, decoding: Decoding, fits: Mapping[str, float], other: float = -20.0) -> Settled:
    def score(phrases: tuple[str, ...]) -> tuple[float, ...]:
        return tuple(fits.get(phrase, other) for phrase in phrases)

    return settle(decoding, question(qtype), score, lambda phrases: (other,) * len(phrases))


def test_a_clear_number_is_taken() -> None:
    got = settled(QType.NRS, heard("四分"), {"四分": -1.0})
    assert got.text == "四分"
    assert got.confidence >= SURE


def test_a_number_with_a_near_twin_is_asked_again() -> None:
    got = settled(QType.NRS, heard("四分"), {"四分": -1.0, "十分": -1.4})
    assert got.text == "四分"
    assert got.confidence < SURE


def test_a_homophone_is_mended() -> None:
    got = settled(QType.NRS, heard("气氛"), {"气氛": -2.0, "七分": -2.0})
    assert got.text == "七分"
    assert got.confidence >= SURE


def test_a_percentage_without_its_middle_is_read_back() -> None:
    assert settled(QType.ADHERENCE_PCT, heard("百分九五"), {"百分九五": -2.0}).confidence < SURE
    assert settled(QType.ADHERENCE_PCT, heard("百分之九十五"), {"百分之九十五": -2.0}).confidence >= SURE


def test_it_is_me_comes_without_its_hiss() -> None:
    got = settled(QType.PERSON_CONFIRM, heard("我心"), {"我是": -2.0})
    assert (got.text, got.confidence >= SURE) == ("我是", True)
    assert settled(QType.PERSON_CONFIRM, heard("我不信"), {"我不是": -2.0}).text == "我不是"
    # as likely the other: asked again
    assert settled(QType.PERSON_CONFIRM, heard("我心"), {"我是": -2.0, "不是": -2.2}).confidence < SURE
    # elsewhere they are words
    assert settled(QType.OPEN_TEXT, heard("我信"), {}).text == "我信"


def test_a_temperature_that_may_have_lost_its_tenth_is_asked_again() -> None:
    fits = {"三十七度": -2.0, "三十七度五": -4.0}
    assert settled(QType.TEMPERATURE, heard("三十七度"), fits).confidence < SURE


def test_degrees_that_were_heard_as_another_word_have_lost_their_tenth() -> None:
    """三十七度二 of a deep voice came as 三十七段 and was stored as 37.0 (docs/figures/voice-dialogues.md)."""
    fits = {"三十七度": -1.0, "三十七段": -1.0, "三十七度二": -9.0}
    lost = settled(QType.TEMPERATURE, heard("三十七段"), fits)
    assert (lost.text, lost.confidence < 0.4) == ("三十七度", True)
    assert settled(QType.TEMPERATURE, heard("三十七读"), fits).confidence >= SURE


def test_a_sound_after_the_degrees_becomes_the_tenth_that_fits() -> None:
    fits = {"三十六度吧": -4.0, "三十六度八": -3.0}
    assert settled(QType.TEMPERATURE, heard("三十六度吧"), fits).text == "三十六度八"


def test_a_short_noise_becomes_a_number_only_when_one_alone_fits() -> None:
    assert settled(QType.NRS, heard("指尾", -1.0), {"十分": -3.0}).text == "十分"
    unclear = settled(QType.NRS, heard("指尾", -1.0), {"十分": -3.0, "七分": -4.0})
    assert unclear.text == "指尾"
    assert unclear.confidence < SURE


def test_speech_about_something_else_keeps_its_words() -> None:
    text = "今天天气不错我刚吃完饭"
    got = settled(QType.NRS, heard(text), {text: -1.0})
    assert got.text == text
    assert got.confidence >= SURE
    assert got.alternatives == ()


def test_danger_that_fits_the_audio_comes_as_an_alternative() -> None:
    fits = {"饮口糖川普伤期": -10.0, "饮口糖喘不上气": -13.0}
    got = settled(QType.OPEN_TEXT, heard("饮口糖川普伤期"), fits)
    assert got.text == "饮口糖川普伤期"
    assert got.alternatives == ("饮口糖喘不上气",)


@pytest.mark.parametrize("text, spliced, fit", [("有点边缘", "有点便血", -18.0), ("就行", "救命", -7.0)])
def test_danger_that_does_not_fit_is_not_invented(text: str, spliced: str, fit: float) -> None:
    got = settled(QType.OPEN_TEXT, heard(text), {text: -5.0, spliced: fit}, other=-40.0)
    assert got.alternatives == ()


def test_a_phrase_that_hardly_sounds_like_it_is_not_even_weighed() -> None:
    got = settled(QType.OPEN_TEXT, heard("商务那会尔侧的三十六点吧"), {}, other=-5.0)
    assert "上不来气" not in got.alternatives


def test_nothing_heard_is_nothing_said() -> None:
    assert settled(QType.NRS, heard(""), {}) == Settled("", 0.0)


@pytest.mark.parametrize("qtype", list(QType))
def test_the_closed_set_stays_small(qtype: QType) -> None:
    phrases = expected_phrases(qtype, {})
    found = candidates(qtype, "三十七度七", "三十七度七", phrases)
    assert 1 <= len(found) <= MAX_CANDIDATES
    assert found[0] == "三十七度七"


@pytest.mark.parametrize(
    "text, whole, dangling",
    [
        ("三十七度", True, False),
        ("三十七度二", False, False),
        ("三十八点四", False, False),
        ("三十七度半", False, False),
        ("三十七度啊", True, True),
        ("三十九", True, False),
    ],
)
def test_whole_degrees_are_seen(text: str, whole: bool, dangling: bool) -> None:
    assert (is_whole_degree(text), has_dangling_sound(text)) == (whole, dangling)
