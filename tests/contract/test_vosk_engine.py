"""What only an engine that hears while the patient speaks can do: Vosk, its real library and a real model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from ari_app.core.errors import Unavailable
from ari_app.speech.remote_recognizer import RemoteRecognizer
from ari_app.speech.served_utterance import MOST_BEHIND_SECONDS
from tests.contract.speech_engines import KOREAN, EngineCase, vosk_case
from tests.contract.speech_processes import asr_output, recognizer_process
from tests.contract.test_recognizer_contract import Parts

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIECE = 6400
PIECE_SECONDS = 0.2


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def parts() -> AsyncIterator[Parts]:
    case: EngineCase = await vosk_case()
    async with (
        recognizer_process(models=case.models, engine=case.name) as url,
        aiohttp.ClientSession() as session,
    ):
        yield Parts(case, url, session)


@pytest.mark.req("M01-004")
async def test_words_come_while_the_patient_still_speaks(parts: Parts) -> None:
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(None)
    seen = []
    for start in range(0, len(parts.case.audio), PIECE):
        await stream.feed(parts.case.audio[start : start + PIECE])
        if (so_far := await stream.hypothesis()) is not None:
            seen.append(so_far.text)
    final = await stream.finish()
    await stream.close()
    spoken = round((parts.seconds - 0.5) / PIECE_SECONDS)
    early = [text for text in seen[: spoken - 2] if text]
    assert len(set(early)) >= 2, seen
    assert final.text == parts.case.text


async def test_the_final_is_there_when_the_audio_is(parts: Parts) -> None:
    """All but the last piece was heard while it came, so little is left to do at the end."""
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(None)
    for start in range(0, len(parts.case.audio), PIECE):
        await stream.feed(parts.case.audio[start : start + PIECE])
    await stream.hypothesis()
    began = asyncio.get_running_loop().time()
    await stream.finish()
    await stream.close()
    assert asyncio.get_running_loop().time() - began < 0.5


async def test_a_plain_client_gets_a_result_where_the_engine_finds_an_end(parts: Parts) -> None:
    pcm = parts.case.audio + bytes(32_000)
    replies = []
    async with parts.session.ws_connect(parts.url) as socket:
        await socket.send_str('{"config" : {"sample_rate" : 16000}}')
        for start in range(0, len(pcm), PIECE):
            await socket.send_bytes(pcm[start : start + PIECE])
            replies.append(await socket.receive_json(timeout=30))
        await socket.send_str('{"eof" : 1}')
        final = await socket.receive_json(timeout=30)
    (result,) = [reply for reply in replies if "text" in reply]
    assert result["text"] == parts.case.text
    assert [word["word"] for word in result["result"]] == parts.case.text.split()
    assert final["text"] == ""
    assert any(reply.get("partial") for reply in replies)


async def test_who_is_behind_refuses_further_utterances_and_hears_those_it_has(parts: Parts) -> None:
    """More than one core can hear: whoever comes late is refused at once, and the keys are offered."""
    remote = RemoteRecognizer(parts.session, parts.url, deadline_s=60)
    early = [await remote.open(None) for _ in range(12)]
    for stream in early:
        await stream.feed(parts.case.audio * 4)
    await tells(parts, lambda state: state["behind_ms"] > MOST_BEHIND_SECONDS * 1000)
    late = await remote.open(None)
    await late.feed(parts.case.audio)
    began = asyncio.get_running_loop().time()
    assert await late.hypothesis() is None
    with pytest.raises(Unavailable, match="busy"):
        await late.finish()
    assert asyncio.get_running_loop().time() - began < 1.0
    for stream in (late, *early[1:]):
        await stream.close()
    assert (await early[0].finish()).text.startswith(parts.case.text)
    await early[0].close()
    state = await tells(parts, lambda state: not state["streams"] and not state["decoding"])
    assert (state["waiting"], state["behind_ms"]) == (0, 0)


async def tells(parts: Parts, is_so: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    """Wait until the recognizer tells such numbers of itself."""
    told: dict[str, int] = {}
    for _ in range(600):
        async with parts.session.get(parts.url.replace("ws", "http") + "/health") as answer:
            told = json.loads(await answer.text())
        if is_so(told):
            return told
        await asyncio.sleep(0.05)
    raise AssertionError(told)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
async def test_a_model_that_cannot_be_used_is_one_line(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "vosk" / "some-model"
    for source in KOREAN.rglob("*"):
        copy = folder / source.relative_to(KOREAN)
        if source.is_dir():
            copy.mkdir(parents=True)
        else:
            copy.symlink_to(source)
    model = folder / "am" / "final.mdl"
    begin = model.read_bytes()[:1_000_000]
    model.unlink()
    match damage:
        case "empty":
            model.touch()
        case "cut":
            model.write_bytes(begin)
        case _:
            pass
    status, errors = await asr_output(["--models", str(tmp_path), "--port", "0"])
    assert status == 1
    assert "Traceback" not in errors
    assert errors.splitlines()[-2].startswith("ari-app: the ")
    assert str(folder) in errors
    assert "mend:" in errors
