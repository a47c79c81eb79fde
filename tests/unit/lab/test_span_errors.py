"""How exactly a stored span lies on its words is judged right, also where the same words stand in it twice."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from ari_app.dialogue.events import Span
from ari_app.lab.g711 import SAMPLE_RATE
from ari_app.lab.patient_report import PatientReport, PatientTurn
from ari_app.store.stored_result import StoredResult
from tests.soak.spans import span_errors

WORDS = np.random.default_rng(1).normal(0, 3_000, int(1.5 * SAMPLE_RATE)).astype(np.int16)
TURN = PatientTurn("question", "consent", "", 0, 3_000, "不要再打电话来了", 4_000, 5_500)


class Stored:
    """As much of a stored call as the judge looks at: one utterance."""

    def __init__(self, span: Span) -> None:
        self.source, self.span, self.turns, self.recording_path = "voice", span, [self], "call.wav"


@pytest.mark.parametrize(
    ("begins_s", "span", "errors"),
    [
        ((4.0,), Span(4_010, 5_490), (10, -10)),
        ((4.0,), Span(5_000, 5_490), (1_000, -10)),
        ((4.0, 5.7), Span(4_010, 7_180), (10, -20)),
        ((4.0, 5.7), Span(4_010, 5_490), (10, -10)),
    ],
)
def test_a_span_is_held_against_all_that_was_said_in_it(
    tmp_path: Path, begins_s: tuple[float, ...], span: Span, errors: tuple[int, int]
) -> None:
    sound = np.zeros((12 * SAMPLE_RATE, 2), np.int16)
    for begin in (int(each * SAMPLE_RATE) for each in begins_s):
        sound[begin : begin + len(WORDS), 0] = WORDS
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(sound.tobytes())
    said = [replace(TURN, said_from_ms=int(each * 1000)) for each in begins_s]
    report = PatientReport("", "", "", turns=said)
    found = span_errors(cast(StoredResult, Stored(span)), report, {TURN.said: WORDS}, tmp_path)
    assert found == [errors]
