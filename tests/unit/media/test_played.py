"""What left for the patient when."""

from __future__ import annotations

from ari_app.media.played import PlayedAudio
from ari_app.media.port import SAMPLE_RATE

SECOND = b"\x01\x00" * SAMPLE_RATE


def test_what_sounded_is_found_where_it_sounded() -> None:
    played = PlayedAudio()
    played.began(SECOND, 10.0)
    half = SAMPLE_RATE // 2
    assert played.between(9.75, half) == bytes(half) + b"\x01\x00" * (half // 2)
    assert played.between(10.75, half) == b"\x01\x00" * (half // 2) + bytes(half)
    assert played.between(12.0, half) == bytes(2 * half)


def test_what_was_cut_did_not_sound() -> None:
    played = PlayedAudio()
    played.began(SECOND, 10.0)
    played.ended(10.5)
    assert played.between(10.5, 100) == bytes(200)
    assert not played.is_silent_since(10.4)
    assert played.is_silent_since(10.5)


def test_prompts_that_follow_one_another_do_not_mix() -> None:
    played = PlayedAudio()
    played.began(SECOND, 10.0)
    played.ended(11.0)
    played.began(b"\x02\x00" * SAMPLE_RATE, 11.0)
    assert played.between(11.0 - 1 / SAMPLE_RATE, 2) == b"\x01\x00\x02\x00"


def test_nothing_ever_sounded() -> None:
    played = PlayedAudio()
    assert played.is_silent_since(0.0)
    played.ended(1.0)
    assert played.between(1.0, 3) == bytes(6)
