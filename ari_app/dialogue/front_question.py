"""A question of the front part, from the prompts that ask it, ask it again and offer the key pad."""

from __future__ import annotations

from ari_app.core.vocabulary import QType
from ari_app.dialogue.prompt_book import has_prompt, prompt
from ari_app.dialogue.question import PATIENCE_SECONDS, Question
from ari_app.dialogue.script import Script


def front_question(
    script: Script,
    code: str,
    qtype: QType,
    *,
    key_digits: int = 0,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Question:
    """The question whose wording stands under `code`.ask, `code`.again and, where there is one, `code`.keys."""
    ask, again = prompt(script, f"{code}.ask"), prompt(script, f"{code}.again")
    return Question(
        code=code,
        qtype=qtype,
        ask=ask.sentences,
        again=again.sentences,
        keys=prompt(script, f"{code}.keys").sentences if has_prompt(script, f"{code}.keys") else (),
        key_digits=key_digits,
        protected=ask.protected,
        manner=ask.manner,
        again_manner=again.manner,
        patience_seconds=patience_seconds,
    )
