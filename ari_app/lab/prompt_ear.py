"""The simulated patient's ear: which of the robot's sentences sounded, told from the audio the phone heard.

It is a measuring instrument, not a model of a patient's hearing: it knows how every sentence of the call sounds, so
that a question is never mistaken for another and no recognizer is kept busy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ari_app.lab.g711 import SAMPLE_RATE, Pcm

LEAST_LIKENESS: Final = 0.85
"""Normalized correlation above which a sentence may have been heard: the right one has 0.98 and more, another long
one far less, but one short word may have 0.96 of another."""

_HOP: Final = SAMPLE_RATE // 100
_WINDOW: Final = 2 * _HOP
_EDGES_HZ: Final = (300, 500, 700, 900, 1_150, 1_400, 1_700, 2_050, 2_450, 2_900, 3_400)
_FLOOR: Final = 1e3
_LEAST_FRAMES: Final = 12
_EDGE_SAMPLES: Final = SAMPLE_RATE // 4
_SUSPECTED: Final = 0.3
_PART_FRAMES: Final = 40
_SLIP_FRAMES: Final = 12

Bands = npt.NDArray[np.float32]
"""Log energies: one row per band, one column per 10 ms."""
Likeness = npt.NDArray[np.float64]
"""How alike a sentence is at each place where it could begin, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sentence found in what was heard: its frames and how alike it is (0 to 1)."""

    sentence: str
    start: int
    end: int
    likeness: float


class PromptEar:
    """Knows the sound of every sentence (8 kHz); gives the sentences of a turn in the order they sounded."""

    def __init__(self, sounds: Mapping[str, Pcm]) -> None:
        bands = {sentence: _trimmed(_bands(pcm)) for sentence, pcm in sounds.items()}
        self._known = {sentence: each for sentence, each in bands.items() if each.shape[1] >= _LEAST_FRAMES}

    async def __call__(self, pcm: Pcm) -> tuple[str, ...]:
        """The sentences in 8 kHz audio; one that was cut off is not among them."""
        return await asyncio.to_thread(self.sentences_in, pcm)

    def sentences_in(self, pcm: Pcm) -> tuple[str, ...]:
        """The same, at once."""
        edge = np.zeros(_EDGE_SAMPLES, np.int16)
        heard = _bands(np.concatenate([edge, pcm, edge]))
        spectrum = _Spectrum(heard)
        sightings = [
            sighting for sentence, known in self._known.items() for sighting in spectrum.find(sentence, known)
        ]
        return tuple(each.sentence for each in _best_cover(sightings))


class _Spectrum:
    """What was heard, prepared so that each sentence is looked for in all places at once."""

    def __init__(self, heard: Bands) -> None:
        self._frames = heard.shape[1]
        self._size = 1 << (2 * self._frames - 1).bit_length()
        self._transform = np.fft.rfft(heard, self._size, axis=1)
        self._sums = _running_sum(heard)
        self._squares = _running_sum(heard**2)

    def find(self, sentence: str, known: Bands) -> list[Sighting]:
        """Every place where the sentence is alike enough, the best of each neighborhood.

        A packet that was lost or late shifts what follows; so where the whole is only suspected, its parts are
        looked for, each of which may have slipped a little.
        """
        length = known.shape[1]
        if length > self._frames:
            return []
        likeness = self._likeness(known)
        if _SUSPECTED <= likeness.max() < LEAST_LIKENESS and length >= 2 * _PART_FRAMES:
            likeness = self._likeness_of_parts(known)
        found: list[Sighting] = []
        while (at := int(likeness.argmax())) >= 0 and likeness[at] >= LEAST_LIKENESS:
            found.append(Sighting(sentence, at, at + length, float(likeness[at])))
            likeness[max(0, at - length // 2) : at + length // 2 + 1] = 0
        return found

    def _likeness(self, known: Bands) -> Likeness:
        """The normalized correlation at each place."""
        length = known.shape[1]
        centered = known - known.mean(axis=1, keepdims=True)
        product = self._transform * np.conj(np.fft.rfft(centered, self._size, axis=1))
        agreement = np.fft.irfft(product.sum(axis=0), self._size)[: self._frames - length + 1]
        sums = self._sums[:, length:] - self._sums[:, :-length]
        squares = self._squares[:, length:] - self._squares[:, :-length]
        energy = np.maximum((squares - sums**2 / length).sum(axis=0), 1e-6)
        found: Likeness = agreement / np.sqrt(energy * float((centered**2).sum()) + 1e-6)
        return found

    def _likeness_of_parts(self, known: Bands) -> Likeness:
        """The mean likeness of the sentence's parts at each place, every part at its best within the slip."""
        length = known.shape[1]
        places = self._frames - length + 1
        starts = range(0, length - _PART_FRAMES + 1, _PART_FRAMES)
        total = np.zeros(places)
        for start in starts:
            part = self._likeness(known[:, start : start + _PART_FRAMES])
            padded = np.pad(part, _SLIP_FRAMES, constant_values=-1.0)
            best = np.lib.stride_tricks.sliding_window_view(padded, 2 * _SLIP_FRAMES + 1).max(axis=1)
            total += best[start : start + places]
        return total / len(starts)


def _best_cover(sightings: list[Sighting]) -> list[Sighting]:
    """Sightings that do not overlap and explain most of what was heard (weighted interval scheduling).

    A little less likeness costs much, so that a longer word does not win over the right one.
    """
    slack = 5  # frames: sentences follow each other closely, and trimming is not exact
    ordered = sorted(sightings, key=lambda each: each.end)
    best: list[tuple[float, list[Sighting]]] = [(0.0, [])]
    for number, each in enumerate(ordered):
        before = max(
            (place + 1 for place in range(number) if ordered[place].end <= each.start + slack), default=0
        )
        certainty = (each.likeness - LEAST_LIKENESS) / (1 - LEAST_LIKENESS)
        weight = (each.end - each.start) * certainty**4
        taken = (best[before][0] + weight, [*best[before][1], each])
        best.append(max(best[-1], taken, key=lambda choice: choice[0]))
    return best[-1][1]


def _bands(pcm: Pcm) -> Bands:
    count = (len(pcm) - _WINDOW) // _HOP + 1
    if count < 1:
        return np.zeros((len(_EDGES_HZ) - 1, 0), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(pcm.astype(np.float32), _WINDOW)[::_HOP][:count]
    power = np.abs(np.fft.rfft(windows * np.hanning(_WINDOW), axis=1)) ** 2
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    edges = np.searchsorted(hertz, _EDGES_HZ)
    energy = np.add.reduceat(power, edges[:-1], axis=1)
    return np.log(energy + _FLOOR).T.astype(np.float32)


def _trimmed(bands: Bands) -> Bands:
    """Without the silence around the voice."""
    loud = np.flatnonzero(bands.max(axis=0, initial=0.0) > np.log(_FLOOR) + 6.0)
    return bands[:, loud[0] : loud[-1] + 1] if len(loud) else bands[:, :0]


def _running_sum(bands: Bands) -> npt.NDArray[np.float64]:
    return np.concatenate([np.zeros((bands.shape[0], 1)), np.cumsum(bands, axis=1, dtype=np.float64)], axis=1)
