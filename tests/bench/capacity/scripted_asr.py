"""`python -m tests.bench.capacity.scripted_asr`: the recognizer's process, whose engine knows the answers beforehand.

Everything but the recognition is as in `ari-app asr`: connections, audio, hypotheses.
"""

from __future__ import annotations

import asyncio
import signal

from ari_app.dialogue.commands import Expectation
from ari_app.lab.rig import LISTENING
from ari_app.speech import asr_server
from ari_app.speech.port import Transcript
from ari_app.telemetry.logging import configure_logging

TEXTS = {
    "consent": "可以",
    "person": "我是",
    "verify": "四四一七",
    "data_consent": "可以",
    "pain_vas": "三分",
    "temp": "三十六度八",
    "wound": "挺干的",
    "diet": "正常",
    "bowel": "正常",
    "med_adherence": "都吃了",
    "abnormal": "没有",
}


class ScriptedListening:
    """Whatever was said, it was the answer."""

    def __init__(self, text: str) -> None:
        self._text = text

    def add(self, pcm: bytes) -> Transcript | None:
        """Heard."""
        return None

    def so_far(self) -> Transcript:
        """The answer."""
        return self._transcript(final=False)

    def end(self) -> Transcript:
        """The answer."""
        return self._transcript(final=True)

    def other_hearings(self) -> tuple[str, ...]:
        """None."""
        return ()

    def _transcript(self, *, final: bool) -> Transcript:
        return Transcript(self._text, self._text, 0.95 if self._text else 0.0, final)


class ScriptedEngine:
    """An engine that costs nothing."""

    name = "scripted"
    hears_as_it_comes = False

    def listen(self, sample_rate: int, expectation: Expectation | None, *, whole: bool) -> ScriptedListening:
        """Begin an utterance."""
        return ScriptedListening(TEXTS.get(expectation.code, "") if expectation else "")


async def _serve() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = asr_server.AsrServer(ScriptedEngine(), parallel=2, max_waiting=400)
    await asr_server.serve(
        server, "127.0.0.1", 0, stop, lambda port: print(f"{LISTENING}ws://127.0.0.1:{port}", flush=True)
    )


if __name__ == "__main__":
    configure_logging("warning")
    asyncio.run(_serve())
