"""A recorded talk is listened to beside living calls: by another process, which lets everybody else go first."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from pathlib import Path
from typing import cast

import pytest

from ari_app.core.errors import Damaged
from ari_app.dialogue.commands import Expectation
from ari_app.jobs.talk_hearing import RecognizerBusy, RecordedTalk, Said, TalkHearing
from ari_app.media import recorded_ears
from ari_app.media.recording import Side
from ari_app.speech.port import RecognitionStream, Recognizer, Transcript
from tests.postgres.recorded_talks import record


class Told:
    """A recognizer that hears the same in everything."""

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        return cast(RecognitionStream, self)

    async def feed(self, pcm: bytes) -> None:
        assert pcm

    async def finish(self) -> Transcript:
        return Transcript("好", "好", 0.8, final=True)

    async def close(self) -> None:
        pass


async def hear(path: Path) -> list[Said]:
    told = cast(Recognizer, Told())
    return await TalkHearing(time.monotonic).hear(RecordedTalk(path, 0, 0), dict.fromkeys(Side, told), ())


def children() -> list[int]:
    task = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return [int(each) for each in task.read_text().split()]


async def one_more_than(before: list[int]) -> int:
    async with asyncio.timeout(10):
        while True:
            if new := [each for each in children() if each not in before]:
                return new[0]
            await asyncio.sleep(0.01)


async def test_what_listening_takes_is_taken_from_no_living_call(tmp_path: Path) -> None:
    record(tmp_path / "a.wav", patient=(1.0, 5.0, 9.0), nurse=(1.3, 3.0, 7.0))
    own, others = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    said = await hear(tmp_path / "a.wav")
    own, others = (
        time.process_time() - own,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - others,
    )
    assert [each.side for each in said] == [0, 1, 1, 0, 1, 0]
    assert own < others / 3


async def test_it_lets_everybody_else_go_first_and_ends_with_what_asked_for_it(tmp_path: Path) -> None:
    record(tmp_path / "a.wav", patient=(1.0, 5.0, 9.0), nurse=(1.3, 3.0, 7.0))
    before = children()
    hearing = asyncio.create_task(hear(tmp_path / "a.wav"))
    ears = await one_more_than(before)
    while os.getpriority(os.PRIO_PROCESS, ears) != 19:
        assert not hearing.done()
        await asyncio.sleep(0.01)
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    assert ears not in children()


async def test_a_listening_that_dies_is_tried_again(tmp_path: Path) -> None:
    record(tmp_path / "a.wav", patient=(1.0, 5.0, 9.0), nurse=(1.3, 3.0, 7.0))
    before = children()
    hearing = asyncio.create_task(hear(tmp_path / "a.wav"))
    os.kill(await one_more_than(before), 9)
    with pytest.raises(RecognizerBusy):
        await hearing


@pytest.mark.parametrize(("is_ours", "status"), [(True, 0), (False, 1)])
async def test_it_ends_by_itself_and_with_its_worker(tmp_path: Path, is_ours: bool, status: int) -> None:
    parent = os.getpid() if is_ours else 1
    record(tmp_path / "a.wav", patient=(1.0, 5.0, 9.0), nurse=(1.3, 3.0, 7.0))
    words = (sys.executable, "-m", recorded_ears.__name__, str(tmp_path / "a.wav"), "0", str(parent))
    ears = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.DEVNULL)
    assert await ears.wait() == status


async def test_a_file_that_is_no_recording_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound")
    with pytest.raises(Damaged, match=r"a\.wav"):
        await hear(tmp_path / "a.wav")
