"""Terms with Latin letters in free answers: where the audio bears out what the sound suggests, they are written so."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.latin_terms import terms_heard
from ari_app.speech.weighing import Scorer, Settled

# Nats that the term may fit worse than the characters, of which the recognizer chose the likeliest.
MOST_LOST = 9.0


def with_latin_terms(settled: Settled, expectation: Expectation | None, score: Scorer) -> Settled:
    """A free answer with the term that fits its audio best written in letters; any other as it is."""
    if expectation is None or expectation.qtype is not QType.OPEN_TEXT:
        return settled
    found = tuple(terms_heard(settled.text))
    if not found:
        return settled
    own, *fits = score((settled.text, *found))
    best, text = max(zip(fits, found, strict=True))
    return settled if own - best > MOST_LOST else replace(settled, text=text)
