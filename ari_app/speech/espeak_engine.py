"""eSpeak NG by pyttsx3's binding: any text to audio, without a model. Runs in the worker process only.

pyttsx3 (MPL-2.0) loads eSpeak NG's library (GPL-3.0-or-later) into its process. Its own driver works with a thread of
eSpeak's: it cancels a pace that this thread has not taken yet, returns before the file is whole, and loses a file when
two ask at once. So only its binding is used, without that thread: a sentence is there when the call returns.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from pypinyin import lazy_pinyin

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.speech import audio
from ari_app.speech.resample import Samples, resample
from ari_app.speech.spoken_text import stretches
from ari_app.speech.voices import ESPEAK_VOICES

WORDS_PER_MINUTE: Final = 170
"""The pace that counts as 1.0: three to four syllables a second in Mandarin."""
MIN_SPEED, MAX_SPEED = 0.5, 2.0
EDGE_SILENCE_MS = 60
RMS_DBFS, PEAK_DBFS = -20.0, -3.0
_LIBRARY = "libespeak-ng.so.1"
_BUFFER_MS = 200
_IDS: Mapping[str, str] = {"espeak_female": "sit/cmn+f2", "espeak_male": "sit/cmn"}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_MEND = "run `make engines`, or install espeak-ng"


class EspeakEngine:
    """A started eSpeak NG. Not for several threads, and only once in a process."""

    def __init__(self) -> None:
        """Load the host's library, else the packaged one. Raises Unavailable when there is neither."""
        try:
            _load_library()
            from pyttsx3.drivers import _espeak
        except (ImportError, RuntimeError) as error:
            raise Unavailable("pyttsx3 or eSpeak NG is not installed", mend=_MEND) from error
        self._binding: Any = _espeak
        self._said = bytearray()
        self._hz = int(_espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS))
        if self._hz <= 0:
            raise Unavailable("eSpeak NG does not start: its data are missing", mend=_MEND)
        _espeak.SetSynthCallback(self._take)

    @property
    def voices(self) -> tuple[str, ...]:
        """The names of the voices."""
        return tuple(voice.name for voice in ESPEAK_VOICES)

    def synthesize(self, text: str, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz audio of `text`, trimmed and leveled."""
        if voice not in _IDS:
            raise WrongInput(f"no voice called {voice}", mend=f"one of {', '.join(_IDS)}")
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise WrongInput(f"speed {speed} is out of range", mend=f"{MIN_SPEED} to {MAX_SPEED}")
        pieces: list[Samples] = []
        for stretch in stretches(text):
            if stretch.text:
                _check_pronounced(stretch.text)
                spoken = self.pronounce(stretch.text, _IDS[voice], round(WORDS_PER_MINUTE * speed))
                pieces.append(audio.trim_silence(spoken, EDGE_SILENCE_MS))
            pieces.append(audio.silence(stretch.pause_ms))
        whole = np.concatenate(pieces)
        if not np.any(whole):
            raise WrongInput("the voice gave silence", mend="check the prompt's text")
        return audio.to_pcm(audio.level(whole, RMS_DBFS, PEAK_DBFS))

    def pronounce(self, text: str, voice_id: str, words_per_minute: int) -> Samples:
        """Samples at 16 kHz of `text`, said by one of eSpeak's own voices. Raises Unavailable when it fails."""
        binding = self._binding
        self._said.clear()
        done = (
            binding.SetVoiceByName(voice_id.encode()),
            binding.SetParameter(binding.RATE, words_per_minute, 0),
            binding.Synth(text, flags=binding.CHARS_UTF8),
        )
        if any(done):
            raise Unavailable(f"eSpeak NG cannot speak with {voice_id}", mend=_MEND)
        return resample(audio.to_samples(bytes(self._said)), self._hz, audio.SAMPLE_RATE)

    def _take(self, samples: Any, count: int, _: object) -> int:
        """Called by eSpeak with every piece of sound, without one at the end; 0: go on."""
        if count > 0:
            self._said += ctypes.string_at(samples, count * 2)
        return 0


def _load_library() -> None:
    """Have eSpeak NG in the process, under the name by which pyttsx3 asks for it."""
    try:
        ctypes.CDLL(_LIBRARY)
    except OSError:
        import espeakng_loader

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _check_pronounced(text: str) -> None:
    """eSpeak passes over characters that it does not know; a prompt with a gap must not be said."""
    unknown = sorted({character for character in text if _HAN.match(character) and not _is_known(character)})
    if unknown:
        raise WrongInput(
            f"no pronunciation for {' '.join(unknown)}", mend="write the prompt in common Han characters"
        )


def _is_known(character: str) -> bool:
    return lazy_pinyin(character) != [character]
