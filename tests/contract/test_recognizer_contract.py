"""The recognizer process over its real websocket, the same suite with every engine and its real model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from ari_app.core.errors import Unavailable
from ari_app.speech.audio import SAMPLE_RATE, to_pcm, to_samples
from ari_app.speech.remote_recognizer import RemoteRecognizer
from ari_app.speech.resample import resample
from tests.contract.speech_engines import CASES, EngineCase
from tests.contract.speech_processes import recognizer_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAME = 640


@dataclass(frozen=True, slots=True)
class Parts:
    case: EngineCase
    url: str
    session: aiohttp.ClientSession

    @property
    def seconds(self) -> float:
        """How long the utterance is, margins included."""
        return len(self.case.audio) / 2 / SAMPLE_RATE


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=sorted(CASES))
async def parts(request: pytest.FixtureRequest) -> AsyncIterator[Parts]:
    case = await CASES[request.param]()
    async with (
        recognizer_process(models=case.models, engine=case.name) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Parts(case, url, session)


@pytest.mark.req("M01-004")
async def test_a_plain_vosk_client_is_served(parts: Parts) -> None:
    pcm = parts.case.audio
    texts, words = list[str](), list[dict[str, float]]()
    async with parts.session.ws_connect(parts.url) as socket:
        await socket.send_str('{"config" : {"sample_rate" : 16000}}')
        for start in range(0, len(pcm), 8000):
            await socket.send_bytes(pcm[start : start + 8000])
            reply = await socket.receive_json(timeout=30)
            assert reply.keys() >= {"partial"} or reply.keys() >= {"text", "result"}
            texts.append(reply.get("text", ""))
            words += reply.get("result", [])
        await socket.send_str('{"eof" : 1}')
        final = await socket.receive_json(timeout=30)
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    words += final["result"]
    heard = " ".join(text for text in (*texts, final["text"]) if text)
    if parts.case.name == "pocketsphinx":
        assert heard == "", "it hears nothing but what is expected, and a plain client cannot tell that"
        return
    assert heard == parts.case.text
    assert {"conf", "start", "end", "word"} == set().union(*words)
    assert all(0 <= word["start"] < word["end"] <= parts.seconds for word in words)


@pytest.mark.parametrize("extended", [True, False])
async def test_a_check_finds_either_protocol_served(parts: Parts, extended: bool) -> None:
    await RemoteRecognizer(parts.session, parts.url, extended=extended, deadline_s=30).check()


@pytest.mark.req("M01-004")
async def test_hypothesis_and_final_come_with_times_and_confidence(parts: Parts) -> None:
    case = parts.case
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(case.expectation)
    for start in range(0, len(case.audio), FRAME):
        await stream.feed(case.audio[start : start + FRAME])
    hypothesis = await stream.hypothesis()
    await stream.feed(bytes(FRAME * 10))
    final = await stream.finish()
    await stream.close()
    await stream.close()
    assert hypothesis is not None
    assert hypothesis.text
    assert not hypothesis.final
    assert (final.text, final.final) == (case.text, True)
    assert 0 < final.confidence <= 1
    assert case.sure is None or (final.confidence >= 0.6) is case.sure
    assert 300 < final.start_ms < 800
    assert final.end_ms == pytest.approx(parts.seconds * 1000 - 500, abs=350)
    assert final.words
    assert [word.start_ms for word in final.words] == sorted(word.start_ms for word in final.words)


async def test_a_stop_in_the_middle_does_not_end_the_utterance(parts: Parts) -> None:
    """Engines end at half a second of silence by themselves; when a patient has finished is the caller's to say."""
    case = parts.case
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(case.expectation)
    for _ in range(2):
        await stream.feed(case.audio + bytes(SAMPLE_RATE * 2))
    final = await stream.finish()
    await stream.close()
    assert final.end_ms > parts.seconds * 1000 + 1000, "the second half is in it"
    if case.name == "vosk":
        assert final.text.startswith(case.text)
        assert len(final.text) > len(case.text)


async def test_silence_is_no_text(parts: Parts) -> None:
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(parts.case.expectation)
    await stream.feed(bytes(64_000))
    hypothesis = await stream.hypothesis()
    final = await stream.finish()
    await stream.close()
    assert hypothesis is None or hypothesis.text == ""
    assert (final.text, final.confidence) == ("", 0.0)


async def test_an_utterance_without_audio_is_no_text(parts: Parts) -> None:
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(None)
    final = await stream.finish()
    await stream.close()
    assert (final.text, final.confidence) == ("", 0.0)


async def test_an_8_khz_line_is_served_and_reset_begins_a_new_utterance(parts: Parts) -> None:
    case = parts.case
    pcm = to_pcm(resample(to_samples(case.audio), SAMPLE_RATE, 8000))
    wanted = {"qtype": case.expectation.qtype.value, "phrases": list(case.expectation.phrases)}
    async with parts.session.ws_connect(parts.url) as socket:
        config = {"sample_rate": 8000, "expectation": wanted, "deadline_ms": 30_000}
        await socket.send_json({"config": config})
        await socket.send_bytes(pcm)
        await socket.send_str('{"reset" : 1}')
        first = await socket.receive_json(timeout=30)
        assert first["text"]
        assert first["end_ms"] == pytest.approx(parts.seconds * 1000 - 500, abs=400)
        await socket.send_str('{"eof" : 1}')
        assert (await socket.receive_json(timeout=30))["text"] == "", "reset begins a new utterance"


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        "[1]",
        '{"what": 1}',
        '{"config": {"sample_rate": 11025}}',
        '{"config": {"expectation": {"qtype": "nonsense"}}}',
        '{"config": {"deadline_ms": -1}}',
    ],
)
async def test_a_message_that_cannot_be_used_is_told(parts: Parts, message: str) -> None:
    async with parts.session.ws_connect(parts.url) as socket:
        await socket.send_str(message)
        assert (await socket.receive_json(timeout=5))["error"] == "bad_request"
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


async def test_an_endless_utterance_is_cut_off(parts: Parts) -> None:
    async with parts.session.ws_connect(parts.url) as socket:
        await socket.send_json({"config": {"expectation": None}})
        for _ in range(130):
            await socket.send_bytes(bytes(32_000))
        assert (await socket.receive_json(timeout=10))["error"] == "too_long"


async def test_it_tells_its_state(parts: Parts) -> None:
    idle = {"status": "ok", "engine": parts.case.name.value, "streams": 0, "decoding": 0, "waiting": 0}
    state: dict[str, object] = {}
    for _ in range(100):
        async with parts.session.get(parts.url.replace("ws", "http") + "/health") as health:
            state = json.loads(await health.text())
        if not state["streams"] and not state["decoding"]:
            break
        await asyncio.sleep(0.1)
    assert state == idle | {"parallel": 1, "behind_ms": 0}


async def test_a_missed_deadline_is_told(parts: Parts) -> None:
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=0.02).open(parts.case.expectation)
    await stream.feed(parts.case.audio * 3)
    with pytest.raises(Unavailable):
        await stream.finish()
    await stream.close()
