"""A worker that is killed in the middle of a call is started again: the patient keeps the line, rung once."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import numpy as np
import pytest

from ari_app.lab.rig import DATABASE, Rig
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone
from tests.acceptance.commands import PROGRAM, call_words, environment, run

SPEAKING_RMS = 200.0
COMES_UP_SECONDS = 30.0
ENDS_WITHIN_SECONDS = 15.0


@asynccontextmanager
async def open_phone(rig: Rig, answering: Answering) -> AsyncIterator[SipPhone]:
    """The patient's telephone behind the trunk; nobody speaks into it."""

    def always(called: str, headers: Headers) -> Answering:
        return answering

    async with SipPhone.open("127.0.0.1", rig.asterisk.trunk_port, always) as phone:
        yield phone


def queue_call(rig: Rig) -> UUID:
    """Ask for a call that a worker is to place; its attempt's id."""
    done = run(*call_words(rig.settings_path), "--enqueue")
    assert done.status == 0, done
    return UUID(done.out.strip())


async def until_heard(call: Call, since: float, seconds: float) -> float:
    """When the phone heard speech, at or after `since` (its own clock). Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            for at, samples in call.heard_since(since):
                if np.sqrt(np.mean(np.square(samples, dtype=np.float64))) > SPEAKING_RMS:
                    return at
            await asyncio.sleep(0.05)


async def until_quiet(call: Call, quiet_seconds: float, seconds: float) -> None:
    """Wait until nothing was said for `quiet_seconds`: the robot has asked and listens. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            now = asyncio.get_running_loop().time()
            try:
                await until_heard(call, now - quiet_seconds, 0.01)
            except TimeoutError:
                return
            await asyncio.sleep(0.05)


async def read(rig: Rig, statement: str, *values: object) -> list[asyncpg.Record]:
    """Rows of the rig's database."""
    connection = await asyncpg.connect(rig.postgres.dsn_of(DATABASE))
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def until_ended(rig: Rig, attempt: UUID) -> asyncpg.Record:
    """The attempt's row once it has ended. Raises TimeoutError."""
    async with asyncio.timeout(ENDS_WITHIN_SECONDS):
        while True:
            (row,) = await read(rig, "SELECT * FROM attempts WHERE id = $1", attempt)
            if row["state"] == "ended":
                return row
            await asyncio.sleep(0.1)


def invites(phone: SipPhone) -> int:
    """How often the phone was rung (a repeated datagram of the same call does not count)."""
    return len({entry.call_id for entry in phone.log if entry.what == "INVITE"})


def channels(rig: Rig) -> str:
    """What Asterisk still has of any call."""
    return rig.asterisk.cli("core show channels concise").strip() + rig.asterisk.cli("bridge show all")


@pytest.mark.realtime
@pytest.mark.timeout(240)
async def test_a_restarted_worker_goes_on_with_the_living_call(rig: Rig) -> None:
    attempt = await asyncio.to_thread(queue_call, rig)
    worker = await asyncio.to_thread(rig.start_worker)
    async with open_phone(rig, Answering()) as phone:
        call = await phone.next_call(90)
        await call.answered.wait()
        assert call.answered_at is not None
        await until_heard(call, call.answered_at, 10)
        await until_quiet(call, 1.5, 30)
        worker.kill()
        await asyncio.to_thread(worker.wait)
        loop = asyncio.get_running_loop()
        again = await asyncio.to_thread(rig.start_worker)
        try:
            await until_heard(call, loop.time(), COMES_UP_SECONDS)
            await until_quiet(call, 1.0, 30)
            (row,) = await read(rig, "SELECT state FROM attempts WHERE id = $1", attempt)
            assert row["state"] == "answered"
            talked = loop.time() - call.answered_at
            await call.hang_up()
            ended = await until_ended(rig, attempt)
        finally:
            await asyncio.to_thread(_stop, again)
        assert invites(phone) == 1
    assert ended["disposition"] == "partial"
    (count,) = await read(rig, "SELECT count(*) FROM attempts WHERE contact_id = $1", ended["contact_id"])
    assert count["count"] == 1
    with wave.open(str(rig.recordings / f"{attempt}.wav")) as recording:
        assert recording.getnchannels() == 2
        assert abs(recording.getnframes() / recording.getframerate() - talked) < 1.5
    assert str(attempt) not in await asyncio.to_thread(channels, rig)


@pytest.mark.realtime
@pytest.mark.timeout(240)
async def test_a_restarted_worker_ends_a_call_that_only_rang(rig: Rig) -> None:
    attempt = await asyncio.to_thread(queue_call, rig)
    worker = await asyncio.to_thread(rig.start_worker)
    async with open_phone(rig, Answering(ring_for_ever=True)) as phone:
        call = await phone.next_call(90)
        await asyncio.sleep(0.5)
        worker.kill()
        await asyncio.to_thread(worker.wait)
        assert not call.ended.is_set()
        again = await asyncio.to_thread(rig.start_worker)
        try:
            async with asyncio.timeout(ENDS_WITHIN_SECONDS):
                await call.ended.wait()
            assert call.end_reason == "canceled"
            ended = await until_ended(rig, attempt)
            assert ended["disposition"] == "interrupted"
            assert invites(phone) == 1
        finally:
            await asyncio.to_thread(_stop, again)
    assert str(attempt) not in await asyncio.to_thread(channels, rig)


@pytest.mark.realtime
@pytest.mark.timeout(240)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_call_command_that_is_stopped_hangs_up_and_stores_the_end(
    rig: Rig, number: signal.Signals
) -> None:
    words = call_words(rig.settings_path)
    async with open_phone(rig, Answering()) as phone:
        command = await asyncio.create_subprocess_exec(
            str(PROGRAM),
            *words,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=heed_interrupts,
        )
        call = await phone.next_call(90)
        await call.answered.wait()
        assert call.answered_at is not None
        await until_heard(call, call.answered_at, 10)
        command.send_signal(number)
        async with asyncio.timeout(ENDS_WITHIN_SECONDS):
            _, complaint = await command.communicate()
        assert call.ended.is_set()
    assert command.returncode == 128 + number
    assert b"Traceback" not in complaint
    (row,) = await read(rig, "SELECT * FROM attempts ORDER BY created_at DESC LIMIT 1")
    assert (row["state"], row["disposition"]) == ("ended", "interrupted")
    assert str(row["id"]) not in await asyncio.to_thread(channels, rig)
    assert (rig.recordings / f"{row['id']}.wav").exists()


def heed_interrupts() -> None:
    """As from a terminal: what a shell runs in the background inherits that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _stop(worker: subprocess.Popen[str]) -> None:
    worker.terminate()
    assert worker.wait(30) == 0
