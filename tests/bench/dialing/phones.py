"""`python -m tests.bench.dialing.phones PORT OUT KIND SEED RUNTIME`: the patients' telephones, as a process.

KIND is `hangup` (answers and hangs up at once) or `brief` (lets the robot finish, then says one word). A line of JSON
goes to OUT for each call that was answered and for each that ended, with its wall second.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from ari_app.lab.g711 import Codec
from ari_app.lab.patient_script import DEFAULT_VOICE
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.rtp import PACKET_SECONDS
from ari_app.lab.sip_call import Answering, Call
from ari_app.lab.telephone_line import pink_noise, to_pcm
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.telemetry.logging import configure_logging
from tests.bench.capacity.crowd import READY
from tests.bench.capacity.lean_rtp import LeanPhone, LeanRtp, packets

SAYS = "可以"
QUIET_SECONDS = 0.45
"""The robot pauses less between two sentences."""
REACTION_SECONDS = (0.05, 0.25)
LEAST_ROBOT_PACKETS = 8


class Telephones:
    """All of them behind one port. `voice` are the packets of the word, by codec."""

    def __init__(self, phone: LeanPhone, out: TextIO, seed: int, sounds: Sounds | None) -> None:
        self._phone, self._out, self._sounds = phone, out, sounds
        self._chance = random.Random(seed)
        self._due: dict[Call, float] = {}

    async def take(self) -> None:
        """Meet the calls that come."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await self._phone.next_call(86_400)
                tasks.create_task(self._meet(call), name=f"phone-{call.called}")

    async def _meet(self, call: Call) -> None:
        stream = self._phone.streams[call]
        await asyncio.wait(
            [asyncio.create_task(each.wait(), name="phone-event") for each in (call.answered, call.ended)],
            return_when=asyncio.FIRST_COMPLETED,
        )
        if call.answered.is_set():
            self._tell("answered", call)
            if self._sounds is None:
                await call.hang_up()
            elif stream.codec is not None:
                stream.noise = self._sounds.noise(stream.codec)
        await call.ended.wait()
        self._tell("ended", call)
        del self._phone.streams[call]
        self._phone.calls.remove(call)

    def _tell(self, what: str, call: Call) -> None:
        entry = {"at": time.time(), "what": what, "number": call.called, "reason": call.end_reason}
        self._out.write(json.dumps(entry) + "\n")
        self._out.flush()

    async def tick(self) -> None:
        """A packet of each talk every 20 ms; a late tick is caught up."""
        due = time.monotonic()
        while True:
            now = time.monotonic()
            for call, stream in list(self._phone.streams.items()):
                if call.answered.is_set() and stream.noise:
                    stream.send_next()
                    self._listen(call, stream, now)
            due += PACKET_SECONDS
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _listen(self, call: Call, stream: LeanRtp, now: float) -> None:
        if stream.voice:
            stream.loud_packets = 0
        elif stream.loud_packets < LEAST_ROBOT_PACKETS or now - stream.last_loud < QUIET_SECONDS:
            self._due.pop(call, None)
        elif call not in self._due:
            self._due[call] = now + self._chance.uniform(*REACTION_SECONDS)
        elif now >= self._due[call] and self._sounds is not None and stream.codec is not None:
            stream.voice.extend(self._sounds.word(stream.codec))
            stream.loud_packets = 0
            del self._due[call]


class Sounds:
    """The word and the line's noise, as packets."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._pcm = telephone_sounds(files, LineQuality())[SAYS]
        self._quiet = to_pcm(pink_noise(4.0, -55.0, np.random.default_rng(1)))
        self._made: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {}

    def word(self, codec: Codec) -> Sequence[bytes]:
        """What is said."""
        return self._both(codec)[0]

    def noise(self, codec: Codec) -> Sequence[bytes]:
        """What is heard when nothing is said."""
        return self._both(codec)[1]

    def _both(self, codec: Codec) -> tuple[Sequence[bytes], Sequence[bytes]]:
        if codec.name not in self._made:
            self._made[codec.name] = packets(self._pcm, codec), packets(self._quiet, codec)
        return self._made[codec.name]


async def _render(runtime: Path) -> Sounds:
    voice = KokoroVoice(runtime / "models" / "kokoro", workers=1)
    try:
        cache = PromptCache(runtime / "prompts", voice, name=DEFAULT_VOICE, speed=1.0)
        return Sounds(await cache.ensure([SAYS]))
    finally:
        await voice.close()


async def _run(port: int, out: Path, kind: str, seed: int, runtime: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sounds = await _render(runtime) if kind == "brief" else None
    with out.open("w", encoding="utf-8") as file:
        async with LeanPhone.open(port=port, answering=lambda called, headers: Answering()) as phone:
            assert isinstance(phone, LeanPhone)
            phone.streams = {}
            phones = Telephones(phone, file, seed, sounds)
            tasks = [asyncio.create_task(phones.take(), name="take")]
            if sounds is not None:
                tasks.append(asyncio.create_task(phones.tick(), name="tick"))
            print(READY, flush=True)
            stopping = asyncio.create_task(stop.wait(), name="stop")
            await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(_run(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), Path(sys.argv[5])))
