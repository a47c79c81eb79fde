"""The test's end of an answered call: its ear, its voice and its keys."""

from __future__ import annotations

import asyncio
import time

import numpy as np

from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.sip_phone import Call
from tests.fakes.tone_voice import HERTZ, PATIENCE_HERTZ
from tests.fakes.vowels import vowels
from tests.support.desk_phone import OutgoingCall
from tests.support.telephone_audio import amplitude_at

LOUD = 1_500
QUIET_SECONDS = 0.45
PACKET_SECONDS = 0.02
VOICE_SECONDS = 0.6
# digital silence is no telephone line: after it the voice detector is late for a synthetic vowel by a syllable
LINE_NOISE = 20.0


class FarEnd:
    """The test's end of an answered call: listens until the robot is silent, then speaks or keys."""

    def __init__(self, line: Call | OutgoingCall) -> None:
        self._line = line
        self._line.set_background(np.random.default_rng(1).normal(0, LINE_NOISE, LINE_RATE).astype(np.int16))
        self._seen = 0

    async def listen(self, seconds: float = 8.0) -> None:
        """Wait until the robot has said something after our own words, and has been silent for a moment.

        A request for patience is nothing to answer, so it does not count. Silent by its own packets, which come in
        its pauses but not after its words: a machine that holds them back for a while makes no end out of a pause.
        """
        has_spoken, quiet_packets, last = False, 0, 0.0
        async with asyncio.timeout(seconds):
            while (
                not has_spoken or max(quiet_packets * PACKET_SECONDS, time.monotonic() - last) < QUIET_SECONDS
            ):
                await asyncio.sleep(PACKET_SECONDS)
                fresh = self._line.heard()[self._seen :]
                self._seen += len(fresh)
                for at, pcm in fresh:
                    last = at
                    has_spoken = has_spoken or (is_loud(pcm) and not asks_for_patience(pcm))
                    quiet_packets = 0 if is_loud(pcm) else quiet_packets + 1

    async def hears_within(self, seconds: float) -> None:
        """Wait for a sound. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            async for _, pcm in self._line.frames():
                if is_loud(pcm):
                    return

    async def speak(self, marker_hertz: float = 3_000.0) -> PlayHandle:
        """Say something that sounds like a voice, with a faint tone of its own in it; returns when it is said."""
        handle = self._line.play(marked_voice(marker_hertz))
        await handle.done.wait()
        self._seen = len(self._line.heard())
        return handle

    async def press(self, keys: str) -> None:
        """Press keys; returns when the last is released."""
        self._line.send_digits(keys)
        await self._line.released.wait()
        self._seen = len(self._line.heard())

    async def speaks_after_prompt(self, times: int = 1) -> None:
        """Let the robot finish and speak, so many times."""
        for _ in range(times):
            await self.listen()
            await self.speak()


class Patient(FarEnd):
    """The patient of a call that we placed."""

    def __init__(self, call: Call) -> None:
        super().__init__(call)
        self.call = call


def marked_voice(marker_hertz: float) -> Pcm:
    """Vowels for the voice detector, and a tone by which a test tells one utterance from another. 8 kHz."""
    voice = vowels(VOICE_SECONDS, LINE_RATE).astype(np.int32)
    at = np.arange(len(voice)) / LINE_RATE
    marked: Pcm = (voice + 200 * np.sin(2 * np.pi * marker_hertz * at)).astype(np.int16)
    return marked


def asks_for_patience(pcm: Pcm) -> bool:
    """Whether it is the tone by which the robot asks to wait, and not that of its other words."""
    return amplitude_at(pcm, PATIENCE_HERTZ) > amplitude_at(pcm, HERTZ)


def is_loud(pcm: Pcm) -> bool:
    """Whether something sounds in it."""
    return len(pcm) > 0 and int(np.abs(pcm.astype(np.int32)).max()) >= LOUD
