"""What is said of a line's figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.policy.audio_quality import AudioQuality, complaints, describe

GOOD = AudioQuality(
    heard_seconds=120.0,
    speech_seconds=20.0,
    speech_dbfs=-24.3,
    noise_dbfs=-58.0,
    snr_db=33.7,
    clipped_share=0.0,
    echo_return_db=-60.0,
    late_frames=3,
    missing_frames=1,
    late_share=0.0007,
    worst_delay_ms=85,
)
UNKNOWN = AudioQuality(0.2, 0.0, None, None, None, None, None, 0, 0, None, 0)


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (replace(GOOD, snr_db=9.9), "noisy"),
        (replace(GOOD, clipped_share=0.011), "distorted"),
        (replace(GOOD, late_share=0.051), "gaps"),
        (replace(GOOD, echo_return_db=-19.9), "echo"),
    ],
)
def test_a_bad_line_is_named(bad: AudioQuality, word: str) -> None:
    (complaint,) = complaints(bad)
    assert complaint.startswith(f"{word}: ")


def test_a_good_line_and_an_unknown_one_are_not_complained_of() -> None:
    assert complaints(GOOD) == complaints(UNKNOWN) == ()
    assert (
        complaints(replace(GOOD, snr_db=10.0, clipped_share=0.01, late_share=0.05, echo_return_db=-20.0))
        == ()
    )


def test_all_that_is_bad_is_told() -> None:
    bad = replace(GOOD, snr_db=6.2, clipped_share=0.034, late_share=0.12, echo_return_db=-8.0)
    noisy, distorted, gaps, echo = complaints(bad)
    assert "6 dB above the noise" in noisy
    assert "3.4% of the voice" in distorted
    assert "12.0% of the packets" in gaps
    assert "8 dB weaker" in echo


def test_the_figures_in_one_line() -> None:
    assert describe(GOOD) == (
        "voice -24 dBFS, noise -58 dBFS, SNR 34 dB, clipped 0.0%, echo none, late or missing 0.1% (worst 85 ms)"
    )
    assert describe(UNKNOWN) == (
        "voice unknown, noise unknown, SNR unknown, clipped unknown, echo unknown, "
        "late or missing unknown (worst 0 ms)"
    )
