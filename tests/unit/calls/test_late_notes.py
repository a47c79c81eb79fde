"""Notes of a call reach the database in order, however often it is away."""

from __future__ import annotations

import asyncio

import pytest

from ari_app.calls import late_notes
from ari_app.calls.late_notes import LateNotes
from ari_app.core.errors import Conflict, Unavailable


class Database:
    """Takes notes once it has failed as often as it is told to."""

    def __init__(self, failures: int, kind: type[Unavailable | Conflict] = Unavailable) -> None:
        self.failures = failures
        self.kind = kind
        self.written: list[str] = []
        self.has_two = asyncio.Event()

    async def write(self, note: str) -> None:
        if self.failures:
            self.failures -= 1
            raise self.kind("away")
        self.written.append(note)
        if len(self.written) == 2:
            self.has_two.set()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_notes, "FIRST_PAUSE_SECONDS", 0.001)


async def test_a_database_that_is_away_for_a_moment_gets_every_note_in_order() -> None:
    notes, database = LateNotes("a"), Database(failures=3)
    notes.add("ringing", lambda: database.write("ringing"))
    notes.add("answered", lambda: database.write("answered"))
    assert database.written == []
    async with asyncio.timeout(2):
        await database.has_two.wait()
    assert database.written == ["ringing", "answered"]
    await notes.close()


async def test_what_is_due_is_written_before_the_end() -> None:
    notes, database = LateNotes("a"), Database(failures=0)
    notes.add("answered", lambda: database.write("answered"))
    await notes.flush()
    assert database.written == ["answered"]
    await notes.close()


async def test_a_database_that_stays_away_is_told() -> None:
    notes, database = LateNotes("a"), Database(failures=1_000)
    notes.add("answered", lambda: database.write("answered"))
    with pytest.raises(Unavailable):
        await notes.flush()
    await notes.close()
    assert database.written == []


async def test_a_note_that_was_written_before_keeps_no_other_waiting() -> None:
    notes, database = LateNotes("a"), Database(failures=1, kind=Conflict)
    notes.add("ringing", lambda: database.write("ringing"))
    notes.add("answered", lambda: database.write("answered"))
    await notes.flush()
    assert database.written == ["answered"]
    await notes.close()
