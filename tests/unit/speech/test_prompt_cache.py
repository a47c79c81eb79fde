"""The prompt cache and the voices before the synthetic one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest

from ari_app.core.errors import Damaged, Unavailable, WrongInput
from ari_app.speech import prompt_cache
from ari_app.speech.audio import SAMPLE_RATE, to_pcm, write_wav
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voice_chain import VoiceChain
from ari_app.speech.wav_folder_voice import WavFolderVoice, sentence_hash


class ToneVoice:
    """Speaks a tone of 100 ms per character; refuses a sentence with 坏."""

    def __init__(self, mark: str = "tone:1") -> None:
        self.mark = mark
        self.spoken: list[tuple[str, str, float]] = []

    def fingerprint(self, text: str) -> str:
        return self.mark

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        if "坏" in text:
            raise WrongInput("no pronunciation")
        self.spoken.append((text, voice, speed))
        at = np.arange(len(text) * SAMPLE_RATE // 10) / SAMPLE_RATE
        return to_pcm((0.3 * np.sin(2 * np.pi * 300 * at)).astype(np.float32))

    async def close(self) -> None: ...


class GatedVoice(ToneVoice):
    """Speaks only once the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.gate = asyncio.Event(), asyncio.Event()

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        self.began.set()
        await self.gate.wait()
        return await super().synthesize(text, voice=voice, speed=speed)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def cache(folder: Path, voice: ToneVoice, name: str = "a", speed: float = 1.0) -> PromptCache:
    return PromptCache(folder, voice, name=name, speed=speed)


@pytest.mark.req("M06-001")
async def test_each_sentence_is_rendered_once(tmp_path: Path) -> None:
    voice = ToneVoice()
    steps: list[tuple[int, int]] = []
    made = await cache(tmp_path, voice).ensure(["您好。", "再见。", "您好。"], lambda *at: steps.append(at))
    assert sorted(text for text, _, _ in voice.spoken) == ["再见。", "您好。"]
    assert {(name, speed) for _, name, speed in voice.spoken} == {("a", 1.0)}
    assert steps == [(0, 2), (1, 2), (2, 2)]
    again = await cache(tmp_path, voice).ensure(["您好。", "再见。"])
    assert len(voice.spoken) == 2
    assert again == made
    assert files_in(tmp_path) == sorted(made.values())


async def test_a_rendered_sentence_is_loaded_as_it_was(tmp_path: Path) -> None:
    voice = ToneVoice()
    prompts = cache(tmp_path, voice)
    await prompts.ensure(["您好。"])
    assert prompts.load("您好。") == await voice.synthesize("您好。", voice="a", speed=1.0)
    with pytest.raises(Unavailable):
        prompts.load("没有渲染。")


@pytest.mark.req("M06-001")
async def test_the_key_holds_voice_speed_text_and_engine(tmp_path: Path) -> None:
    first = cache(tmp_path, ToneVoice()).path("您好。")
    others = {
        cache(tmp_path, ToneVoice(), name="b").path("您好。"),
        cache(tmp_path, ToneVoice(), speed=1.1).path("您好。"),
        cache(tmp_path, ToneVoice("tone:2")).path("您好。"),
        cache(tmp_path, ToneVoice()).path("再见。"),
    }
    assert len(others) == 4
    assert first not in others
    assert cache(tmp_path, ToneVoice()).path("您好。") == first


@pytest.mark.parametrize("damage", [b"", b"RIFF", None])
async def test_a_damaged_file_is_rendered_again(tmp_path: Path, damage: bytes | None) -> None:
    voice = ToneVoice()
    prompts = cache(tmp_path, voice)
    path = (await prompts.ensure(["您好。"]))["您好。"]
    whole = path.read_bytes()
    path.write_bytes(whole[:-100] if damage is None else damage)
    with pytest.raises(Damaged):
        prompts.load("您好。")
    await prompts.ensure(["您好。"])
    assert path.read_bytes() == whole


async def test_what_cannot_be_spoken_is_told_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(WrongInput):
        await cache(tmp_path, ToneVoice()).ensure(["坏"])
    assert files_in(tmp_path) == []


async def test_a_recording_wins_over_the_voice(tmp_path: Path) -> None:
    recordings = tmp_path / "recorded"
    recordings.mkdir()
    pcm = to_pcm(np.full(1600, 0.1, np.float32))
    (recordings / "greeting.wav").write_bytes(write_wav(pcm))
    (recordings / f"{sentence_hash('再见。')}.wav").write_bytes(write_wav(pcm + pcm))
    (recordings / "谢谢。.wav").write_bytes(write_wav(pcm + pcm + pcm))
    (recordings / "index.json").write_text(json.dumps({"您好。": "greeting.wav"}), "utf-8")
    voice = ToneVoice()
    chain = VoiceChain((WavFolderVoice(recordings), voice))
    prompts = PromptCache(tmp_path / "prompts", chain, name="a", speed=1.0)
    await prompts.ensure(["您好。", "再见。", "谢谢。", "请讲。"])
    assert [len(prompts.load(text)) // len(pcm) for text in ("您好。", "再见。", "谢谢。")] == [1, 2, 3]
    assert [text for text, _, _ in voice.spoken] == ["请讲。"]


async def test_a_new_recording_takes_the_place_of_the_old(tmp_path: Path) -> None:
    (tmp_path / "您好。.wav").write_bytes(write_wav(to_pcm(np.full(1600, 0.1, np.float32))))
    before = WavFolderVoice(tmp_path).fingerprint("您好。")
    (tmp_path / "您好。.wav").write_bytes(write_wav(to_pcm(np.full(1600, 0.2, np.float32))))
    assert WavFolderVoice(tmp_path).fingerprint("您好。") != before


async def test_a_chain_without_a_voice_for_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await VoiceChain((WavFolderVoice(tmp_path),)).synthesize("长" * 300 + "/", voice="a", speed=1.0)


@pytest.mark.parametrize("index", ["[", "[1]", '{"您好。": 1}', '{"您好。": "gone.wav"}'])
def test_a_wrong_index_is_told(tmp_path: Path, index: str) -> None:
    (tmp_path / "index.json").write_text(index, "utf-8")
    with pytest.raises(Damaged):
        WavFolderVoice(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        WavFolderVoice(tmp_path / "gone")


async def test_calls_share_what_was_read_and_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    prompts = cache(tmp_path, ToneVoice())
    await prompts.ensure(["您好。"])
    first = prompts.load("您好。")
    assert prompts.load("您好。") is first
    prompts.path("您好。").write_bytes(write_wav(b"\1\0" * 800))
    assert prompts.load("您好。") == b"\1\0" * 800


async def test_what_is_kept_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_cache, "KEPT_BYTES", 1)
    prompts = cache(tmp_path, ToneVoice())
    await prompts.ensure(["您好。", "再见。"])
    first = prompts.load("您好。")
    prompts.load("再见。")
    again = prompts.load("您好。")
    assert again == first
    assert again is not first


async def test_calls_that_begin_together_render_each_sentence_once(tmp_path: Path) -> None:
    voice = ToneVoice()
    prompts = cache(tmp_path, voice)
    await asyncio.gather(*(prompts.ensure(["您好。", "再见。", f"{number}号。"]) for number in range(4)))
    assert sorted(text for text, _, _ in voice.spoken) == [
        "0号。",
        "1号。",
        "2号。",
        "3号。",
        "再见。",
        "您好。",
    ]


async def test_who_waited_for_a_sentence_renders_it_when_the_other_gave_up(tmp_path: Path) -> None:
    voice = GatedVoice()
    prompts = cache(tmp_path, voice)
    first = asyncio.create_task(prompts.ensure(["您好。"]))
    await voice.began.wait()
    second = asyncio.create_task(prompts.ensure(["您好。"]))
    await asyncio.sleep(0)
    first.cancel()
    voice.gate.set()
    await second
    assert prompts.load("您好。")
