"""`ari-app script say`: a sentence as sound, by the real voice."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ari_app.cli.main import app
from tests.contract.speech_processes import RUNTIME

SENTENCE = "您今天体温多少度？"


def seconds_of(path: Path) -> float:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, 16_000, 2)
        return float(file.getnframes() / file.getframerate())


@pytest.mark.req("M17-010")
def test_a_sentence_can_be_heard_before_patients_hear_it_also_slowly(tmp_path: Path) -> None:
    usual, slow = tmp_path / "usual.wav", tmp_path / "slow.wav"
    for out, more in ((usual, ()), (slow, ("--slow",))):
        words = ["script", "say", SENTENCE, "--out", str(out), "--models", str(RUNTIME / "models")]
        done = CliRunner().invoke(app, [*words, "--prompts", str(tmp_path / "prompts"), *more])
        assert done.exit_code == 0, (done.output, done.exception)
        assert "mend" not in done.output
    assert 1.0 < seconds_of(usual) < 6.0
    assert seconds_of(slow) > 1.15 * seconds_of(usual)


@pytest.mark.req("M17-010")
def test_what_a_voice_reads_wrongly_is_told_with_its_mend(tmp_path: Path) -> None:
    words = ["script", "say", "体温38.5℃。", "--out", str(tmp_path / "x.wav"), "--voice", "nobody"]
    done = CliRunner().invoke(app, [*words, "--models", str(tmp_path)])
    assert "mend" in done.output
    assert done.exit_code != 0
