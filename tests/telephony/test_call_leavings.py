"""What a call may leave when Asterisk is out of reach at its end: it is waited for, or cleared when it is back."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from ari_app.calls.recorder import Recorder
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.question import PATIENCE_SECONDS
from ari_app.lab.sip_phone import Answering
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.wiring.leavings import clear_left
from tests.chaos.gate import Gate
from tests.support.calls import USUAL, open_ward

pytestmark = pytest.mark.realtime

AWAY_SECONDS = 1.5
DEAD_SECONDS = PATIENCE_SECONDS + 4.0


async def die(instance: AsteriskInstance) -> None:
    """Asterisk is killed, and is back a little later."""
    assert instance.pid is not None
    os.kill(instance.pid, signal.SIGKILL)
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(instance.restart)


async def test_an_asterisk_that_dies_in_the_goodbye_costs_neither_outcome_nor_recording(
    fresh_asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"person": "不想说了，别再打了，再见"}
    async with open_ward(fresh_asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        await patient.hears_within(3)
        await die(fresh_asterisk)
        assert await placed.ended() is Disposition.DNC
        patient.call.close()
        result = await placed.result()
        assert await ward.node.client.recordings.listStored() == []
    assert result.recording_path is not None
    assert (tmp_path / "recordings" / result.recording_path).stat().st_size > 44


async def test_an_asterisk_that_dies_says_nothing_about_a_phone_that_rang(
    fresh_asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    ringing = Answering(ring_for_ever=True)
    async with open_ward(fresh_asterisk, database, tmp_path, answering=lambda *_: ringing) as ward:
        placed = await ward.place()
        call = await ward.phone.next_call()
        await asyncio.sleep(0.5)
        await die(fresh_asterisk)
        assert await placed.ended() is Disposition.INTERRUPTED
        call.close()


async def test_what_a_call_left_is_cleared_when_asterisk_is_back(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(recorder: Recorder, folder: Path) -> Path | None:
        raise Unavailable("Asterisk is away")

    async with open_ward(asterisk, database, tmp_path) as ward:
        client = ward.node.client
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        with monkeypatch.context() as patched:
            patched.setattr(Recorder, "finish", fails)
            await patient.call.hang_up()
            await placed.ended()
        recording = tmp_path / "recordings" / f"{placed.attempt}.wav"
        assert not recording.exists()
        await client.bridges.create(type="mixing", bridgeId=f"{placed.attempt}-bridge")
        await client.bridges.create(type="mixing", bridgeId="of-another-program")
        await clear_left(ward.node, carried={placed.attempt})
        assert len(await client.bridges.list()) == 2, "whoever carries a call lets go of it himself"
        await clear_left(ward.node)
        assert [bridge.id for bridge in await client.bridges.list()] == ["of-another-program"]
        await client.bridges.destroy("of-another-program")
        assert await client.recordings.listStored() == []
        assert recording.stat().st_size > 44


async def test_a_dead_line_is_nobodys_silence(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        Gate.before(asterisk.http_port) as gate,
        open_ward(asterisk, database, tmp_path, url=gate.url) as ward,
    ):
        placed = await ward.place()
        patient = await ward.answered()
        await patient.listen()
        await patient.speak()
        await patient.hears_within(3)
        gate.shut()
        await asyncio.sleep(DEAD_SECONDS)
        gate.reopen()
        await patient.hears_within(20)
        await patient.listen()
        await patient.speak()
        await patient.listen()
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.PARTIAL
        result = await placed.result()
    asked = [turn.code for turn in result.turns if turn.speaker == "robot"]
    assert ward.recognizer.heard == ["consent", "person"]
    assert asked[:4] == ["consent", "person", "control.reopened", "person"]
    assert asked[4] == "verify", asked
