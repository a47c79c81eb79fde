"""One frame for each deadline, at the rate of the channel, and what each means for its utterance."""

from __future__ import annotations

import numpy as np
import pytest

from ari_app.media.paced_playout import PacedPlayout
from ari_app.media.port import PlayoutEnded, PlayoutStarted
from ari_app.media.resample import resample
from tests.contract.media_suite import tone

STEP = 0.02


def drain(playout: PacedPlayout, at: float = 0.0) -> tuple[list[bytes], list[PlayoutStarted | PlayoutEnded]]:
    """Every frame until silence, and everything told."""
    frames: list[bytes] = []
    told: list[PlayoutStarted | PlayoutEnded] = []
    while True:
        frame, more = playout.next_frame(at)
        told += more
        if frame is None:
            return frames, told
        frames.append(frame)
        at += STEP


@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_an_utterance_goes_out_whole_in_frames_of_its_rate(rate: int) -> None:
    playout = PacedPlayout(rate)
    playout.add("one", tone(200))
    frames, told = drain(playout)
    assert {len(frame) for frame in frames} == {rate * 2 // 50}
    assert b"".join(frames) == resample(tone(200), 16_000, rate)
    started, ended = told
    assert started == PlayoutStarted("one", 0.0)
    assert isinstance(ended, PlayoutEnded)
    assert (ended.played_ms, ended.completed) == (200, True)
    assert ended.at == pytest.approx(0.2)


def test_the_next_utterance_begins_when_the_one_before_ends() -> None:
    playout = PacedPlayout(8_000)
    playout.add("one", tone(40))
    playout.add("two", tone(20))
    _, told = drain(playout)
    assert [(type(each), each.utterance_id, round(each.at, 3)) for each in told] == [
        (PlayoutStarted, "one", 0.0),
        (PlayoutEnded, "one", 0.04),
        (PlayoutStarted, "two", 0.04),
        (PlayoutEnded, "two", 0.06),
    ]


@pytest.mark.parametrize(("pcm", "milliseconds"), [(b"", 20), (tone(30), 40), (tone(100)[:-2], 100)])
def test_odd_lengths_are_filled_up(pcm: bytes, milliseconds: int) -> None:
    playout = PacedPlayout(8_000)
    playout.add("odd", pcm)
    frames, told = drain(playout)
    assert len(frames) * 20 == milliseconds
    assert isinstance(told[-1], PlayoutEnded)
    assert told[-1].played_ms == milliseconds


def test_what_is_dropped_tells_how_much_had_left() -> None:
    playout = PacedPlayout(8_000)
    playout.add("sounding", tone(1000))
    playout.add("waiting", tone(1000))
    for number in range(7):
        playout.next_frame(number * STEP)
    assert playout.drop(0.15) == [
        PlayoutEnded("sounding", 140, completed=False, at=0.15),
        PlayoutEnded("waiting", 0, completed=False, at=0.15),
    ]
    assert playout.next_frame(0.16) == (None, [])


def test_what_has_left_whole_cannot_be_dropped_any_more() -> None:
    playout = PacedPlayout(8_000)
    playout.add("short", tone(20))
    playout.next_frame(0.0)
    assert playout.drop(0.01) == [PlayoutEnded("short", 20, completed=True, at=0.01)]


def test_a_prompt_after_a_flush_holds_nothing_of_the_one_before() -> None:
    playout = PacedPlayout(8_000)
    playout.add("cut", tone(1000))
    playout.next_frame(0.0)
    playout.drop(0.0)
    playout.add("silence", bytes(640 * 3))
    frames, _ = drain(playout)
    assert not np.frombuffer(b"".join(frames), dtype="<i2").any()
