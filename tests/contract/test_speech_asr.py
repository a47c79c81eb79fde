"""The recognizer process, spoken to over its real websocket with real speech."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import Flag, QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.danger_suspected import suspected_in
from ari_app.language.expectation import expected_phrases
from ari_app.speech.port import Transcript
from ari_app.speech.remote_recognizer import RemoteRecognizer
from tests.contract.speech_processes import MODELS, asr_output, kokoro, recognizer_process
from tests.unit.speech.telephone import telephone

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAME = 640
PAIN = Expectation("pain_vas", QType.NRS, "请问您现在的疼痛程度？", expected_phrases(QType.NRS, {}))
SAID = {
    "pain": "大概五分",
    "remark": "今天天气不错，我刚吃完饭",
    "danger": "我不想活了",
    "blurred": "夜里憋醒了，坐起来才能喘口气",
}
VOICES = {"blurred": "zf_xiaoxiao"}


@dataclass(frozen=True, slots=True)
class Parts:
    url: str
    session: aiohttp.ClientSession
    audio: dict[str, bytes]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def parts() -> AsyncIterator[Parts]:
    async with kokoro() as voice:
        audio = {
            name: telephone(
                await voice.synthesize(text, voice=VOICES.get(name, "zf_xiaobei"), speed=1.0), seed=1
            )
            for name, text in SAID.items()
        }
    async with recognizer_process() as url, aiohttp.ClientSession() as session:
        yield Parts(url, session, audio)


@pytest.mark.req("M01-004")
async def test_hypothesis_and_final_come_with_times_and_confidence(parts: Parts) -> None:
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(PAIN)
    pcm = parts.audio["pain"]
    for start in range(0, len(pcm), FRAME):
        await stream.feed(pcm[start : start + FRAME])
    hypothesis = await stream.hypothesis()
    await stream.feed(bytes(FRAME * 10))
    began = asyncio.get_running_loop().time()
    final = await stream.finish()
    took = asyncio.get_running_loop().time() - began
    await stream.close()
    await stream.close()
    assert hypothesis is not None
    assert (hypothesis.text, hypothesis.final) == (SAID["pain"], False)
    assert (final.text, final.final) == (SAID["pain"], True)
    assert final.confidence == hypothesis.confidence >= 0.6
    assert took < 0.5, "silence after a hypothesis must not be decoded again"


async def final_of(parts: Parts, pcm: bytes) -> Transcript:
    """What one utterance is, on a connection that is closed again."""
    stream = await RemoteRecognizer(parts.session, parts.url, deadline_s=30).open(PAIN)
    try:
        await stream.feed(pcm)
        return await stream.finish()
    finally:
        await stream.close()


async def test_a_remark_keeps_its_words(parts: Parts) -> None:
    final = await final_of(parts, parts.audio["remark"])
    assert "我刚吃完饭" in final.text


async def test_danger_is_heard_at_any_question(parts: Parts) -> None:
    final = await final_of(parts, parts.audio["danger"])
    assert any("不想活了" in text for text in (final.text, *final.alternatives))


async def test_what_no_question_makes_sense_of_is_looked_at_for_a_danger(parts: Parts) -> None:
    final = await final_of(parts, parts.audio["blurred"])
    assert suspected_in((final.raw_text, *final.others)) == (Flag.EMERGENCY,)
    assert final.others
    assert (await final_of(parts, parts.audio["pain"])).others == ()


async def test_overload_is_refused_not_queued_for_ever(parts: Parts) -> None:
    remote = RemoteRecognizer(parts.session, parts.url, deadline_s=60)
    streams = [await remote.open(None) for _ in range(12)]
    for stream in streams:
        await stream.feed(parts.audio["remark"])

    async def finish(number: int) -> str:
        try:
            return (await streams[number].finish()).text
        except Unavailable as error:
            return error.code
        finally:
            await streams[number].close()

    outcomes = await asyncio.gather(*(finish(number) for number in range(len(streams))))
    assert outcomes.count("busy") == 3, "one decodes, eight wait"
    assert all("我刚吃完饭" in text for text in outcomes if text != "busy")
    async with parts.session.get(parts.url.replace("ws", "http") + "/health") as health:
        state = json.loads(await health.text())
    assert (state["status"], state["decoding"], state["waiting"]) == ("ok", 0, 0)


async def test_nobody_there_is_told(parts: Parts, unused_tcp_port: int) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        await RemoteRecognizer(parts.session, f"ws://127.0.0.1:{unused_tcp_port}").open(None)


@pytest.mark.parametrize("damage", ["missing", "empty", "checksum", "cut"])
async def test_a_model_that_cannot_be_used_is_one_line(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "whisper-base"
    shutil.copytree(MODELS / "whisper-base", folder)
    model = folder / "model.bin"
    match damage:
        case "missing":
            model.unlink()
        case "empty":
            model.write_bytes(b"")
        case "checksum":
            (folder / "SHA256SUMS").write_text(f"{'0' * 64}  config.json\n")
        case _:
            model.write_bytes(model.read_bytes()[:1_000_000])
    status, errors = await asr_output(["--models", str(tmp_path), "--port", "0"])
    assert status == 1
    assert "Traceback" not in errors
    first = errors.splitlines()[0]
    assert first.startswith("ari-app: the ")
    assert str(folder) in first
    assert "mend:" in errors


async def test_a_taken_port_is_one_line(parts: Parts) -> None:
    port = parts.url.rsplit(":", 1)[1]
    status, errors = await asr_output(["--models", str(MODELS), "--port", port])
    assert status == 1
    assert "cannot listen" in errors
    assert "Traceback" not in errors
