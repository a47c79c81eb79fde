"""Speech of eSpeak NG in any language, for engines whose models are not Mandarin.

`python -m tests.support.espeak_speech VOICE WORDS_PER_MINUTE TEXT` writes 16-bit mono 16 kHz samples.
"""

from __future__ import annotations

import asyncio
import sys

from ari_app.speech.audio import level, to_pcm
from ari_app.speech.espeak_engine import EspeakEngine


async def espeak_speech(voice: str, words_per_minute: int, text: str) -> bytes:
    """The samples, made in a process of their own."""
    arguments = (voice, str(words_per_minute), text)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.espeak_speech", *arguments, stdout=asyncio.subprocess.PIPE
    )
    pcm, _ = await process.communicate()
    assert process.returncode == 0
    assert pcm
    return pcm


if __name__ == "__main__":
    _, name, pace, said = sys.argv
    samples = EspeakEngine().pronounce(said, name, int(pace))
    sys.stdout.buffer.write(to_pcm(level(samples, -20.0, -3.0)))
