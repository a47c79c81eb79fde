"""Lone words that were heard as others: what is put in their place, and what never is."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation, Listen
from ari_app.language.expectation import expected_phrases
from ari_app.speech import protocol
from ari_app.speech.candidates import MAX_CANDIDATES
from ari_app.speech.settling import settle
from ari_app.speech.short_words import TAKEN, phrases_for
from ari_app.speech.weighing import Settled
from ari_app.speech.whisper_engine import Decoding
from tests.unit.dialogue.talking import FRONT, heard, make_script, play

WOUND = {"dry": "干燥愈合良好", "red": "红肿", "exudate": "渗液或渗血", "pus": "流脓或臭味"}
SILENCE = -12.0
SURE = 0.60


def asked(qtype: QType, question: str = "", *, read_back: bool = False) -> Expectation:
    options = WOUND if qtype is QType.CHOICE else {}
    phrases = expected_phrases(qtype, options)
    return Expectation("q", qtype, question, phrases, tuple(options.items()), read_back=read_back)


CHILLS = asked(QType.YES_NO, "您有没有发冷、打寒战？")
CALLBACK = asked(QType.YES_NO, "是否需要我为您安排医生回电？")
PAIN = asked(QType.NRS, "疼痛程度，零到十分是多少分？")
PAIN_READ_BACK = asked(QType.NRS, "疼痛程度，零到十分是多少分？", read_back=True)


def settled(
    expectation: Expectation, text: str, fits: Mapping[str, float], *, looped: bool = False
) -> Settled:
    """`fits` are nats; any other phrase is as likely as in silence."""
    decoding = Decoding(text, -1.0, 0.0, looped, np.zeros((1, 1, 1), np.float32))

    def score(phrases: tuple[str, ...]) -> tuple[float, ...]:
        return tuple(fits.get(phrase, SILENCE) for phrase in phrases)

    return settle(decoding, expectation, score, lambda phrases: (SILENCE,) * len(phrases))


@pytest.mark.parametrize(
    "expectation, text, said",
    [
        (CHILLS, "你呀", "没有"),
        (CHILLS, "我", "有"),
        (CALLBACK, "一二", "要的"),
        (PAIN, "一样色", "两分"),
        (asked(QType.CHOICE), "听到呢", "挺干的"),
    ],
)
def test_one_word_that_alone_fits_is_taken_and_read_back(
    expectation: Expectation, text: str, said: str
) -> None:
    got = settled(expectation, text, {text: -3.0, said: -2.0})
    assert got == Settled(said, TAKEN)
    assert TAKEN < SURE


@pytest.mark.parametrize(
    "expectation, text, fits",
    [
        (CHILLS, "你呀", {"没有": -3.0, "有": -4.0}),
        (CHILLS, "你呀", {"没有": -3.0, "不对": -2.0}),
        (CHILLS, "先来", {"没有": -9.0}),
        (CHILLS, "先来", {"先来": -0.1, "没有": -6.0}),
        (CHILLS, "莫微以下", {"没": -2.0}),
        (CHILLS, "我觉得还行", {"没有": -2.0}),
        (PAIN, "一样色", {"两分": -3.0, "疼": -3.5}),
        (PAIN, "右边呢", {"六分": -2.0}),
        (PAIN, "拨对了", {"四分": -4.0, "不对": -3.0}),
        (asked(QType.CHOICE), "先来", {"正常": -7.0}),
    ],
)
def test_what_is_doubtful_stays_as_it_was_heard(
    expectation: Expectation, text: str, fits: Mapping[str, float]
) -> None:
    """Another meaning as near, no more than silence, worse than what was heard, much longer, or a twin."""
    assert settled(expectation, text, {text: -3.0} | dict(fits)).text == text


@pytest.mark.parametrize("qtype", [QType.CONSENT, QType.PERSON_CONFIRM, QType.ID_TAIL, QType.BIRTH_MD])
@pytest.mark.parametrize("read_back", [True, False])
def test_who_it_is_and_what_is_agreed_to_is_never_put_in(qtype: QType, read_back: bool) -> None:
    expectation = asked(qtype, "可以吗？", read_back=read_back)
    assert phrases_for(expectation, "各位") == ()
    got = settled(expectation, "各位", {"可以": -0.1, "对的": -0.1, "各位": -3.0})
    assert got.text == "各位"


def test_a_yes_to_what_was_read_back_needs_more_than_a_no() -> None:
    fits = {"对的": -5.0, "不对": -7.5}
    assert settled(PAIN_READ_BACK, "推动", {"推动": -4.0} | fits).text == "推动"
    assert settled(PAIN_READ_BACK, "推动", {"推动": -4.0, "对的": -5.0, "不对": -8.5}).text == "对的"
    assert settled(PAIN_READ_BACK, "推动", {"推动": -4.0, "对的": -7.5, "不对": -5.0}).text == "不对"
    assert settled(PAIN, "推动", {"推动": -4.0, "对的": -5.0}).text == "推动", "nothing was read back"


@pytest.mark.parametrize("text", ["对的", "不对", "不是"])
def test_a_plain_word_to_what_was_read_back_stays(text: str) -> None:
    """Whatever answer to the question sounds like it."""
    assert settled(PAIN_READ_BACK, text, {text: -8.0, "对分": -1.0, "十分": -1.0}).text == text


def test_a_score_that_two_looks_agree_on_is_as_sure_as_its_sound() -> None:
    got = settled(PAIN, "辣椒", {"辣椒": -3.0, "两分": -2.0})
    assert (got.text, got.confidence >= SURE) == ("两分", True)
    only_by_its_form = settled(PAIN, "右边", {"右边": -3.0, "六分": -2.0})
    assert (only_by_its_form.text, only_by_its_form.confidence) == ("六分", TAKEN)


def test_a_request_that_merely_sounds_like_the_text_gives_way() -> None:
    """美荣, which was 没有, sounds like 没空, which would end the call."""
    got = settled(CHILLS, "美荣", {"美荣": -3.0, "没空": -9.0, "没有": -4.0})
    assert got == Settled("没有", TAKEN)


def test_none_that_was_heard_as_beauty_is_no_fine_wound() -> None:
    fits = {"没有": -3.0, "正常": -5.0}
    assert settled(asked(QType.CHOICE), "美容", fits).text == "没有"
    assert settled(CHILLS, "美容", fits).text == "没有"
    # as likely the contrary: asked again
    assert settled(CHILLS, "美容", {"没有": -3.0, "有": -3.1, "没": -4.0}).confidence < SURE


def test_what_was_heard_is_a_rival_where_it_means_something_else() -> None:
    assert settled(CALLBACK, "有", {"有": -1.0, "要的": -1.5}).text == "有"


def test_a_loop_is_looked_at_again() -> None:
    fits = {"四三四三": -9.0, "四分": -4.0}
    assert settled(PAIN, "四三四三", fits).text == "四三四三", "much longer than what would take its place"
    assert settled(PAIN, "四三四三", fits, looped=True).text == "四分"


def test_danger_goes_before_an_answer() -> None:
    got = settled(CHILLS, "旧命", {"旧命": -3.0, "救命": -3.1, "没有": -1.0})
    assert (got.text, got.alternatives) == ("旧命", ("救命",))


@pytest.mark.parametrize("qtype", list(QType))
@pytest.mark.parametrize("read_back", [True, False])
def test_the_set_stays_small(qtype: QType, read_back: bool) -> None:
    assert len(phrases_for(asked(qtype, read_back=read_back), "美容")) < MAX_CANDIDATES


def test_that_something_was_read_back_travels_to_the_recognizer() -> None:
    for expectation in (PAIN, PAIN_READ_BACK):
        sent = json.loads(protocol.config_message(16_000, expectation, 4000))["config"]
        received = protocol.parse_config(sent).expectation
        assert received is not None
        assert received.read_back is expectation.read_back
    del sent["expectation"]["read_back"]
    older = protocol.parse_config(sent).expectation
    assert older is not None
    assert not older.read_back


def test_a_call_tells_when_it_has_read_an_answer_back() -> None:
    steps = play(make_script(), *FRONT, heard("八分", 0.4), heard("不对", 0.4))
    found = [one.expectation for step in steps for one in step.commands if isinstance(one, Listen)]
    assert [one.read_back for one in found if one.code == "pain_vas"] == [False, True, False]
    assert not any(one.read_back for one in found if one.code != "pain_vas")
