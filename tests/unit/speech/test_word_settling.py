"""What a word recognizer heard is settled: homophones, trust in the words that count, danger by sound."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.port import Word
from ari_app.speech.vosk_results import UNTOLD_CONFIDENCE, is_result, joined_words, words_of
from ari_app.speech.word_settling import settle_words, transcript_of_words

SURE = 0.60


def words(text: str, *confidences: float) -> list[Word]:
    """The words of a text with blanks; the last confidence counts for the rest."""
    told = [*confidences, *[confidences[-1]] * len(text.split())]
    return [Word(word, 100 * place, 100 * place + 90, told[place]) for place, word in enumerate(text.split())]


def asked(qtype: QType) -> Expectation:
    return Expectation("item", qtype, "", expected_phrases(qtype, {}))


@pytest.mark.parametrize(
    "qtype, heard, text",
    [
        (QType.NRS, "大概 五 分", "大概五分"),
        (QType.NRS, "林 芬", "零分"),
        (QType.TEMPERATURE, "三十七 度 五", "三十七度五"),
        (QType.YES_NO, "没有", "没有"),
    ],
)
def test_clear_words_are_taken(qtype: QType, heard: str, text: str) -> None:
    settled = settle_words(words(heard, 0.97), asked(qtype))
    assert settled.text == text
    assert settled.confidence >= SURE


@pytest.mark.parametrize(
    "qtype, heard, confidences",
    [
        (QType.NRS, "大概 五 分", (1.0, 0.5, 1.0)),
        (QType.NRS, "五 分", (0.55,)),
        (QType.TEMPERATURE, "三十七 度", (0.85,)),
        (QType.TEMPERATURE, "三十七", (0.95,)),
        (QType.YES_NO, "没有", (0.4,)),
    ],
)
def test_what_may_be_otherwise_is_asked_again(
    qtype: QType, heard: str, confidences: tuple[float, ...]
) -> None:
    """An unsure numeral, or whole degrees of which the tenth may have been swallowed."""
    assert settle_words(words(heard, *confidences), asked(qtype)).confidence < SURE


def test_a_word_of_correction_that_is_always_misheard_is_put_right() -> None:
    assert settle_words(words("部队", 0.9), asked(QType.YES_NO)).text == "不对"
    assert settle_words(words("四分部第五分", 0.9), asked(QType.NRS)).text == "四分不对五分"


def test_an_unsure_word_that_no_number_hangs_on_does_not_matter() -> None:
    settled = settle_words(words("嗯 我 觉得 五 分", 0.3, 0.5, 0.6, 0.98), asked(QType.NRS))
    assert settled.confidence >= SURE


def test_what_fits_nothing_keeps_its_words_for_the_danger_net() -> None:
    settled = settle_words(words("我 刚 吃 完 饭", 0.9), asked(QType.NRS))
    assert settled.text == "我刚吃完饭"


@pytest.mark.parametrize("qtype", [QType.NRS, QType.OPEN_TEXT])
def test_a_danger_phrase_written_otherwise_comes_as_an_alternative(qtype: QType) -> None:
    assert "喘不上气" in settle_words(words("我 传 不 上 气", 0.8), asked(qtype)).alternatives


@pytest.mark.parametrize("heard", ["今天 天气 不错", "我 想 吃 饭", "停车场 太 难 停 了", "三十七 度 五"])
def test_ordinary_talk_sounds_like_no_danger(heard: str) -> None:
    assert settle_words(words(heard, 0.8), None).alternatives == ()


def test_no_words_are_no_text() -> None:
    transcript = transcript_of_words([], asked(QType.NRS), final=True)
    assert (transcript.text, transcript.confidence, transcript.end_ms) == ("", 0.0, 0)


def test_a_transcript_begins_and_ends_with_its_words() -> None:
    transcript = transcript_of_words(words("大概 五 分", 0.9), None, final=True)
    assert (transcript.start_ms, transcript.end_ms) == (0, 290)
    assert transcript.raw_text == "大概五分"


@pytest.mark.parametrize(
    "parts, text",
    [
        ("吃 了 两 片", "吃了两片"),
        ("吃 aspirin plus 两 片", "吃aspirin plus两片"),
        ("오늘 날씨", "오늘 날씨"),
        ("[unk] 对 <unk>", "对"),
        ("[unk]", ""),
        ("", ""),
    ],
)
def test_words_are_joined_as_they_are_written(parts: str, text: str) -> None:
    assert joined_words(parts.split()) == text


def test_results_are_read_in_every_form() -> None:
    told = {"conf": 0.8, "start": 0.1, "end": 0.4, "word": "五"}
    unknown = {"conf": 0.9, "start": 0.4, "end": 0.5, "word": "[unk]"}
    assert words_of({"text": "五 [unk]", "result": [told, unknown]}) == (Word("五", 100, 400, 0.8),)
    assert words_of({"text": "五 分"}) == (
        Word("五", 0, 0, UNTOLD_CONFIDENCE),
        Word("分", 0, 0, UNTOLD_CONFIDENCE),
    )
    best = {"confidence": 140.0, "text": "五 分", "result": [{"start": 0.1, "end": 0.4, "word": "五"}]}
    assert words_of({"alternatives": [best, {"text": "武"}]}) == (Word("五", 100, 400, UNTOLD_CONFIDENCE),)
    assert words_of({"text": ""}) == words_of({}) == words_of({"result": "no list"}) == ()
    assert is_result({"text": ""})
    assert is_result({"alternatives": []})
    assert not is_result({"partial": "五"})
