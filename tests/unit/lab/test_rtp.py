"""Audio and digits between two streams on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest

from ari_app.lab.g711 import PCMA, Pcm
from ari_app.lab.rtp import PlayHandle, RtpStream
from ari_app.lab.sdp import AudioOffer

Pair = tuple[RtpStream, RtpStream]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    left, right = await RtpStream.open("127.0.0.1"), await RtpStream.open("127.0.0.1")
    left.connect(AudioOffer("127.0.0.1", right.port, PCMA, 101))
    right.connect(AudioOffer("127.0.0.1", left.port, PCMA, 101))
    sending = asyncio.create_task(left.run())
    yield left, right
    left.close()
    right.close()
    await sending


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(300):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come")


def tone(seconds: float) -> Pcm:
    return (8_000 * np.sin(2 * np.pi * 500 * np.arange(int(8_000 * seconds)) / 8_000)).astype(np.int16)


def loud_packets(stream: RtpStream) -> int:
    return sum(1 for _, pcm in stream.heard if np.abs(pcm).max() > 4_000)


async def test_what_is_played_arrives_whole_and_its_times_are_told(pair: Pair) -> None:
    left, right = pair
    handle = left.play(tone(0.2))
    await handle.done.wait()
    await until(lambda: loud_packets(right) == 10)
    assert handle.started_at is not None
    assert handle.ended_at is not None
    assert 0.16 < handle.ended_at - handle.started_at < 0.25
    assert not handle.flushed


async def test_flush_silences_and_says_so(pair: Pair) -> None:
    left, right = pair
    first, second = left.play(tone(1.0)), left.play(tone(1.0))
    await until(lambda: loud_packets(right) >= 2)
    left.flush()
    count = loud_packets(right)
    await asyncio.sleep(0.1)
    assert loud_packets(right) <= count + 1
    assert first.flushed
    assert second.flushed
    assert second.started_at is None


async def test_each_digit_arrives_once(pair: Pair) -> None:
    left, right = pair
    left.send_digits("144#")
    await until(lambda: len(right.digits_received) == 4)
    await asyncio.sleep(0.1)
    assert right.digits_received == "144#"


async def test_a_key_that_no_telephone_has_is_refused(pair: Pair) -> None:
    with pytest.raises(ValueError, match="not a key"):
        pair[0].send_digits("1x")


async def test_background_sounds_between_and_under(pair: Pair) -> None:
    left, right = pair
    left.background = np.full(250, 500, np.int16)
    await until(lambda: sum(int(pcm.min()) > 300 for _, pcm in right.heard) > 5)


async def test_frames_end_with_the_stream(pair: Pair) -> None:
    left, right = pair
    heard: list[Pcm] = []

    async def listen() -> None:
        async for _, pcm in right.frames():
            heard.append(pcm)

    listening = asyncio.create_task(listen())
    await until(lambda: len(heard) > 3)
    right.close()
    async with asyncio.timeout(1):
        await listening


async def test_garbage_is_ignored(pair: Pair) -> None:
    _, right = pair
    right.datagram_received(b"x", ("127.0.0.1", 1))
    right.datagram_received(b"\x00" * 40, ("127.0.0.1", 1))
    assert all(len(pcm) == 160 for _, pcm in right.heard)


def test_a_stretch_of_audio_is_told_by_the_packets_that_held_it() -> None:
    handle = PlayHandle(tone(0.2))
    assert handle.sounded(0.0, 0.2) is None
    # the phone stalls for half a second after three packets, and catches up
    for moment in (0.0, 0.02, 0.04, 0.56, 0.561, 0.562, 0.563, 0.564, 0.565, 0.566):
        handle.next_samples(10.0 + moment)
    assert handle.sounded(0.0, 0.06) == pytest.approx((10.0, 10.06))
    assert handle.sounded(0.06, 0.2) == pytest.approx((10.56, 10.586))
    assert handle.sounded(0.05, 0.07) == pytest.approx((10.05, 10.57))
