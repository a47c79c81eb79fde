"""The inbox keeps order, bounds audio and loses no event."""

from __future__ import annotations

import asyncio

from ari_app.media.inbox import Inbox
from ari_app.media.port import AudioIn, KeyIn, MediaClosed, MediaEvent


async def drained(inbox: Inbox) -> list[MediaEvent]:
    return [event async for event in inbox.events()]


async def test_a_stalled_consumer_loses_the_oldest_audio_and_no_event() -> None:
    inbox = Inbox(audio_limit=5)
    inbox.put(KeyIn("1", 0.0))
    for number in range(12):
        inbox.put(AudioIn(b"", float(number)))
        if number == 3:
            inbox.put(KeyIn("2", 3.5))
    inbox.put(MediaClosed(20.0))
    assert inbox.dropped_frames == 7
    assert [event.at for event in await drained(inbox)] == [0.0, 3.5, 7.0, 8.0, 9.0, 10.0, 11.0, 20.0]


async def test_nothing_follows_the_close() -> None:
    inbox = Inbox()
    inbox.put(MediaClosed(1.0))
    inbox.put(KeyIn("1", 2.0))
    assert await drained(inbox) == [MediaClosed(1.0)]
    assert await drained(inbox) == []


async def test_a_waiting_consumer_is_woken() -> None:
    inbox = Inbox()
    waiting = asyncio.create_task(drained(inbox))
    await asyncio.sleep(0)
    inbox.put(KeyIn("5", 1.0))
    await asyncio.sleep(0)
    inbox.put(MediaClosed(2.0))
    assert await waiting == [KeyIn("5", 1.0), MediaClosed(2.0)]


async def test_audio_that_was_taken_makes_room() -> None:
    inbox = Inbox(audio_limit=2)
    events = inbox.events()
    for number in range(10):
        inbox.put(AudioIn(b"", float(number)))
        assert (await anext(events)).at == float(number)
    assert inbox.dropped_frames == 0
