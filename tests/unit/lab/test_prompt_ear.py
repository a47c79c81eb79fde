"""Which sentences sounded: with voices made of tones, cut, joined, quieter and through a telephone's coding."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.lab.g711 import PCMA, SAMPLE_RATE, Pcm
from ari_app.lab.prompt_ear import PromptEar

SENTENCES = ("您今天量体温了吗？", "请告诉我是多少度。", "三十七度", "二", "对吗？")


def babble(seed: int, seconds: float) -> Pcm:
    """Something like speech: every 120 ms another mixture of tones, at another strength."""
    chance = np.random.default_rng(seed)
    parts = []
    for _ in range(round(seconds / 0.12)):
        at = np.arange(int(0.12 * SAMPLE_RATE)) / SAMPLE_RATE
        hertz = chance.uniform(300, 3_300, 4)
        parts.append(chance.uniform(500, 4_000) * sum(np.sin(2 * np.pi * each * at) for each in hertz))
    return np.concatenate(parts).astype(np.int16)


def silence(seconds: float) -> Pcm:
    return np.zeros(int(seconds * SAMPLE_RATE), np.int16)


SOUNDS = {
    text: np.concatenate([silence(0.05), babble(number, 0.4 + 0.12 * len(text)), silence(0.1)])
    for number, text in enumerate(SENTENCES)
}
EAR = PromptEar(SOUNDS)


def said(*sentences: str) -> Pcm:
    parts = [part for text in sentences for part in (SOUNDS[text], silence(0.22))]
    return np.concatenate([silence(0.033), *parts])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_told(sentence: str) -> None:
    assert EAR.sentences_in(said(sentence)) == (sentence,)


async def test_several_come_in_the_order_they_sounded() -> None:
    assert await EAR(said(*SENTENCES)) == SENTENCES
    assert await EAR(said("二", "三十七度", "二")) == ("二", "三十七度", "二")


@pytest.mark.parametrize("gain", [0.25, 1.5])
def test_level_and_coding_do_not_matter(gain: float) -> None:
    line = PCMA.decode(PCMA.encode((said(*SENTENCES) * gain).astype(np.int16)))
    assert EAR.sentences_in(line) == SENTENCES


@pytest.mark.parametrize("at", [0.5, 0.9, 1.3])
def test_a_lost_or_repeated_packet_does_not_matter(at: float) -> None:
    whole = said("您今天量体温了吗？")
    cut = int(at * SAMPLE_RATE)
    lost = np.concatenate([whole[:cut], whole[cut + 320 :]])
    late = np.concatenate([whole[:cut], silence(0.04), whole[cut:]])
    assert EAR.sentences_in(lost) == EAR.sentences_in(late) == ("您今天量体温了吗？",)


def test_edges_that_a_line_does_not_send_do_not_matter() -> None:
    assert EAR.sentences_in(SOUNDS["对吗？"][int(0.08 * SAMPLE_RATE) : -int(0.12 * SAMPLE_RATE)]) == (
        "对吗？",
    )


def test_a_sentence_that_was_cut_off_is_not_told() -> None:
    whole = said("您今天量体温了吗？", "请告诉我是多少度。")
    assert EAR.sentences_in(whole[: int(2.2 * SAMPLE_RATE)]) == ("您今天量体温了吗？",)


def test_what_nobody_knows_is_nothing() -> None:
    assert EAR.sentences_in(babble(99, 3.0)) == ()
    assert EAR.sentences_in(silence(3.0)) == ()
    assert EAR.sentences_in(np.zeros(10, np.int16)) == ()


def test_a_sentence_said_slowly_is_told_among_usual_ones() -> None:
    slow = {text: babble(100 + number, 1.5) for number, text in enumerate(("请告诉我是多少度。", "对吗？"))}
    ear = PromptEar(SOUNDS, slow)
    gap = silence(0.36)
    line = np.concatenate([SOUNDS["三十七度"], gap, slow["对吗？"], gap, slow["请告诉我是多少度。"], gap])
    assert ear.sentences_in(line) == ("三十七度", "对吗？", "请告诉我是多少度。")
    assert ear.sentences_in(said(*SENTENCES)) == SENTENCES
