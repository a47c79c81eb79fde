"""Vosk (Kaldi, Apache-2.0): speech to words while it is spoken, with any model folder of the makers.

Its native code releases the interpreter lock, so utterances are heard on several cores at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ari_app.core.errors import Damaged, Unavailable
from ari_app.dialogue.commands import Expectation
from ari_app.speech.engine import EngineFailed
from ari_app.speech.port import Transcript, Word
from ari_app.speech.vosk_results import words_of
from ari_app.speech.word_settling import transcript_of_words

MEND = "unpack a model from https://alphacephei.com/vosk/models again, and name its folder with --models"
_SILENT_LOG = -1


class VoskEngine:
    """A loaded model, shared by all utterances; each has a recognizer of its own (about 15 MB)."""

    name = "vosk"
    hears_as_it_comes = True

    def __init__(self, folder: Path) -> None:
        """Load a model folder; raises Unavailable without the vosk package, Damaged for files it cannot use."""
        try:
            import vosk
        except ImportError as error:
            raise Unavailable(
                "the vosk package is not installed", mend="run `make engines`", code="engine_missing"
            ) from error
        vosk.SetLogLevel(_SILENT_LOG)
        self._recognizer_type: Any = vosk.KaldiRecognizer
        try:
            self._model: Any = vosk.Model(str(folder))
        except Exception as error:  # the library raises bare Exception
            raise Damaged(
                f"the Vosk model in {folder} cannot be loaded", mend=MEND, code="model_damaged"
            ) from error

    def listen(self, sample_rate: int, expectation: Expectation | None, *, whole: bool) -> VoskListening:
        """Begin an utterance (about 66 ms of work). Raises EngineFailed."""
        try:
            recognizer = self._recognizer_type(self._model, float(sample_rate))
        except Exception as error:  # the library raises bare Exception
            raise EngineFailed("Vosk could not begin an utterance") from error
        recognizer.SetWords(True)
        return VoskListening(recognizer, expectation, whole=whole)


class VoskListening:
    """One utterance. Ends that Vosk finds by itself (half a second of silence) do not end a whole one."""

    def __init__(self, recognizer: Any, expectation: Expectation | None, *, whole: bool) -> None:
        self._recognizer = recognizer
        self._expectation = expectation
        self._whole = whole
        self._ended: tuple[Word, ...] = ()

    def add(self, pcm: bytes) -> Transcript | None:
        """Hear more audio. Raises EngineFailed."""
        try:
            is_end = self._recognizer.AcceptWaveform(pcm)
        except Exception as error:  # the library raises bare Exception
            raise EngineFailed("Vosk could not go on with an utterance") from error
        if not is_end:
            return None
        words = words_of(json.loads(self._recognizer.Result()))
        if self._whole:
            self._ended += words
            return None
        return self._transcript(words, final=True) if words else None

    def so_far(self) -> Transcript:
        """The words up to now; the last ones may still change.

        Without their times: to tell these Vosk holds the last words back.
        """
        # right after an end of its own there is no partial at all
        partial = json.loads(self._recognizer.PartialResult()).get("partial", "")
        return self._transcript((*self._ended, *words_of({"text": partial})), final=False)

    def end(self) -> Transcript:
        """The words of the whole utterance."""
        self._ended += words_of(json.loads(self._recognizer.FinalResult()))
        return self._transcript(self._ended, final=True)

    def other_hearings(self) -> tuple[str, ...]:
        """None: this engine gives one text."""
        return ()

    def _transcript(self, words: tuple[Word, ...], *, final: bool) -> Transcript:
        return transcript_of_words(words, self._expectation, final=final)
