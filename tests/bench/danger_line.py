"""Calls on which nothing but the patient's talk happens: SIP phone, Asterisk, our ears, a real recognizer process."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ari_app.ari.client import Client
from ari_app.calls.ears import Ears
from ari_app.calls.signals import Overheard, Signal, Spoke
from ari_app.calls.speaker import Speaker
from ari_app.dialogue.commands import Expectation
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient_voice import LineQuality
from ari_app.lab.sip_phone import SipPhone
from ari_app.media.echo import WebRtcEcho
from ari_app.media.link import MediaSource
from ari_app.media.vad import VoiceActivityPool
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.speech.engine import EngineName
from ari_app.speech.port import Recognizer
from tests.support.media_line import RealLine, line_to

Condition = Literal["clean", "20 dB", "gsm"]
CONDITIONS: tuple[Condition, ...] = ("clean", "20 dB", "gsm")

_GSM = "gsm-line"
# quiet for so long: the patient has said it all
_OVER_SECONDS = 0.7
_MOST_SECONDS = 20.0
_LISTENING = re.compile(r"listening on (ws://\S+)")


@dataclass(frozen=True, slots=True)
class Final:
    """One finished utterance as the recognizer gave it; no `text` and `away` when it did not answer in time."""

    text: str
    raw_text: str = ""
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    away: bool = False
    waited_ms: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ears made of one sentence, in order: unfinished hypotheses (text alone) and finished utterances."""

    signals: tuple[str | Final, ...]


class TalkLine:
    """An answered call on which sentences are said one after the other."""

    def __init__(self, line: RealLine, ears: Ears, signals: list[Signal]) -> None:
        self._line = line
        self._ears = ears
        self._signals = signals

    async def say(self, sound: Pcm, expectation: Expectation) -> Heard:
        """Say one sentence while `expectation` is open, and wait until all of it is understood."""
        self._signals.clear()
        self._ears.expect(expectation)
        await self._line.call.play(sound).done.wait()
        quiet = 0.0
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOST_SECONDS):
                while quiet < _OVER_SECONDS:
                    await asyncio.sleep(0.1)
                    quiet = 0.0 if self._ears.is_hearing else quiet + 0.1
        heard = (_kept(signal) for signal in self._signals)
        return Heard(tuple(each for each in heard if each is not None))


@asynccontextmanager
async def open_talk(
    client: Client,
    source: MediaSource,
    phone: SipPhone,
    recognizer: Recognizer,
    detectors: VoiceActivityPool,
    number: str,
    condition: Condition,
    seed: int,
) -> AsyncIterator[TalkLine]:
    """A call to `number`. Over GSM, Asterisk codes the patient's voice so before it comes to the media channel."""
    is_gsm = condition == "gsm"
    endpoint = f"Local/{number}@{_GSM}/n" if is_gsm else f"PJSIP/{number}@followup-trunk"
    formats = "gsm" if is_gsm else None
    async with (
        detectors.lend() as detector,
        line_to(client, source, phone, endpoint, formats=formats) as line,
    ):
        noise = LineQuality(noise_snr_db=20.0 if condition == "20 dB" else 45.0, seed=seed)
        line.call.set_background(noise.noise())
        signals: list[Signal] = []
        now = asyncio.get_running_loop().time
        ears = Ears(
            line.media,
            recognizer,
            Speaker(line.media, {}),
            detector,
            WebRtcEcho(),
            signals.append,
            now,
        )
        ears.open()
        listening = asyncio.create_task(ears.run(), name="bench-ears")
        try:
            yield TalkLine(line, ears, signals)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


def add_gsm_line(asterisk: AsteriskInstance) -> None:
    """Numbers in the context of GSM lines lead to the trunk."""
    asterisk.cli(f"dialplan add extension _X.,1,Dial,PJSIP/${{EXTEN}}@followup-trunk into {_GSM}")


@contextmanager
def recognizer_process(engine: EngineName, models: Path, threads: int) -> Iterator[str]:
    """`ari-app asr` as a site runs it; yields its address."""
    command = [sys.executable, "-m", "ari_app", "asr", "--engine", engine.value, "--models", str(models)]
    process = subprocess.Popen(
        [*command, "--port", "0", "--threads", str(threads)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := _LISTENING.search(line):
                yield found[1]
                return
        raise RuntimeError("the recognizer did not start")
    finally:
        process.terminate()
        process.wait(20)


def _kept(signal: Signal) -> str | Final | None:
    match signal:
        case Overheard(text=text):
            return text
        case Spoke(transcript=None):
            return Final("", away=True)
        case Spoke(transcript=transcript, at=at, ended_at=ended_at) if transcript is not None:
            return Final(
                transcript.text,
                transcript.raw_text,
                transcript.confidence,
                transcript.alternatives,
                transcript.others,
                waited_ms=round((at - ended_at) * 1000),
            )
        case _:
            return None
