"""What leaves for Asterisk and when, and what comes from it, over real TCP."""

from __future__ import annotations

import asyncio
import time

import numpy as np
import pytest

from ari_app.media import audiosocket_media
from ari_app.media.audiosocket_frames import Audio, Fault, Key, encode
from ari_app.media.audiosocket_media import AudioSocketMedia
from ari_app.media.port import (
    FRAME_BYTES,
    AudioIn,
    KeyIn,
    MediaClosed,
    MediaEvent,
    PlayoutEnded,
    PlayoutStarted,
)
from tests.contract.media_suite import loud, tone
from tests.unit.media.audiosocket_peer import joined


async def events_of(media: AudioSocketMedia) -> list[MediaEvent]:
    """All until the end."""
    return [event async for event in media.events()]


async def test_silence_flows_from_the_beginning() -> None:
    async with joined() as (_, peer):
        await asyncio.sleep(0.3)
        heard = peer.heard
    assert len(heard) == pytest.approx(15, abs=2)
    assert {pcm for _, pcm in heard} == {bytes(320)}


@pytest.mark.parametrize("rate", [8_000, 16_000])
async def test_frames_are_of_the_channels_rate(rate: int) -> None:
    async with joined(rate) as (media, peer):
        await media.play("one", tone(100))
        await asyncio.sleep(0.2)
        frames = [frame for _, frame in peer.frames if isinstance(frame, Audio)]
    assert {(frame.rate, len(frame.pcm)) for frame in frames} == {(rate, rate * 2 // 50)}
    assert sum(loud(frame.pcm) for frame in frames) == pytest.approx(5, abs=1)


async def test_a_loop_that_stumbles_loses_no_time() -> None:
    async with joined() as (media, peer):
        await media.play("long", tone(1_600))
        for _ in range(20):
            await asyncio.sleep(0.02)
            time.sleep(0.03)  # noqa: ASYNC251 - the stumble
        events = media.events()
        told = [await anext(events) for _ in range(2)]
        voiced = [at for at, pcm in peer.heard if loud(pcm)]
        assert media.pauses == 0
    started, ended = told
    assert isinstance(started, PlayoutStarted)
    assert isinstance(ended, PlayoutEnded)
    assert ended.at - started.at == pytest.approx(1.6, abs=0.03)
    assert len(voiced) == 80


async def test_a_long_standstill_is_a_pause_and_no_burst() -> None:
    async with joined() as (media, peer):
        await media.play("long", tone(600))
        await asyncio.sleep(0.1)
        time.sleep(0.4)  # noqa: ASYNC251 - the standstill
        await asyncio.sleep(0.05)
        before = len([1 for _, pcm in peer.heard if loud(pcm)])
        assert media.pauses == 1
        ended = next(event for event in await until_ended(media) if isinstance(event, PlayoutEnded))
    assert before == pytest.approx(8, abs=2)
    assert (ended.played_ms, ended.completed) == (600, True)


async def until_ended(media: AudioSocketMedia) -> list[MediaEvent]:
    """Events until a prompt's end."""
    got: list[MediaEvent] = []
    async for event in media.events():
        got.append(event)
        if isinstance(event, PlayoutEnded):
            break
    return got


async def test_nothing_of_a_prompt_leaves_after_a_flush() -> None:
    async with joined() as (media, peer):
        await media.play("cut", tone(2_000))
        await asyncio.sleep(0.25)
        await media.flush()
        await asyncio.sleep(0.1)
        heard = [pcm for _, pcm in peer.heard]
        ended = next(event for event in await until_ended(media) if isinstance(event, PlayoutEnded))
    assert ended.played_ms == 20 * sum(loud(pcm) for pcm in heard)
    assert not loud(heard[-1])


@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
async def test_what_the_patient_says_comes_at_our_rate_and_at_once(rate: int) -> None:
    async with joined() as (media, peer):
        sound = tone(400, rate=rate)
        step = rate * 2 // 50
        events = media.events()
        counts = []
        for start in range(0, len(sound), step):
            peer.send(Audio(rate, sound[start : start + step]))
            event = await asyncio.wait_for(anext(events), 1)
            counts.append(event)
    pcm = b"".join(event.pcm for event in counts if isinstance(event, AudioIn))
    assert len(pcm) == 20 * FRAME_BYTES
    spectrum = np.abs(np.fft.rfft(np.frombuffer(pcm, dtype="<i2").astype(float)[1600:]))
    assert np.argmax(spectrum) * 16_000 / (2 * (len(spectrum) - 1)) == pytest.approx(440, abs=3)


async def test_packets_of_any_length_become_frames_of_20_ms() -> None:
    async with joined() as (media, peer):
        peer.send(*(Audio(16_000, bytes(size)) for size in (960, 960, 320, 640)))
        await asyncio.sleep(0.1)
        await media.close()
        *audio, closed = await events_of(media)
    assert [len(frame.pcm) for frame in audio if isinstance(frame, AudioIn)] == [640] * 4
    assert isinstance(closed, MediaClosed)


async def test_a_key_that_both_tell_of_counts_once() -> None:
    async with joined() as (media, peer):
        for digit in "114":
            media.key_told(digit)
            peer.send(Key(digit))
            await asyncio.sleep(0.03)
        media.key_told("7")
        peer.send(Fault(b"\x01"))
        await asyncio.sleep(0.05)
        await media.close()
        keys = [event.digit for event in await events_of(media) if isinstance(event, KeyIn)]
    assert keys == ["1", "1", "4", "7"]


@pytest.mark.parametrize("garbage", ["47 4554", "01 0003", "03 0001 00"])
async def test_garbage_closes_and_says_why(garbage: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with joined() as (media, peer):
        await media.play("cut", tone(1_000))
        peer.send_raw(encode(Audio(8_000, bytes(320))) + bytes.fromhex(garbage))
        async with asyncio.timeout(2):
            *_, ended, closed = await events_of(media)
            await peer.is_over.wait()
        assert peer.was_hung_up
    assert isinstance(ended, PlayoutEnded)
    assert not ended.completed
    assert isinstance(closed, MediaClosed)
    assert "audiosocket_bad_frame" in capsys.readouterr().out


async def test_a_far_end_that_is_gone_closes() -> None:
    async with joined() as (media, peer):
        await peer.close()
        async with asyncio.timeout(2):
            assert [type(event) for event in await events_of(media)] == [MediaClosed]


async def flood(media: AudioSocketMedia) -> None:
    """Fill all that the two kernels hold of a connection, until no more goes for a while."""
    held_looks = 0
    while held_looks < 5:
        held_looks = held_looks + 1 if media._connection.is_held else 0
        if not held_looks:
            media._connection.send_audio(8_000, bytes(60_000))
        await asyncio.sleep(0.01 if held_looks else 0)


async def test_a_far_end_that_takes_nothing_does_not_hang_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_media, "STALL_SECONDS", 0.2)
    async with joined() as (media, peer):
        peer.stop_reading()
        await media.play("lost", tone(20_000))
        await flood(media)
        async with asyncio.timeout(3):
            ended = next(event for event in await until_ended(media) if isinstance(event, PlayoutEnded))
    assert (ended.utterance_id, ended.completed) == ("lost", False)


async def test_nothing_is_left_behind() -> None:
    before = asyncio.all_tasks()
    async with joined() as (media, _):
        await media.play("cut", tone(1_000))
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    assert {task for task in asyncio.all_tasks() - before if not task.done()} == set()
