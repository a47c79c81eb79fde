"""How exactly a stored span lies on the words that it is said to hold, told by finding their very sound again."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping
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
    errors = []
    for turn, pcm in _spoken(report, sounds):
        span = _nearest(result, turn)
        truth = None if span is None else _find(left, pcm, span)
        if span is not None and truth is not None:
            errors.append((span.start_ms - truth[0], span.end_ms - truth[1]))
    return errors


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


def _find(left: Pcm, pcm: Pcm, span: Span) -> tuple[int, int] | None:
    """Where the sound lies in the recording (ms); None when it is not there."""
    voiced = voiced_span(pcm)
    if voiced is None:
        return None
    sound = pcm[int(voiced[0] * SAMPLE_RATE) : int(voiced[1] * SAMPLE_RATE)].astype(np.float64)
    begin = max(0, (span.start_ms - AROUND_MS) * SAMPLE_RATE // 1000)
    there = left[begin : (span.end_ms + AROUND_MS) * SAMPLE_RATE // 1000].astype(np.float64)
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
