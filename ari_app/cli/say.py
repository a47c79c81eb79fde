"""`ari-app script say`: hear a sentence as patients would, before anybody is called with it."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from ari_app.core.errors import WrongInput
from ari_app.questionnaire.spoken_checks import BADLY_SPOKEN, spoken_findings
from ari_app.speech.prompt_cache import PromptCache
from ari_app.wiring.node import check_voice, synthetic_voice


def say(text: str, out: Path, voice: str, speed: float, models: Path, prompts: Path, *, slow: bool) -> None:
    """Write the sentence as a 16 kHz WAV file, and tell what a voice may read wrongly. Raises AppError."""
    for finding in spoken_findings("text", text):
        print(f"{finding}\n  mend: {finding.mend}")
    if odd := sorted(set(BADLY_SPOKEN.findall(text))):
        print(f"may be read wrongly: {' '.join(odd)}\n  mend: write it in Chinese characters, as it is said")
    check_voice(voice, models)
    rendered = asyncio.run(_render(text, voice, speed, models, prompts, slow=slow))
    try:
        shutil.copyfile(rendered, out)
    except OSError as error:
        raise WrongInput(f"{out} cannot be written: {error.strerror}") from None
    print(f"{voice} says it in {out}")


async def _render(text: str, name: str, speed: float, models: Path, prompts: Path, *, slow: bool) -> Path:
    voice = synthetic_voice(name, models)
    try:
        cache = PromptCache(prompts, voice, name=name, speed=speed)
        path = (await cache.ensure([text]))[text]
        if slow:
            await asyncio.to_thread(cache.load_slow, text)
        return cache.slow_path(text) if slow else path
    finally:
        await voice.close()
