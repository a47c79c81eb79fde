"""A refused recording is destroyed, sooner or later, and never stored; a failure to do so ends no call."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest

from ari_app.calls import call_recording
from ari_app.calls.call_recording import CallRecording
from ari_app.calls.recorder import Recorder
from ari_app.core.errors import Unavailable
from ari_app.wiring.system import SystemClock


class Tape:
    """Stands for the recorder: refuses to be destroyed as often as it is told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.destroyed = 0
        self.started_at: float | None = None
        self.resumed = False

    async def start(self, enter: object, seconds: float, loop_time: object) -> bool:
        raise AssertionError("a refused recording was begun anew")

    def resume(self, started_at: float) -> None:
        self.resumed = True

    async def destroy(self) -> None:
        if self.failures:
            self.failures -= 1
            raise Unavailable("Asterisk is away")
        self.destroyed += 1

    async def finish(self, folder: Path) -> Path | None:
        return None


class Notes:
    """Stands for the journal."""

    def __init__(self) -> None:
        self.destroyed = 0
        self.told = asyncio.Event()

    def recording_began(self, seconds_ago: float) -> None:
        raise AssertionError("nothing began")

    def recording_destroyed(self) -> None:
        self.destroyed += 1
        self.told.set()


def recording(tape: Tape, notes: Notes, *, refused: bool = False) -> CallRecording:
    recorder = cast(Recorder, tape)
    return CallRecording(recorder, notes, SystemClock(), 1.0 if refused else None, is_refused=refused)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_recording, "DESTROY_PAUSE_SECONDS", 0.005)
    monkeypatch.setattr(call_recording, "AGAIN_SECONDS", 0.005)
    monkeypatch.setattr(call_recording, "FIRST_PAUSE_SECONDS", 0.005)


async def test_a_destruction_that_fails_is_tried_until_it_succeeds() -> None:
    tape, notes = Tape(failures=3), Notes()
    kept = recording(tape, notes)
    await kept.destroy()
    assert (tape.destroyed, notes.destroyed) == (0, 0)
    async with asyncio.timeout(2):
        await notes.told.wait()
    await kept.close()
    assert (tape.destroyed, notes.destroyed) == (1, 1)


async def test_a_destruction_still_due_is_tried_after_the_call(tmp_path: Path) -> None:
    tape, notes = Tape(failures=1), Notes()
    kept = recording(tape, notes)
    await kept.destroy()
    await kept.keep(tmp_path)
    assert notes.destroyed == 1


async def test_a_refused_recording_of_a_call_that_is_taken_up_is_destroyed_first() -> None:
    tape, notes = Tape(failures=0), Notes()
    await recording(tape, notes, refused=True).start(lambda _: asyncio.Event())
    assert (tape.destroyed, notes.destroyed, tape.resumed) == (1, 1, False)


class Running(Tape):
    """A recorder that runs at once."""

    async def start(self, enter: object, seconds: float, loop_time: object) -> bool:
        self.started_at = 1.0
        return True

    async def finish(self, folder: Path) -> Path | None:
        return folder


class Counted(Notes):
    """Counts the beginnings."""

    began = 0

    def recording_began(self, seconds_ago: float) -> None:
        self.began += 1
        self.told.set()


async def test_the_beginning_is_noted_once_and_waits_for_no_database(tmp_path: Path) -> None:
    notes = Counted()
    kept = recording(Running(failures=0), notes)
    await kept.start(lambda _: asyncio.Event())
    await kept.keep(tmp_path)
    assert notes.began == 1


class Late(Running):
    """A recorder that fails three times before it runs."""

    tries = 0

    async def start(self, enter: object, seconds: float, loop_time: object) -> bool:
        self.tries += 1
        return self.tries > 3 and await super().start(enter, seconds, loop_time)


async def test_what_could_not_begin_is_tried_again_while_the_call_goes_on() -> None:
    tape, notes = Late(failures=0), Counted()
    kept = recording(tape, notes)
    await kept.start(lambda _: asyncio.Event())
    assert (tape.tries, notes.began) == (call_recording.TRIES_BEFORE_SPEAKING, 0)
    async with asyncio.timeout(2):
        await notes.told.wait()
    await kept.close()
    assert (tape.tries, notes.began) == (4, 1)


async def test_nothing_is_begun_once_the_patient_has_refused() -> None:
    tape, notes = Late(failures=0), Notes()
    kept = recording(tape, notes)
    await kept.start(lambda _: asyncio.Event())
    await kept.destroy()
    await asyncio.sleep(0.05)
    await kept.close()
    assert (tape.tries, tape.destroyed) == (call_recording.TRIES_BEFORE_SPEAKING, 1)
