"""Spans: what the app timed lies at that place of the recording that Asterisk made."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import AbstractAsyncContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from ari_app.ari.client import Client
from ari_app.ari.events import RecordingFinished, RecordingStarted, StasisStart
from ari_app.ari.media_choice import MediaKind
from ari_app.calls.recorder import Recorder
from ari_app.lab.rtp import RtpStream
from ari_app.media.link import MediaSource
from ari_app.media.port import AudioIn, PlayoutEnded, PlayoutStarted
from ari_app.media.recording import Side, Track, cut_span, merge_stereo, wav_info
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.contract.media_suite import Line, loud, tone
from tests.support.asterisk import until
from tests.support.media_line import RealLine, audiosocket_source, real_line, websocket_source
from tests.support.stalls import calmest

pytestmark = pytest.mark.realtime

TOLERANCE_MS = 150
Span = tuple[int, int]


async def start_recording(client: Client, real: RealLine, spy: str) -> float:
    """Record one direction; returns when RecordingStarted came."""
    name = f"{real.channel_id}-{spy}"
    with client.events_for(name) as events:
        snoop = await client.channels.snoopChannel(real.channel_id, client.app, spy=spy, snoopId=name)
        await until(events, StasisStart)
        await snoop.record(name, "wav", ifExists="overwrite")
        return (await until(events, RecordingStarted)).at


async def stop_recording(client: Client, real: RealLine, spy: str) -> None:
    """End one direction and wait for its file."""
    name = f"{real.channel_id}-{spy}"
    with client.events_for(name) as events:
        await client.channels.hangup(name)
        await until(events, RecordingFinished)


def spoken_spans(line: Line, started_at: float) -> list[Span]:
    """Stretches of loud frames, in milliseconds of the recording: a frame arrives when it is over."""
    spans: list[Span] = []
    for frame in line.of(AudioIn):
        if loud(frame.pcm):
            end = round((frame.at - started_at) * 1000)
            if spans and end - spans[-1][1] < 100:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((end - 20, end))
    return spans


def assert_holds_a_tone(path: Path, side: Side, span: Span) -> None:
    """The file sounds from the span's start to its end, and not before and after, to ±150 ms."""
    pcm = cut_span(path, side, span[0] - 500, span[1] + 500)
    offset = max(0, span[0] - 500)
    samples = np.abs(np.frombuffer(pcm, dtype="<i2").astype(int))
    sounding = np.flatnonzero(samples > 1500) * 1000 // 8000 + offset
    assert sounding[0] == pytest.approx(span[0], abs=TOLERANCE_MS)
    assert sounding[-1] == pytest.approx(span[1], abs=TOLERANCE_MS)


@pytest.mark.parametrize(("over", "rounds"), [(MediaKind.WEBSOCKET, 4), (MediaKind.AUDIOSOCKET, 2)])
async def test_spans_hold_what_was_said_also_after_pauses_without_packets(
    asterisk: AsteriskInstance,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    over: MediaKind,
    rounds: int,
) -> None:
    def opening() -> AbstractAsyncContextManager[MediaSource]:
        return websocket_source(asterisk) if over is MediaKind.WEBSOCKET else audiosocket_source(8_000)

    async def recorded() -> tuple[Line, float, Path]:
        async with opening() as source, real_line(asterisk, client, source) as real:
            started = {spy: await start_recording(client, real, spy) for spy in ("in", "out")}
            line = Line(real.media, lambda _: None, real.call.send_digits, real.call.hang_up)
            collecting = asyncio.create_task(line.collect())
            await talk_with_pauses(real, rounds, monkeypatch)
            for spy in ("in", "out"):
                await stop_recording(client, real, spy)
        await collecting
        begin = min(started.values())
        files = {spy: asterisk.recording_dir / f"{real.channel_id}-{spy}.wav" for spy in started}
        patient, agent = (Track(files[spy], round((at - begin) * 1000)) for spy, at in started.items())
        call = tmp_path / f"{real.channel_id}.wav"
        merge_stereo(patient, agent, call)
        return line, begin, call

    line, begin, call = await calmest(recorded)
    assert wav_info(call).duration_ms == pytest.approx(1_800 * rounds, abs=400)
    spoken = spoken_spans(line, begin)
    assert len(spoken) == rounds
    for span in spoken:
        assert_holds_a_tone(call, Side.PATIENT, span)
    for prompt, ended in zip(line.of(PlayoutStarted), line.of(PlayoutEnded), strict=True):
        span = (round((prompt.at - begin) * 1000), round((ended.at - begin) * 1000))
        assert_holds_a_tone(call, Side.AGENT, span)


async def talk_with_pauses(real: RealLine, rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The patient beeps, the robot answers, and the phone sends no packets for a while, `rounds` times."""
    beep = np.frombuffer(tone(300, 1000, rate=8_000), dtype=np.int16)
    for number in range(rounds):
        real.call.play(beep)
        await asyncio.sleep(0.6)
        await real.media.play(f"prompt-{number}", tone(400))
        with monkeypatch.context() as quiet:
            quiet.setattr(RtpStream, "_send", lambda *_: None)
            await asyncio.sleep(1.2)


async def test_a_recording_that_a_lost_worker_began_is_gone_on_with(
    asterisk: AsteriskInstance, client: Client
) -> None:
    def loop_time(moment: datetime) -> float:
        return time.monotonic() - (datetime.now(UTC) - moment).total_seconds()

    async with websocket_source(asterisk) as source, real_line(asterisk, client, source) as real:
        started = {spy: await start_recording(client, real, spy) for spy in ("in", "out")}
        recorder = Recorder(client, client.app, client.channels.at(real.channel_id))
        assert await recorder.start(lambda _: asyncio.Event(), 3.0, loop_time)
        assert recorder.started_at == pytest.approx(min(started.values()), abs=TOLERANCE_MS / 1000)
        for spy in ("in", "out"):
            await stop_recording(client, real, spy)
            await client.recordings.deleteStored(f"{real.channel_id}-{spy}")


@pytest.mark.parametrize("stopped_seconds", [0.0, 1.2])
async def test_sound_that_asterisk_had_no_time_to_record_is_told(
    asterisk: AsteriskInstance, client: Client, tmp_path: Path, stopped_seconds: float
) -> None:
    async with websocket_source(asterisk) as source, real_line(asterisk, client, source) as real:
        recorder = Recorder(client, client.app, client.channels.at(real.channel_id))
        with ExitStack() as mailboxes, capture_logs() as logs:
            events = [
                mailboxes.enter_context(client.events_for(f"{real.channel_id}-{spy}"))
                for spy in ("in", "out")
            ]
            for spy, mailbox in zip(("in", "out"), events, strict=True):
                await start_recording(client, real, spy)
                begun = await until(mailbox, RecordingStarted)
                recorder.recording_started(begun.recording.name, begun.happened_at)
            assert asterisk.pid is not None
            os.kill(asterisk.pid, signal.SIGSTOP)
            await asyncio.sleep(stopped_seconds)
            os.kill(asterisk.pid, signal.SIGCONT)
            await asyncio.sleep(1.0)
            finishing = asyncio.create_task(recorder.finish(tmp_path))
            for mailbox in events:
                finished = await until(mailbox, RecordingFinished)
                recorder.recording_ended(finished.recording.name, finished.happened_at)
            assert await finishing
    lost = [entry["lost_ms"] for entry in logs if entry["event"] == "recording_lost_sound"]
    assert [round(each / 1000, 1) for each in lost] == (
        [] if not stopped_seconds else [pytest.approx(1.2, abs=0.2)]
    )
