"""The fake call keeps the media contract."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ari_app.media.port import AudioIn
from tests.contract.media_suite import ONE_SECOND, Line, MediaSuite
from tests.fakes.fake_media import FakeMedia
from tests.fakes.virtual_time import VirtualTimeLoop


class TestFakeMedia(MediaSuite):
    """The suite on the fake."""

    @pytest.fixture
    async def line(self) -> AsyncIterator[Line]:
        async with FakeMedia() as media:

            async def hang_up() -> None:
                media.hang_up()

            line = Line(media, media.say, media.press, hang_up)
            collecting = asyncio.create_task(line.collect())
            yield line
        await collecting


def test_a_fake_call_of_five_minutes_passes_at_once() -> None:
    async def call() -> tuple[list[tuple[str, int, bool]], int]:
        async with FakeMedia() as media:
            await media.play("long", bytes(ONE_SECOND * 299))
            frames = 0
            async for event in media.events():
                frames += isinstance(event, AudioIn)
                if asyncio.get_running_loop().time() >= 300:
                    return media.heard, frames
        raise AssertionError("the call ended")

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        heard, frames = runner.run(call())
    assert heard == [("long", 299_000, True)]
    assert frames == pytest.approx(15_000, abs=2)
