"""PocketSphinx (CMU, BSD): hears which of the phrases that fit the open question was said.

Its grammar always answers something and its own scores do not tell whether that is right. So a second acoustic model
has to hear the same before anything is taken, and a number is read back all the same; a sign of danger that only one
model hears is not reported, since one in a hundred other answers sounds like one to it.
An utterance is decoded in one go, so that its loudness is measured over all of it and nothing of the caller before
is left in it. The native code holds the interpreter lock meanwhile: a process hears one utterance at a time.
"""

from __future__ import annotations

import re
import threading
from typing import Any, Final

from ari_app.core.errors import Damaged, Unavailable
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.audio import SAMPLE_RATE, to_pcm
from ari_app.speech.candidates import NUMBER_TYPES
from ari_app.speech.engine import EngineFailed
from ari_app.speech.hearing import LEAD_MS, VoicedHearing, end_of_voice
from ari_app.speech.port import Transcript, Word
from ari_app.speech.resample import Samples, resample
from ari_app.speech.sphinx_grammar import Grammar, grammar_for
from ari_app.speech.sphinx_model import SphinxModel, read_vocabulary
from ari_app.speech.voiced import VoicedSpan
from ari_app.speech.vosk_results import joined_words

AGREED_CONFIDENCE: Final = 0.75
NUMBER_CONFIDENCE: Final = 0.55
UNVOUCHED_CONFIDENCE: Final = 0.40
# compared with what is stored, so that a wrong hearing lets nobody in
_IDENTITY = frozenset({QType.ID_TAIL, QType.BIRTH_MD})
_SEARCH = "open"
_FRAME_MS = 10
_VARIANT = re.compile(r"\(\d+\)$")
_NO_WORD = re.compile(r"^(?:<.*>|\[.*\]|\+\+.*\+\+|\(NULL\))$")


class SphinxHearing(VoicedHearing):
    """Hears the voiced part of utterances with every acoustic model there is, from several threads at once."""

    def __init__(self, model: SphinxModel) -> None:
        """Load once to see that it can be used. Raises Unavailable without the package, Damaged for the model."""
        super().__init__()
        self._model = model
        self._vocabulary = read_vocabulary(model.dictionary)
        self._decoders = threading.local()
        self._decoders_of_thread()

    def hear_voiced(self, voiced: Samples, span: VoicedSpan, expectation: Expectation | None) -> Transcript:
        """The phrase that fits best; its confidence tells whether the acoustic models agree."""
        pcm = to_pcm(resample(voiced, SAMPLE_RATE, self._model.sample_rate))
        grammar = grammar_for(expectation, self._vocabulary)
        if not grammar.jsgf:
            return Transcript("", "", 0.0, final=True)
        start_ms = max(0, span.start_ms - LEAD_MS)
        heard = [self._decode(decoder, pcm, grammar, start_ms) for decoder in self._decoders_of_thread()]
        texts = [joined_words(word.text for word in words) for words in heard]
        text = texts[0]
        vouched = len(texts) > 1 and len(set(texts)) == 1 and grammar.is_whole(text)
        if not text or (grammar.is_danger(text) and not vouched):
            return Transcript("", "", 0.0, final=True)
        return Transcript(
            text=text,
            raw_text=text,
            confidence=_confidence(expectation, vouched=vouched),
            final=True,
            start_ms=span.start_ms,
            end_ms=end_of_voice(span),
            words=heard[0],
        )

    def _decode(self, decoder: Any, pcm: bytes, grammar: Grammar, start_ms: int) -> tuple[Word, ...]:
        try:
            decoder.add_jsgf_string(_SEARCH, grammar.jsgf)
            decoder.activate_search(_SEARCH)
            decoder.start_utt()
            decoder.process_raw(pcm, full_utt=True)
            decoder.end_utt()
        except (RuntimeError, ValueError) as error:
            raise EngineFailed(f"PocketSphinx gave up an utterance: {error}") from error
        return tuple(
            Word(
                _VARIANT.sub("", segment.word),
                start_ms + segment.start_frame * _FRAME_MS,
                start_ms + (segment.end_frame + 1) * _FRAME_MS,
                UNVOUCHED_CONFIDENCE,
            )
            for segment in decoder.seg() or ()
            if not _NO_WORD.match(segment.word)
        )

    def _decoders_of_thread(self) -> list[Any]:
        decoders = getattr(self._decoders, "all", None)
        if decoders is None:
            decoders = self._decoders.all = [
                self._load(number) for number in range(len(self._model.acoustics))
            ]
        return list(decoders)

    def _load(self, number: int) -> Any:
        try:
            import pocketsphinx
        except ImportError as error:
            raise Unavailable(
                "the pocketsphinx package is not installed", mend="run `make engines`", code="engine_missing"
            ) from error
        folder = self._model.acoustics[number]
        try:
            return pocketsphinx.Decoder(
                hmm=str(folder),
                dict=str(self._model.dictionary),
                lm=None,
                samprate=self._model.sample_rate,
                nfft=256 if self._model.sample_rate == 8000 else 512,
                loglevel="FATAL",
            )
        except (RuntimeError, ValueError) as error:
            raise Damaged(
                f"the PocketSphinx model in {folder} cannot be loaded: {error}",
                mend="copy the model again",
                code="model_damaged",
            ) from error


def _confidence(expectation: Expectation | None, *, vouched: bool) -> float:
    if not vouched:
        return UNVOUCHED_CONFIDENCE
    is_number = expectation is not None and expectation.qtype in NUMBER_TYPES - _IDENTITY
    return NUMBER_CONFIDENCE if is_number else AGREED_CONFIDENCE
