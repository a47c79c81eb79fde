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
"""Normalized correlation above which a sentence was heard: the right one has 0.98 and more, another far less."""

_HOP: Final = SAMPLE_RATE // 100
_WINDOW: Final = 2 * _HOP
_EDGES_HZ: Final = (300, 500, 700, 900, 1_150, 1_400, 1_700, 2_050, 2_450, 2_900, 3_400)
_FLOOR: Final = 1e3
_LEAST_FRAMES: Final = 12
_EDGE_SAMPLES: Final = SAMPLE_RATE // 4
_PART_FRAMES: Final = 40
_SLIP_FRAMES: Final = 15
_SLACK_FRAMES: Final = 5
_SUSPECTS: Final = 12

Bands = npt.NDArray[np.float32]
"""Log energies: one row per band, one column per 10 ms."""
Likeness = npt.NDArray[np.float64]
"""How alike a sentence is at each place where it could begin, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Take:
    """A sentence at one pace."""

    sentence: str
    is_slow: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """A sentence found in what was heard: its frames and how alike it is (0 to 1)."""

    take: Take
    start: int
    end: int
    likeness: float

    def overlaps(self, other: Sighting) -> bool:
        """Whether both claim the same stretch; trimming is not exact, so a little does not count."""
        return self.start < other.end - _SLACK_FRAMES and other.start < self.end - _SLACK_FRAMES


class PromptEar:
    """Knows the sound of every sentence (8 kHz); gives the sentences of a turn in the order they sounded.

    `slow` is how those sound that may also be said slowly.
    """

    def __init__(self, sounds: Mapping[str, Pcm], slow: Mapping[str, Pcm] | None = None) -> None:
        sounding = {Take(text, is_slow=False): pcm for text, pcm in sounds.items()}
        sounding |= {Take(text, is_slow=True): pcm for text, pcm in (slow or {}).items()}
        bands = {take: _trimmed(_bands(pcm)) for take, pcm in sounding.items()}
        self._known = {take: each for take, each in bands.items() if each.shape[1] >= _LEAST_FRAMES}

    async def __call__(self, pcm: Pcm) -> tuple[str, ...]:
        """The sentences in 8 kHz audio; one that was cut off is not among them."""
        return await asyncio.to_thread(self.sentences_in, pcm)

    def sentences_in(self, pcm: Pcm) -> tuple[str, ...]:
        """The same, at once."""
        edge = np.zeros(_EDGE_SAMPLES, np.int16)
        heard = _bands(np.concatenate([edge, pcm, edge]))
        spectrum = _Spectrum(heard)
        whole = {take: spectrum.likeness(known) for take, known in self._known.items()}
        found = _best_cover(
            [each for take, likeness in whole.items() for each in self._sightings(take, likeness)]
        )
        found += self._torn(spectrum, whole, found)
        return tuple(each.take.sentence for each in sorted(found, key=lambda each: each.start))

    def _torn(
        self, spectrum: _Spectrum, whole: Mapping[Take, Likeness], found: list[Sighting]
    ) -> list[Sighting]:
        """Sentences in what is left: a lost or late packet shifts what follows, so only their parts are alike."""
        long = [take for take in whole if self._length(take) >= 2 * _PART_FRAMES]
        long.sort(key=lambda take: -float(whole[take].max(initial=-1.0)))
        sightings = [
            each
            for take in long[:_SUSPECTS]
            for each in self._sightings(take, spectrum.likeness_of_parts(self._known[take]))
        ]
        sure = [each for each in found if self._length(each.take) >= 2 * _PART_FRAMES]
        fill = _best_cover([each for each in sightings if not any(each.overlaps(one) for one in sure)])
        found[:] = [one for one in found if not any(one.overlaps(each) for each in fill)]
        return fill

    def _length(self, take: Take) -> int:
        return int(self._known[take].shape[1])

    def _sightings(self, take: Take, likeness: Likeness) -> list[Sighting]:
        """Every place where the sentence is alike enough, the best of each neighborhood."""
        length = self._length(take)
        left = likeness.copy()
        found: list[Sighting] = []
        while left.size and left[at := int(left.argmax())] >= LEAST_LIKENESS:
            found.append(Sighting(take, at, at + length, float(left[at])))
            left[max(0, at - length // 2) : at + length // 2 + 1] = 0
        return found


class _Spectrum:
    """What was heard, prepared so that each sentence is looked for in all places at once."""

    def __init__(self, heard: Bands) -> None:
        self._frames = heard.shape[1]
        self._size = 1 << (2 * self._frames - 1).bit_length()
        self._transform = np.fft.rfft(heard, self._size, axis=1)
        self._sums = _running_sum(heard)
        self._squares = _running_sum(heard**2)

    def likeness(self, known: Bands) -> Likeness:
        """The normalized correlation at each place; no place when the sentence is longer than what was heard."""
        length = known.shape[1]
        if length > self._frames:
            return np.zeros(0)
        centered = known - known.mean(axis=1, keepdims=True)
        product = self._transform * np.conj(np.fft.rfft(centered, self._size, axis=1))
        agreement = np.fft.irfft(product.sum(axis=0), self._size)[: self._frames - length + 1]
        sums = self._sums[:, length:] - self._sums[:, :-length]
        squares = self._squares[:, length:] - self._squares[:, :-length]
        energy = np.maximum((squares - sums**2 / length).sum(axis=0), 1e-6)
        found: Likeness = agreement / np.sqrt(energy * float((centered**2).sum()) + 1e-6)
        return found

    def likeness_of_parts(self, known: Bands) -> Likeness:
        """The median likeness of the sentence's parts at each place, every part at its best within the slip."""
        places = self._frames - known.shape[1] + 1
        if places < 1:
            return np.zeros(0)
        starts = range(0, known.shape[1] - _PART_FRAMES + 1, _PART_FRAMES)
        parts = np.empty((len(starts), places))
        for row, start in enumerate(starts):
            part = self.likeness(known[:, start : start + _PART_FRAMES])
            padded = np.pad(part, _SLIP_FRAMES, constant_values=-1.0)
            best = np.lib.stride_tricks.sliding_window_view(padded, 2 * _SLIP_FRAMES + 1).max(axis=1)
            parts[row] = best[start : start + places]
        found: Likeness = np.median(parts, axis=0)
        return found


def _best_cover(sightings: list[Sighting]) -> list[Sighting]:
    """Sightings that do not overlap and explain most of what was heard (weighted interval scheduling).

    A little less likeness costs much, so that a longer word does not win over the right one.
    """
    ordered = sorted(sightings, key=lambda each: each.end)
    best: list[tuple[float, list[Sighting]]] = [(0.0, [])]
    for number, each in enumerate(ordered):
        before = max(
            (place + 1 for place in range(number) if ordered[place].end <= each.start + _SLACK_FRAMES),
            default=0,
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
