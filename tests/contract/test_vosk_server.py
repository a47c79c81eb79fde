"""With `speech.asr_protocol = "vosk"` the robot hears through a vosk-server, over its real websocket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from ari_app.config.settings import SpeechSettings
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import RecognitionStream
from ari_app.wiring.node import recognizer_of
from tests.contract.vosk_server import CONFIDENCE, SILENCE_PIECES, VoskServer, vosk_server

PAIN = Expectation("pain_vas", QType.NRS, "请问您现在的疼痛程度？", ())
SPEECH, SILENCE = b"\x01" * 640, bytes(640)


@asynccontextmanager
async def hearing(*words: str) -> AsyncIterator[tuple[VoskServer, RecognitionStream]]:
    async with vosk_server(words) as (server, url), aiohttp.ClientSession() as session:
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


@pytest.mark.parametrize("protocol", ["vosk", "extended"])
async def test_the_wrong_protocol_is_told_before_any_call(protocol: str) -> None:
    async with vosk_server(()) as (_, url), aiohttp.ClientSession() as session:
        settings = SpeechSettings.model_validate({"asr_url": url, "asr_protocol": protocol})
        if protocol == "vosk":
            await recognizer_of(session, settings).check()
        else:
            with pytest.raises(Unavailable, match="asr_protocol"):
                await recognizer_of(session, settings).check()
