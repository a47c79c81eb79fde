"""With `speech.asr_protocol = "vosk"` the robot hears through a vosk-server, over its real websocket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from ari_app.config.settings import SpeechSettings
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.expectation import expected_phrases
from ari_app.speech.port import RecognitionStream
from ari_app.wiring.node import open_recognizer, recognizer_of
from tests.contract.vosk_server import CONFIDENCE, SILENCE_PIECES, ResultStyle, VoskServer, vosk_server

PAIN = Expectation("pain_vas", QType.NRS, "请问您现在的疼痛程度？", expected_phrases(QType.NRS, {}))
SPEECH, SILENCE = b"\x01" * 640, bytes(640)


@asynccontextmanager
async def hearing(
    *words: str, style: ResultStyle = "words", delay_seconds: float = 0.0
) -> AsyncIterator[tuple[VoskServer, RecognitionStream]]:
    async with (
        vosk_server(words, style=style, delay_seconds=delay_seconds) as (server, url),
        aiohttp.ClientSession() as session,
    ):
        settings = SpeechSettings.model_validate(
            {"asr_url": url, "asr_protocol": "vosk", "asr_deadline_seconds": 2}
        )
        stream = await recognizer_of(session, settings).open(PAIN)
        yield server, stream
        await stream.close()


async def feed(stream: RecognitionStream, piece: bytes, times: int) -> None:
    for _ in range(times):
        await stream.feed(piece)


async def test_the_final_text_is_not_the_first_partial() -> None:
    async with hearing("大概", "五", "分") as (server, stream):
        await feed(stream, SILENCE, 3)
        await feed(stream, SPEECH, 3)
        final = await stream.finish()
    assert (final.text, final.final) == ("大概五分", True)
    assert final.confidence == pytest.approx(CONFIDENCE)
    assert final.end_ms == 300
    assert server.broken_by == []
    assert server.configs == [{"sample_rate": 16000, "words": True}]


async def test_a_hypothesis_is_the_latest_partial_and_asks_the_server_nothing() -> None:
    async with hearing("三十七", "度") as (server, stream):
        await feed(stream, SILENCE, 2)
        assert await stream.hypothesis() is None
        await feed(stream, SPEECH, 1)
        first = await stream.hypothesis()
        await feed(stream, SPEECH, 1)
        second = await stream.hypothesis()
        final = await stream.finish()
    assert first is not None
    assert second is not None
    assert (first.text, second.text, final.text) == ("三十七", "三十七度", "三十七度")
    assert not second.final
    assert server.broken_by == []


async def test_what_the_engine_ended_by_itself_is_not_lost() -> None:
    async with hearing("有点", "疼") as (_, stream):
        await feed(stream, SPEECH, 1)
        await feed(stream, SILENCE, SILENCE_PIECES)
        await feed(stream, SPEECH, 1)
        hypothesis = await stream.hypothesis()
        await feed(stream, SILENCE, 2)
        final = await stream.finish()
    assert hypothesis is not None
    assert (hypothesis.text, final.text) == ("有点疼", "有点疼")


async def test_unknown_sounds_are_no_words_and_latin_words_keep_their_blanks() -> None:
    async with hearing("[unk]", "吃", "了", "<unk>", "aspirin", "plus", "两", "片", "[laughter]") as (
        _,
        stream,
    ):
        await feed(stream, SPEECH, 9)
        hypothesis = await stream.hypothesis()
        final = await stream.finish()
    assert hypothesis is not None
    assert hypothesis.text == final.text == "吃了aspirin plus两片"
    assert [word.text for word in final.words] == ["吃", "了", "aspirin", "plus", "两", "片"]


async def test_only_unknown_sounds_are_no_text() -> None:
    async with hearing("[unk]", "[unk]") as (_, stream):
        await feed(stream, SPEECH, 2)
        final = await stream.finish()
    assert (final.text, final.raw_text, final.confidence) == ("", "", 0.0)


async def test_homophones_are_mended_for_the_open_question() -> None:
    """A vosk-server does not know what is expected, so what it heard is settled on this side."""
    async with hearing("林", "芬") as (_, stream):
        await feed(stream, SPEECH, 2)
        final = await stream.finish()
    assert (final.text, final.raw_text) == ("零分", "林芬")
    assert 0.6 <= final.confidence < CONFIDENCE


async def test_words_tell_their_times() -> None:
    async with hearing("大概", "五", "分") as (_, stream):
        await feed(stream, SPEECH, 3)
        final = await stream.finish()
    assert [(word.start_ms, word.end_ms) for word in final.words] == [(0, 100), (100, 200), (200, 300)]
    assert (final.start_ms, final.end_ms) == (0, 300)


@pytest.mark.parametrize("style", ["alternatives", "plain"])
async def test_a_server_that_tells_no_confidence_is_never_sure(style: ResultStyle) -> None:
    async with hearing("大概", "五", "分", style=style) as (_, stream):
        await feed(stream, SPEECH, 3)
        final = await stream.finish()
    assert final.text == "大概五分"
    assert 0 < final.confidence < 0.6


async def test_a_server_that_is_behind_gives_no_hypothesis_and_misses_the_deadline() -> None:
    async with hearing("五", "分", delay_seconds=1.5) as (_, stream):
        await feed(stream, SPEECH, 2)
        began = asyncio.get_running_loop().time()
        assert await stream.hypothesis() is None
        assert asyncio.get_running_loop().time() - began < 1.0
        with pytest.raises(Unavailable, match="deadline"):
            await stream.finish()
        assert asyncio.get_running_loop().time() - began < 3.0


@pytest.mark.req("M06-023")
async def test_each_question_is_heard_by_the_engine_that_the_settings_name() -> None:
    """A dialect's or a digits' model is a recognizer of its own, named for a type, a campaign or one item."""
    temperature = Expectation("temp", QType.TEMPERATURE, "体温多少？", questionnaire="q_postop_v1")
    async with (
        vosk_server(["可以"]) as (_, usual),
        vosk_server(["五", "分"]) as (_, digits),
        vosk_server(["三十七", "度"]) as (_, dialect),
        aiohttp.ClientSession() as session,
    ):
        engines = {
            "digits": {"url": digits, "protocol": "vosk"},
            "dialect": {"url": dialect, "protocol": "vosk"},
            "away": {"url": "ws://127.0.0.1:1", "protocol": "vosk"},
        }
        routes = {
            "types": {"nrs": "digits", "temperature": "digits", "consent": "away"},
            "questionnaires": {"q_postop_v1/temp": "dialect"},
        }
        settings = SpeechSettings.model_validate(
            {"asr_url": usual, "asr_protocol": "vosk", "engines": engines, "engine_for": routes}
        )
        recognizer = await open_recognizer(session, settings)
        asked = (PAIN, temperature, Expectation("consent", QType.CONSENT, "可以吗？"), None)
        texts = []
        for expectation in asked:
            stream = await recognizer.open(expectation)
            await feed(stream, SPEECH, 2)
            texts.append((await stream.finish()).text)
            await stream.close()
    assert texts == ["五分", "三十七度", "可以", "可以"]


async def test_silence_is_no_text() -> None:
    async with hearing() as (_, stream):
        await feed(stream, SILENCE, 10)
        final = await stream.finish()
    assert (final.text, final.confidence) == ("", 0.0)


async def test_unread_partials_do_not_block_the_audio() -> None:
    async with hearing(*("疼" for _ in range(6000))) as (_, stream):
        await feed(stream, SPEECH, 600)
        final = await stream.finish()
    assert final.text == "疼" * 600


async def test_a_server_that_takes_connections_and_never_answers_is_told_before_any_call() -> None:
    async with vosk_server((), delay_seconds=3.0) as (_, url), aiohttp.ClientSession() as session:
        settings = SpeechSettings.model_validate(
            {"asr_url": url, "asr_protocol": "vosk", "asr_deadline_seconds": 0.5}
        )
        with pytest.raises(Unavailable, match="deadline"):
            await recognizer_of(session, settings).check()


@pytest.mark.parametrize("protocol", ["vosk", "extended"])
async def test_the_wrong_protocol_is_told_before_any_call(protocol: str) -> None:
    async with vosk_server(()) as (_, url), aiohttp.ClientSession() as session:
        settings = SpeechSettings.model_validate({"asr_url": url, "asr_protocol": protocol})
        if protocol == "vosk":
            await recognizer_of(session, settings).check()
        else:
            with pytest.raises(Unavailable, match="asr_protocol"):
                await recognizer_of(session, settings).check()


@pytest.mark.req("M06-004")
async def test_a_patients_language_is_heard_by_the_engine_that_the_settings_name() -> None:
    async with (
        vosk_server(["可以"]) as (_, usual),
        vosk_server(["係"]) as (_, cantonese),
        aiohttp.ClientSession() as session,
    ):
        settings = SpeechSettings.model_validate(
            {
                "asr_url": usual,
                "asr_protocol": "vosk",
                "engines": {"cantonese": {"url": cantonese, "protocol": "vosk"}},
                "engine_for_language": {"yue": "cantonese"},
            }
        )
        recognizer = await open_recognizer(session, settings)
        texts = []
        for language in ("yue", "yue-hk", "zh", None):
            stream = await recognizer.for_language(language).open(PAIN)
            await feed(stream, SPEECH, 2)
            texts.append((await stream.finish()).raw_text)
            await stream.close()
    assert texts == ["係", "係", "可以", "可以"]
