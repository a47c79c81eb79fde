"""Every reason has its sentence, in both languages."""

from __future__ import annotations

import re

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.suppression_words import WORDS


def test_each_reason_has_a_sentence_of_its_own() -> None:
    assert set(WORDS) == set(Suppression)
    for language in ("zh", "en"):
        assert len({getattr(sentence, language) for sentence in WORDS.values()}) == len(WORDS)


def test_the_sentences_are_in_their_language_and_whole() -> None:
    for sentence in WORDS.values():
        assert sentence.zh.endswith("。") and not re.search(r"[A-Za-z,()]", sentence.zh)
        assert re.fullmatch(r"[A-Z][ -~]*\.", sentence.en)
