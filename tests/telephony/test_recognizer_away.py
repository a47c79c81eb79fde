"""A call whose real recognizer process stands still, and then is gone: never silent, and the keys are offered."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import aiohttp
import pytest

from ari_app.calls.ears import TOO_SOON_SECONDS
from ari_app.calls.patience import WORD_AFTER_SECONDS
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.speech.remote_recognizer import RemoteRecognizer
from tests.contract.speech_processes import running_recognizer
from tests.support.calls import open_ward
from tests.support.far_end import Patient, is_loud

pytestmark = pytest.mark.realtime

DEADLINE_SECONDS = 3.0
# what the end of speech, the way to Asterisk and back and the phone's own buffer add
LINE_SECONDS = 1.2


def longest_silence(patient: Patient, since: float, until: float) -> float:
    """The longest time without a sound of the robot, in seconds."""
    sounds = [at for at, pcm in patient.call.heard() if since < at < until and is_loud(pcm)]
    marks = [since, *sounds, until]
    return max(later - earlier for earlier, later in zip(marks, marks[1:], strict=False))


async def keys_after_prompt(patient: Patient, keys: str) -> None:
    await patient.listen()
    await asyncio.sleep(TOO_SOON_SECONDS / 2)
    await patient.press(keys)


@pytest.mark.req("M05-013")
async def test_a_recognizer_that_stands_still_or_is_gone_leaves_nobody_in_silence(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with running_recognizer(is_killed=True) as recognizer:

        def remote(session: aiohttp.ClientSession) -> RemoteRecognizer:
            return RemoteRecognizer(session, recognizer.url, deadline_s=DEADLINE_SECONDS)

        async with open_ward(asterisk, database, tmp_path, hears_with=remote) as ward:
            placed = await ward.place()
            patient = await ward.answered()
            await patient.listen()
            os.kill(recognizer.pid, signal.SIGSTOP)
            await patient.speak()
            spoken = time.monotonic()
            await patient.hears_within(WORD_AFTER_SECONDS + LINE_SECONDS)
            await asyncio.sleep(DEADLINE_SECONDS)
            assert longest_silence(patient, spoken, time.monotonic()) < WORD_AFTER_SECONDS + LINE_SECONDS
            await keys_after_prompt(patient, "1")
            await patient.listen()
            os.kill(recognizer.pid, signal.SIGKILL)
            await patient.speak()
            await patient.hears_within(LINE_SECONDS)
            await keys_after_prompt(patient, "1")
            await patient.listen()
            await patient.call.hang_up()
            await placed.ended()
            result = await placed.result()
    said = [turn.code for turn in result.turns if turn.speaker == "robot"]
    assert said.count("reask.by_keys") == 2
    assert [code for code in said if code in ("consent", "person", "verify")][-1] == "verify"
    assert [each.kind for each in result.consents] == ["recording"]
