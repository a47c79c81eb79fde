"""`ari-app render`: make the prompts that every call needs, before the first one waits for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ari_app.calls.stall import APOLOGY, FILLER
from ari_app.dialogue.prompt_book import all_sentences, slow_sentences
from ari_app.dialogue.prompt_text import PromptTexts
from ari_app.speech.prompt_cache import PromptCache
from ari_app.wiring import instruments
from ari_app.wiring.node import synthetic_voice
from ari_app.wiring.wordings import read_wording

# two patients who share no name: what both calls say needs no patient
_NAMES = ("甲", "乙")


def run(
    hospital: str,
    questionnaire: str,
    models: Path,
    prompts: Path,
    voice: str,
    speed: float,
    wording: Path | None = None,
) -> None:
    """Render what is missing and tell how much there is. Raises WrongInput, Unavailable or Damaged."""
    words = None if wording is None else read_wording(wording)
    sentences = common_sentences(hospital, questionnaire, words)
    slow = sentences & slow_sentences(
        instruments.script_to_render(questionnaire, hospital, _NAMES[0], wording=words)
    )
    asyncio.run(_render(sentences, slow, models, prompts, voice, speed))
    print(f"{len(sentences)} sentences are rendered in {prompts}")


def common_sentences(hospital: str, questionnaire: str, wording: PromptTexts | None = None) -> frozenset[str]:
    """The sentences of a questionnaire's calls that hold no patient's name. Raises WrongInput."""
    scripts = [
        instruments.script_to_render(questionnaire, hospital, name, wording=wording) for name in _NAMES
    ]
    first, second = (all_sentences(script) for script in scripts)
    return (first & second) | set(FILLER) | set(APOLOGY)


async def _render(
    sentences: frozenset[str], slow: frozenset[str], models: Path, prompts: Path, name: str, speed: float
) -> None:
    voice = synthetic_voice(name, models)
    try:
        cache = PromptCache(prompts, voice, name=name, speed=speed)
        with Progress(
            TextColumn("rendering prompts"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        ) as bar:
            task = bar.add_task("", total=None)
            await cache.ensure(sentences, lambda done, total: bar.update(task, completed=done, total=total))
            await asyncio.to_thread(lambda: [cache.load_slow(sentence) for sentence in slow])
    finally:
        await voice.close()
