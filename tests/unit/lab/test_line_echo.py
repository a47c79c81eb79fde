"""A phone's own echo: in time, in one piece, and only once."""

from __future__ import annotations

import numpy as np

from ari_app.lab.g711 import FRAME_SAMPLES, Pcm
from ari_app.lab.line_echo import LineEcho

SPEECH: Pcm = (np.arange(5 * FRAME_SAMPLES) + 1000).astype(np.int16)


def packets() -> list[tuple[int, Pcm]]:
    return [(7_000 + at, SPEECH[at : at + FRAME_SAMPLES]) for at in range(0, len(SPEECH), FRAME_SAMPLES)]


def test_it_comes_back_later_softer_and_once() -> None:
    echo = LineEcho(50, -6.0)
    back = []
    for timestamp, pcm in packets():
        echo.hear(timestamp, pcm)
        back.append(echo.next_samples())
    back += [echo.next_samples() for _ in range(200)]
    heard = np.concatenate(back)
    expected = (SPEECH * 10 ** (-6.0 / 20)).astype(np.int16)
    assert np.array_equal(heard[400 : 400 + len(SPEECH)], expected)
    assert not heard[:400].any()
    assert not heard[400 + len(SPEECH) :].any()


def test_a_packet_that_comes_late_tears_no_gap() -> None:
    echo = LineEcho(50, 0.0)
    back = []
    for number, (timestamp, pcm) in enumerate(packets()):
        if number == 2:
            back.append(echo.next_samples())
        echo.hear(timestamp, pcm)
        if number != 3:
            back.append(echo.next_samples())
    back += [echo.next_samples() for _ in range(10)]
    heard = np.concatenate(back)
    assert np.array_equal(heard[400 : 400 + len(SPEECH)], SPEECH)


def test_after_a_silence_that_was_not_sent_it_begins_anew() -> None:
    echo = LineEcho(60, 0.0)
    echo.hear(7_000, SPEECH[:FRAME_SAMPLES])
    for _ in range(50):
        echo.next_samples()
    echo.hear(90_000, SPEECH[FRAME_SAMPLES : 2 * FRAME_SAMPLES])
    heard = np.concatenate([echo.next_samples() for _ in range(5)])
    assert np.array_equal(heard[480 : 480 + FRAME_SAMPLES], SPEECH[FRAME_SAMPLES : 2 * FRAME_SAMPLES])
