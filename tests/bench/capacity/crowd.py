"""`python -m tests.bench.capacity.crowd PORT OUT`: the patients of all calls, in a process of their own.

Each lets the robot finish, then speaks, in the order of the questions. Lines of JSON go to OUT: the wait from the end
of a patient's voice to the robot's, and each second how many calls there are and how many of their patients speak.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from ari_app.lab.g711 import Codec, Pcm
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.rtp import PACKET_SECONDS
from ari_app.lab.sip_call import Answering, Call
from ari_app.lab.telephone_line import pink_noise, to_pcm, voiced_span
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.telemetry.logging import configure_logging
from tests.bench.capacity.lean_rtp import LeanPhone, LeanRtp, packets

# so long that a patient speaks about a fifth of the time
ANSWERS = (
    *("可以的 没有问题 你说吧 我听着呢", "对 我就是李秀英本人 你说吧", "我的生日是八月二号 就是八月二号"),
    *("可以 没有问题 你们保存就是了", "现在大概是三分吧 比前两天好一些了", "今天早上量的 三十六度八 不发烧"),
    *("伤口挺干的 长得很好 没什么事", "吃饭正常 跟平常一样 胃口挺好", "大便正常 每天一次 没有问题"),
    *("药每天都按时吃了 一次也没有漏", "没有别的不舒服了 都挺好的"),
)
VOICES = ("zf_xiaobei", "zf_xiaoyi", "zm_yunyang")
QUIET_SECONDS = 0.6
REACTION_SECONDS = (0.1, 0.5)
LEAST_ROBOT_PACKETS = 15
READY = "crowd ready"


class Patient:
    """One call; asked for its state at each packet."""

    def __init__(self, stream: LeanRtp, sounds: Sequence[Pcm], chance: random.Random) -> None:
        self.stream = stream
        self._sounds = sounds
        self._chance = chance
        self._said = 0
        self._due: float | None = None
        self._voice_ends: float | None = None

    @property
    def speaks(self) -> bool:
        """Whether his voice is under way."""
        return bool(self.stream.voice)

    def step(self, now: float, encoded: Mapping[int, Sequence[bytes]]) -> float | None:
        """Decide what to do; gives a wait in milliseconds when the robot has just begun to answer."""
        stream = self.stream
        if self.speaks:
            stream.loud_packets = 0
            return None
        if self._voice_ends is not None:
            if stream.last_loud <= self._voice_ends:
                return None
            waited = (stream.last_loud - self._voice_ends) * 1000
            self._voice_ends = None
            return waited
        if self._said >= len(self._sounds):
            return None
        quiet = now - stream.last_loud
        if stream.loud_packets < LEAST_ROBOT_PACKETS or quiet < QUIET_SECONDS:
            self._due = None
        elif self._due is None:
            self._due = now + self._chance.uniform(*REACTION_SECONDS)
        elif now >= self._due:
            self._speak(now, encoded)
        return None

    def _speak(self, now: float, encoded: Mapping[int, Sequence[bytes]]) -> None:
        sound = self._sounds[self._said]
        span = voiced_span(sound)
        self.stream.voice.extend(encoded[id(sound)])
        self.stream.loud_packets = 0
        self._voice_ends = now + (span[1] if span else 0.0)
        self._due = None
        self._said += 1


class Crowd:
    """All of them. `voices` holds what each kind of patient says, in order."""

    def __init__(self, phone: LeanPhone, voices: Sequence[Sequence[Pcm]], out: TextIO) -> None:
        self._phone = phone
        self._voices = voices
        self._out = out
        self._noise = to_pcm(pink_noise(4.0, -55.0, np.random.default_rng(1)))
        self._encoded: dict[str, dict[int, Sequence[bytes]]] = {}
        self._patients: dict[Call, Patient] = {}
        self._chance = random.Random(7)

    async def welcome(self) -> None:
        """Take the calls that come."""
        while True:
            call = await self._phone.next_call(86_400)
            stream = self._phone.streams[call]
            codec = stream.codec
            if codec is None:
                continue
            stream.noise = self._encodings(codec)[id(self._noise)]
            voice = self._voices[len(self._phone.calls) % len(self._voices)]
            self._patients[call] = Patient(stream, voice, self._chance)

    async def tick(self) -> None:
        """A packet of each call every 20 ms; a late tick is caught up."""
        due = time.monotonic()
        told = due
        late: list[float] = []
        while True:
            now = time.monotonic()
            late.append((now - due) * 1000)
            self._step(now)
            if now - told >= 1.0:
                self._tell(now, late)
                told, late = now, []
            due += PACKET_SECONDS
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _step(self, now: float) -> None:
        for call, patient in list(self._patients.items()):
            if call.ended.is_set():
                del self._patients[call], self._phone.streams[call]
                self._phone.calls.remove(call)
                continue
            if not call.answered.is_set() or patient.stream.codec is None:
                continue
            patient.stream.send_next()
            waited = patient.step(now, self._encodings(patient.stream.codec))
            if waited is not None:
                self._out.write(json.dumps({"at": now, "waited_ms": round(waited)}) + "\n")

    def _tell(self, now: float, late: Sequence[float]) -> None:
        answered = [each for call, each in self._patients.items() if call.answered.is_set()]
        entry = {
            "at": now,
            "calls": len(answered),
            "speaking": sum(1 for each in answered if each.speaks),
            "late_ms": round(max(late), 1),
        }
        self._out.write(json.dumps(entry) + "\n")
        self._out.flush()

    def _encodings(self, codec: Codec) -> Mapping[int, Sequence[bytes]]:
        if codec.name not in self._encoded:
            sounds = [self._noise, *(each for voice in self._voices for each in voice)]
            self._encoded[codec.name] = {id(each): packets(each, codec) for each in sounds}
        return self._encoded[codec.name]


async def render(runtime: Path) -> Sequence[Sequence[Pcm]]:
    """What the patients say, by voice."""
    voice = KokoroVoice(runtime / "models" / "kokoro", workers=1)
    found = []
    try:
        for name in VOICES:
            files = await PromptCache(runtime / "prompts", voice, name=name, speed=1.0).ensure(ANSWERS)
            sounds = telephone_sounds(files, LineQuality())
            found.append([sounds[text] for text in ANSWERS])
    finally:
        await voice.close()
    return found


async def _run(port: int, out: Path, runtime: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    voices = await render(runtime)
    with out.open("w", encoding="utf-8") as file:
        async with LeanPhone.open(
            port=port, answering=lambda called, headers: Answering(after_seconds=0.2)
        ) as phone:
            assert isinstance(phone, LeanPhone)
            phone.streams = {}
            crowd = Crowd(phone, voices, file)
            tasks = [asyncio.create_task(each, name="crowd") for each in (crowd.welcome(), crowd.tick())]
            print(READY, flush=True)
            await asyncio.wait(
                [asyncio.create_task(stop.wait(), name="stop"), *tasks],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended


if __name__ == "__main__":
    configure_logging("warning")
    asyncio.run(_run(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
