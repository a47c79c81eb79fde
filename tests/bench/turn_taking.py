"""`python -m tests.bench.turn_taking`: who stops the robot, and how fast, on a real line (JSON on standard output).

A SIP phone speaks, coughs, hums and echoes under real prompts that an Asterisk plays. Reaction: from the first sample
of the patient's voice that leaves the phone to the last sample of the robot's that reaches it. The recognizer takes no
part: only the sound decides.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import tempfile
import time
import wave
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ari_app.calls.ears import Ears
from ari_app.calls.signals import PromptOver, Signal
from ari_app.calls.speaker import Speaker
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation, Say
from ari_app.lab.g711 import Pcm
from ari_app.lab.line_echo import LineEcho
from ari_app.lab.sip_call import Call
from ari_app.lab.telephone_line import pink_noise, to_pcm
from ari_app.media.echo import EchoCanceller, NoEcho, WebRtcEcho
from ari_app.media.vad import VoiceActivity
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.telemetry.logging import configure_logging
from tests.bench.machine import machine
from tests.bench.turn_sounds import coughs, described, noises, onset_seconds, spoken
from tests.fakes.scripted_recognizer import ScriptedRecognizer
from tests.support.asterisk import new_instance, open_client
from tests.support.media_line import RealLine, real_line, websocket_source

QUESTION = Expectation("pain_vas", QType.NRS, "您现在是几分？")
LEAST_PROMPT_SECONDS = 4.0
LEAD_SECONDS = 1.2
WATCH_SECONDS = 2.2
LOUD = 600
# a phone lets go of its port a moment after its call
PORT_SECONDS = 0.3
ECHO = "echo"
KINDS = ("word", "listening", "cough", "noise", ECHO)
ECHO_DELAYS_MS = (50, 120, 250, 400)
ECHO_GAINS_DB = (-6, -12, -20)


@dataclass(frozen=True, slots=True)
class Trial:
    """One prompt under which something sounded; `reaction_ms` when the robot stopped, `decided_ms` of it until that
    was decided; the rest is the way to the phone."""

    name: str
    stopped: bool
    reaction_ms: float | None
    decided_ms: float | None = None


class Stage:
    """A call with a robot that only speaks and listens."""

    def __init__(self, line: RealLine, prompts: Mapping[str, bytes], echo: EchoCanceller) -> None:
        self.call: Call = line.call
        self.signals: list[Signal] = []
        self.speaker = Speaker(line.media, prompts)
        self._texts = list(prompts)
        self._number = 0
        now = asyncio.get_running_loop().time
        recognizer = ScriptedRecognizer({QUESTION.code: "嗯"})
        self.ears = Ears(
            line.media, recognizer, self.speaker, VoiceActivity(), echo, self.signals.append, now
        )
        self.ears.open()
        self.ears.expect(QUESTION)

    async def notice(self) -> None:
        """Say what may not be interrupted, to its end."""
        await self.speaker.say(Say("notice", "consent", (self._texts[0],), interruptible=False))
        await asyncio.sleep(self.speaker.seconds_queued + 0.5)
        self.speaker.prompt_over("notice")

    async def trial(self, name: str, sound: Pcm | None) -> Trial:
        """Say a prompt; a second later `sound` comes from the phone."""
        self.signals.clear()
        self._number += 1
        text = self._texts[self._number % len(self._texts)]
        await self.speaker.say(Say(f"p:{self._number}", "pain_vas", (text,)))
        await asyncio.sleep(LEAD_SECONDS)
        handle = self.call.play(sound) if sound is not None else None
        await asyncio.sleep(WATCH_SECONDS)
        over = next((each for each in self.signals if isinstance(each, PromptOver)), None)
        stopped = over is not None and not over.completed
        reaction = decided = None
        if (
            over is not None
            and stopped
            and handle is not None
            and handle.started_at is not None
            and sound is not None
        ):
            first = handle.started_at + onset_seconds(sound)
            reaction = round((self._last_heard() - first) * 1000, 1)
            decided = round((over.at - first) * 1000, 1)
        await self._quiet()
        return Trial(name, stopped, reaction, decided)

    def _last_heard(self) -> float:
        return max(at for at, pcm in self.call.heard() if np.abs(pcm.astype(np.int32)).max(initial=0) >= LOUD)

    async def _quiet(self) -> None:
        self.call.flush()
        await self.speaker.fall_silent()
        await asyncio.sleep(0.9)
        for each in list(self.signals):
            if isinstance(each, PromptOver):
                self.speaker.prompt_over(each.command_id)


@asynccontextmanager
async def open_stage(
    line: RealLine, prompts: Mapping[str, bytes], echo: EchoCanceller, back: LineEcho | None = None
) -> AsyncIterator[Stage]:
    """A stage on a line, with a little noise as any line has, after the notice that every call begins with."""
    stage = Stage(line, prompts, echo)
    stage.call.set_echo(back)
    stage.call.set_background(to_pcm(pink_noise(4.0, -60.0, np.random.default_rng(5))))
    listening = asyncio.create_task(stage.ears.run(), name="bench-ears")
    try:
        await stage.notice()
        yield stage
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def measure(
    asterisk: AsteriskInstance, runtime: Path, repeats: int, kinds: set[str], *, cancels: bool
) -> dict[str, object]:
    """The trials of these `kinds`; `cancels`: with the echo canceller."""
    words, listening = await spoken(runtime / "models", runtime / "bench-turns")
    sounds = {"word": words, "listening": listening, "cough": coughs(24, 7), "noise": noises(24, 8)}
    sounds = {kind: named for kind, named in sounds.items() if kind in kinds}
    prompts = _prompts(runtime / "prompts")
    results: dict[str, list[Trial]] = {ECHO: []} if ECHO in kinds else {}
    async with open_client(asterisk) as client, websocket_source(asterisk) as source:
        for kind, named in sounds.items():
            async with (
                real_line(asterisk, client, source) as line,
                open_stage(line, prompts, _echo(cancels)) as stage,
            ):
                results[kind] = [await stage.trial(*one) for one in named.items()]
            await asyncio.sleep(PORT_SECONDS)
        for delay, gain in itertools.product(ECHO_DELAYS_MS, ECHO_GAINS_DB) if ECHO in kinds else ():
            async with (
                real_line(asterisk, client, source) as line,
                open_stage(line, prompts, _echo(cancels), LineEcho(delay, gain)) as stage,
            ):
                name = f"echo {delay} ms {gain} dB"
                results[ECHO] += [await stage.trial(name, None) for _ in range(repeats)]
            await asyncio.sleep(PORT_SECONDS)
    return {
        "echo_canceller": cancels,
        "sounds": {kind: described(named) for kind, named in sounds.items()},
        **{kind: _summary(trials) for kind, trials in results.items()},
    }


def _echo(cancels: bool) -> EchoCanceller:
    return WebRtcEcho() if cancels else NoEcho()


def _prompts(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("*.wav")):
        with wave.open(str(path)) as file:
            pcm = file.readframes(file.getnframes())
        if len(pcm) / 2 / 16_000 >= LEAST_PROMPT_SECONDS:
            found[path.stem] = pcm
    return dict(list(found.items())[:24])


def _summary(trials: list[Trial]) -> dict[str, object]:
    times = [each.reaction_ms for each in trials if each.reaction_ms is not None]
    decided = [each.decided_ms for each in trials if each.decided_ms is not None]
    ways = [reaction - until for reaction, until in zip(times, decided, strict=True)]
    stopped = [each for each in trials if each.stopped]
    return {
        "trials": len(trials),
        "stopped": len(stopped),
        "share": round(len(stopped) / len(trials), 4),
        **_percentiles("reaction_ms", times),
        **_percentiles("decided_ms", decided),
        **_percentiles("way_ms", ways),
        "which": sorted({each.name for each in stopped}) if len(stopped) < len(trials) else "all",
    }


def _percentiles(name: str, times: list[float]) -> dict[str, float | None]:
    return {
        f"{name}_p{part}": round(float(np.percentile(times, part)), 1) if times else None for part in (50, 95)
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.turn_taking", description=__doc__)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--repeats", type=int, default=4, help="prompts for each kind of echo")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS, help="these kinds of sound")
    parser.add_argument("--without-canceller", action="store_true", help="as the line is")
    options = parser.parse_args()
    configure_logging("warning")
    began, before = time.monotonic(), machine()["load"]
    with tempfile.TemporaryDirectory(prefix="turns-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with new_instance(Path(folder)) as asterisk:
            cancels = not options.without_canceller
            trials = measure(asterisk, options.runtime, options.repeats, set(options.only), cancels=cancels)
            figures = asyncio.run(trials)
    figures["seconds"] = round(time.monotonic() - began)
    figures["machine"] = {**machine(), "load_before": before}
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
