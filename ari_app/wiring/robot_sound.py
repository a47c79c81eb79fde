"""How the robot sounds in one call: what a simulated patient's ear compares with."""

from __future__ import annotations

from ari_app.calls.stall import STALL_SENTENCES
from ari_app.dialogue.prompt_book import all_sentences, slow_sentences
from ari_app.dialogue.script import Script
from ari_app.lab.patient_voice import narrow_sounds
from ari_app.lab.prompt_ear import PromptEar
from ari_app.speech.prompt_cache import PromptCache


def ear_for(script: Script, prompts: PromptCache) -> PromptEar:
    """An ear for all of the call's sentences that are rendered by now. Reads files: call it in a thread."""
    files = {sentence: prompts.path(sentence) for sentence in all_sentences(script) | STALL_SENTENCES}
    rendered = {text: path for text, path in files.items() if path.exists()}
    slow = slow_sentences(script) & rendered.keys()
    for sentence in slow:
        prompts.load_slow(sentence)
    return PromptEar(narrow_sounds(rendered), narrow_sounds({text: prompts.slow_path(text) for text in slow}))
