"""Talks with nurses beside the plain hand-over: a lost worker, a refused recording, a nurse's own call."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.lab.g711 import Pcm
from ari_app.lab.sip_phone import SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store import person_talks
from ari_app.store.person_talks import LeftOut, StoredTalk
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from tests.contract.speech_processes import recognizer_process
from tests.support.calls import Ward, open_ward
from tests.telephony import test_call_transfer as by_script
from tests.telephony.test_call_taken_up import another_process, working
from tests.telephony.test_campaign_calls import running, until
from tests.telephony.test_progressive_calls import progressive, says_ready
from tests.telephony.test_three_voices import (
    AT_ONCE,
    IN_PAIN,
    THANKS,
    WHAT_IT_IS,
    Line,
    assert_told,
    handed_over,
    sounds,
    talk_in,
    transcribed,
    ward_and_desk,
)

pytestmark = pytest.mark.realtime

__all__ = ["sounds"]


async def talk_of(ward: Ward, result: StoredResult) -> StoredTalk | None:
    async with ward.node.store.unit_of_work() as uow:
        return await person_talks.read(uow, result.call_id)


@pytest.mark.req("M06-006")
async def test_a_talk_whose_worker_was_lost_is_written_whole(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, sounds: dict[str, Pcm]
) -> None:
    async with ward_and_desk(asterisk, database, tmp_path) as (ward, desk, url):
        placed, patient, nurse = await handed_over(ward, desk, sounds)
        told, nursed = Line("patient", patient.call, sounds), Line("agent", nurse, sounds)
        await nursed.say(WHAT_IT_IS)
        async with another_process(ward, placed) as node:
            # nobody but Asterisk hears this
            await told.say(IN_PAIN)
            async with working(node):
                await nursed.say(AT_ONCE, after=0.8)
                await told.say(THANKS, after=0.8)
                await asyncio.sleep(0.5)
                await patient.call.hang_up()
        await transcribed(ward.node, url)
        result = await placed.result()
    spoken = sorted([*told.spoken, *nursed.spoken], key=lambda each: each.at)
    assert_told(result, spoken, sounds, tmp_path / "recordings" / f"{placed.attempt}.wav")
    assert result.disposition == Disposition.TRANSFERRED


async def test_of_a_talk_that_must_not_be_recorded_no_word_is_kept(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = by_script.ASKING | {"consent": "可以问，但是不要录音"}
    async with (
        open_ward(asterisk, database, tmp_path, texts=texts, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        placed, patient, _ = await by_script.handed_over(ward, desk)
        await patient.speak()
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.TRANSFERRED
        await transcribed(ward.node, "ws://127.0.0.1:9")
        result = await placed.result()
        talk = await talk_of(ward, result)
    assert talk is not None
    assert (talk.transcript, talk.reason) == ("left_out", LeftOut.REFUSED)
    assert talk_in(result) == []
    assert not list((tmp_path / "recordings").glob("*"))


async def test_where_it_is_switched_off_nothing_is_due(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with (
        open_ward(asterisk, database, tmp_path, texts=by_script.ASKING, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        # the ward's settings are its own; a frozen model is changed only by its maker
        object.__setattr__(ward.node.settings.call, "transcribe_talks", False)
        placed, patient, _ = await by_script.handed_over(ward, desk)
        await patient.call.hang_up()
        await placed.ended()
        assert await talk_of(ward, await placed.result()) is None


async def test_a_nurses_own_call_is_written_down_too(
    asterisk: AsteriskInstance,
    database: str,
    tmp_path: Path,
    connection: asyncpg.Connection,
    sounds: dict[str, Pcm],
) -> None:
    async with (
        recognizer_process() as url,
        open_ward(asterisk, database, tmp_path, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port) as desk,
    ):
        await progressive(ward, connection, patients=1)
        async with running(ward):
            await until(connection, "SELECT waits_for FROM campaigns", "no_ready_agent")
            await says_ready(ward)
            patient = await ward.answered()
            nurse = await desk.next_call()
            async with asyncio.timeout(5):
                await nurse.acknowledged.wait()
            await until(connection, "SELECT state FROM attempts", "answered")
            told, nursed = Line("patient", patient.call, sounds), Line("agent", nurse, sounds)
            await nursed.say(WHAT_IT_IS, after=0.5)
            await told.say(IN_PAIN, after=0.8)
            await asyncio.sleep(0.5)
            await nurse.hang_up()
            await until(connection, "SELECT count(*) FROM redials", 1)
        await transcribed(ward.node, url)
        attempt = await connection.fetchval("SELECT id FROM attempts WHERE answered_at IS NOT NULL")
        async with ward.node.store.unit_of_work() as uow:
            result = await read_call_of_attempt(uow, attempt)
    assert_told(result, [*nursed.spoken, *told.spoken], sounds, tmp_path / "recordings" / f"{attempt}.wav")
