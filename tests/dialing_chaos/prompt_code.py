"""Prompts of 300 ms that say their own number: five tones of 60 ms, which a patient's phone reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from ari_app.lab.g711 import FRAME_SAMPLES, Pcm
from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.speech.audio import SAMPLE_RATE, write_wav
from ari_app.speech.wav_folder_voice import sentence_hash

TONE_SECONDS = 0.06
_AMPLITUDE = 8_000.0
_LEAST_PEAK = 20.0
_LEAST_LEVEL = 300.0
_START = 0
_EVEN, _ODD = range(1, 11), range(11, 21)
_HERTZ = tuple(450 + 125 * number for number in range(21))
_BINS = np.array([round(hertz * FRAME_SAMPLES / LINE_RATE) for hertz in _HERTZ])
_WINDOW = np.hanning(FRAME_SAMPLES)
_DIGITS = 3


def record(folder: Path, sentences: Iterable[str]) -> dict[int, str]:
    """Fill `folder` with a sound for each sentence; which number says which."""
    folder.mkdir()
    numbered = dict(enumerate(sorted(sentences)))
    if len(numbered) > 10**_DIGITS:
        raise ValueError(f"{len(numbered)} sentences are more than the code can tell apart")
    for number, sentence in numbered.items():
        (folder / f"{sentence_hash(sentence)}.wav").write_bytes(write_wav(_sound(number)))
    return numbered


def _symbols(number: int) -> tuple[int, ...]:
    """A start, three digits in turn from two alphabets (so that no two neighbors are alike), and their check."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    check = (3 * hundreds + 7 * tens + ones) % 10
    return (_START, _EVEN[hundreds], _ODD[tens], _EVEN[ones], _ODD[check])


def _sound(number: int) -> bytes:
    at = np.arange(round(SAMPLE_RATE * TONE_SECONDS)) / SAMPLE_RATE
    tones = [np.sin(2 * np.pi * _HERTZ[symbol] * at) for symbol in _symbols(number)]
    return (_AMPLITUDE * np.concatenate(tones)).astype("<i2").tobytes()


class PromptReader:
    """Fed with each packet of one call; tells a sentence as soon as its last tone is there."""

    def __init__(self, numbered: Mapping[int, str]) -> None:
        self._numbered = numbered
        self._run: list[int] = []

    def feed(self, pcm: Pcm) -> str | None:
        """The sentence that this packet completes. Silence and what is no tone part nothing: packets get lost."""
        symbol = _symbol(pcm)
        if symbol is None or self._run[-1:] == [symbol]:
            return None
        if symbol == _START:
            self._run = [symbol]
            return None
        self._run.append(symbol)
        if len(self._run) < _DIGITS + 2:
            return None
        number = _number(self._run)
        self._run = []
        return None if number is None else self._numbered.get(number)


def _symbol(pcm: Pcm) -> int | None:
    if len(pcm) != FRAME_SAMPLES:
        return None
    spectrum = np.abs(np.fft.rfft(pcm * _WINDOW))
    loudest = int(spectrum.argmax())
    near = np.abs(_BINS - loudest)
    symbol = int(near.argmin())
    if near[symbol] > 1 or spectrum[loudest] < _LEAST_PEAK * _LEAST_LEVEL:
        return None
    return symbol


def _number(run: list[int]) -> int | None:
    try:
        digits = [
            alphabet.index(symbol)
            for symbol, alphabet in zip(run[1:], (_EVEN, _ODD, _EVEN, _ODD), strict=False)
        ]
    except ValueError:
        return None
    number = 100 * digits[0] + 10 * digits[1] + digits[2]
    return number if _symbols(number) == tuple(run) else None
