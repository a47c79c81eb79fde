"""How exactly a stored span lies on the words that it is said to hold, told by finding their very sound again."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from ari_app.dialogue.events import Span
from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.patient_report import PatientReport, PatientTurn
from ari_app.lab.patient_script import spoken_words
from ari_app.lab.telephone_line import voiced_span
from ari_app.store.stored_result import StoredResult

AROUND_MS = 2_000
LEAST_LIKENESS = 0.5


def span_errors(
    result: StoredResult, report: PatientReport, sounds: Mapping[str, Pcm], recordings: Path
) -> list[tuple[int, int]]:
    """Of each utterance that was stored: how much too late its span begins and ends, in milliseconds."""
    if result.recording_path is None:
        return []
    left = _left(recordings / result.recording_path)
    said: dict[Span, list[Pcm]] = {}
    for turn, pcm in _spoken(report, sounds):
        if (span := _nearest(result, turn)) is not None:
            said.setdefault(span, []).append(pcm)
    found = ((span, _place(left, each, span)) for span, each in said.items())
    return [(span.start_ms - place[0], span.end_ms - place[1]) for span, place in found if place is not None]


def _spoken(report: PatientReport, sounds: Mapping[str, Pcm]) -> Iterator[tuple[PatientTurn, Pcm]]:
    for turn in report.turns:
        words = spoken_words(turn.said)
        if turn.said_from_ms is not None and words in sounds:
            yield turn, sounds[words]


def _nearest(result: StoredResult, said: PatientTurn) -> Span | None:
    """The span of the stored turn that was heard about when this was said."""
    spans = [turn.span for turn in result.turns if turn.source == "voice" and turn.span is not None]
    near = [span for span in spans if abs(span.start_ms - (said.said_from_ms or 0)) < AROUND_MS]
    return min(near, key=lambda span: abs(span.start_ms - (said.said_from_ms or 0)), default=None)


def _place(left: Pcm, sounds: Sequence[Pcm], span: Span) -> tuple[int, int] | None:
    """From where to where in the recording (ms) the sounds of a span lie; None when they are not there.

    The same words may stand in it twice: who speaks over a question and is asked again says them again.
    """
    around_ms = AROUND_MS if len(sounds) == 1 else AROUND_MS // 2
    last_ms = span.end_ms - len(sounds[-1]) * 1000 // SAMPLE_RATE
    first = _find(left, sounds[0], span.start_ms, around_ms)
    last = _find(left, sounds[-1], last_ms, around_ms)
    return None if first is None or last is None else (first[0], last[1])


def _find(left: Pcm, pcm: Pcm, near_ms: int, around_ms: int) -> tuple[int, int] | None:
    """Where the sound that begins so near lies in the recording (ms); None when it does not."""
    voiced = voiced_span(pcm)
    if voiced is None:
        return None
    sound = pcm[int(voiced[0] * SAMPLE_RATE) : int(voiced[1] * SAMPLE_RATE)].astype(np.float64)
    begin = max(0, (near_ms - around_ms) * SAMPLE_RATE // 1000)
    there = left[begin : max(0, (near_ms + around_ms) * SAMPLE_RATE // 1000) + len(sound)].astype(np.float64)
    if len(there) < len(sound):
        return None
    size = 1 << (len(there) + len(sound)).bit_length()
    agreement = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(sound, size)), size)
    at = int(agreement[: len(there) - len(sound) + 1].argmax())
    found = there[at : at + len(sound)]
    likeness = agreement[at] / np.sqrt(float((found**2).sum()) * float((sound**2).sum()) + 1.0)
    if likeness < LEAST_LIKENESS:
        return None
    start_ms = round((begin + at) * 1000 / SAMPLE_RATE)
    return start_ms, start_ms + round(len(sound) * 1000 / SAMPLE_RATE)


def _left(path: Path) -> Pcm:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    left: Pcm = samples[::2]
    return left
