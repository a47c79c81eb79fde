"""Letters are written only where the audio bears the sound out, and nothing takes them away again."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.redaction import redact_full_ids
from ari_app.speech.latin_terms import MOST_LOST
from ari_app.speech.port import Word
from ari_app.speech.word_settling import transcript_of_words
from tests.unit.speech.test_settling import heard, question, settled

RAW, MEANT = "昨天去做了细地", "昨天去做了CT"


@pytest.mark.parametrize(("lost", "text"), [(-3.0, MEANT), (MOST_LOST - 0.1, MEANT), (MOST_LOST + 0.1, RAW)])
def test_the_audio_decides(lost: float, text: str) -> None:
    got = settled(QType.OPEN_TEXT, heard(RAW), {RAW: -5.0, MEANT: -5.0 - lost}, other=-40.0)
    assert got.text == text


def test_no_other_question_has_them() -> None:
    for qtype in (QType.GLOBAL, QType.YES_NO, QType.CONSENT, QType.PERSON_CONFIRM):
        assert "CT" not in settled(qtype, heard(RAW), {RAW: -5.0, MEANT: -1.0}).text


@pytest.mark.parametrize("term", ["CT", "ICU", "MRI", "B超", "X光", "Xarelto", "aspirin"])
def test_letters_that_an_engine_tells_stand_in_the_stored_text(term: str) -> None:
    """A recognizer that knows the word, such as a hospital's own vosk-server."""
    words = [Word("我", 0, 200, 0.9), Word("做了", 200, 500, 0.9), Word(term, 500, 900, 0.9)]
    told = transcript_of_words(words, question(QType.OPEN_TEXT), final=True)
    assert term in told.text
    assert term in told.raw_text
    assert term in redact_full_ids(told.text)
