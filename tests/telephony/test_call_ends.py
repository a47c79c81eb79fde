"""How calls end that never became a talk, and those that the patient cuts short: by cause, and with nothing left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering, Headers
from ari_app.provision.asterisk_instance import AsteriskInstance
from tests.support.calls import USUAL, open_ward

pytestmark = pytest.mark.realtime

BUSY, REJECTING, RINGING, DEAD, VACANT = (f"1380000000{number}" for number in range(1, 6))
MEETINGS = {
    BUSY: Answering(reject=486),
    REJECTING: Answering(reject=603),
    RINGING: Answering(ring_for_ever=True),
    DEAD: Answering(dead=True),
    VACANT: Answering(reject=404),
}


def meeting(called: str, headers: Headers) -> Answering:
    return MEETINGS.get(called, Answering())


async def test_a_call_that_nobody_takes_ends_by_its_cause(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path, answering=meeting) as ward:
        placed = {phone: await ward.place(phone) for phone in MEETINGS}
        ended = {phone: await each.ended() for phone, each in placed.items()}
        assert ended == {
            BUSY: Disposition.BUSY,
            REJECTING: Disposition.REJECTED,
            RINGING: Disposition.NO_ANSWER,
            DEAD: Disposition.UNREACHABLE,
            VACANT: Disposition.VACANT,
        }
        results = [await each.result() for each in placed.values()]
    assert [result.attempt_state for result in results] == ["ended"] * len(results)
    assert [result.answered_at for result in results] == [None] * len(results)
    assert [result.disposition for result in results] == [each.value for each in ended.values()]


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.3])
async def test_hanging_up_before_the_greeting(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, seconds: float
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        call = await ward.phone.next_call()
        await call.answered.wait()
        await asyncio.sleep(seconds)
        await call.hang_up()
        await placed.ended()
        result = await placed.result()
    assert result.attempt_state == "ended"
    assert result.answered_at is not None
    assert result.disposition == "partial"
    assert result.answers == ()
    assert result.consents == ()


async def test_hanging_up_in_the_middle_keeps_what_was_answered(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(5)
        await patient.listen()
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.PARTIAL
        result = await placed.result()
    assert [(answer.link_id, answer.value) for answer in result.answers] == [("pain_vas", 3)]
    assert result.recording_path is not None
    assert (tmp_path / "recordings" / result.recording_path).exists()


async def test_the_last_words_before_a_hang_up_are_heard(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"consent": "我胸口疼喘不上气"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.listen()
        await patient.speak()
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.EMERGENCY_ESCALATED
        result = await placed.result()
    assert [alert.code for alert in result.alerts] == ["EMERGENCY"]
    assert "human_notified" in [action.action for action in result.actions]


async def test_danger_heard_in_wrong_characters_is_acted_on(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"pain_vas": "我雄口这儿腾得厉害想压得快失头似的"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(5)
        assert await placed.ended() is Disposition.EMERGENCY_ESCALATED
        result = await placed.result()
    assert [alert.code for alert in result.alerts] == ["EMERGENCY"]


async def test_hanging_up_during_the_goodbye_changes_nothing(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"consent": "不可以"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.hears_within(5)
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.REFUSED
        result = await placed.result()
    assert result.disposition == "refused"
    assert patient.call.end_reason == "bye_sent"


async def test_danger_in_the_goodbye_is_still_acted_on(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"consent": "不可以", "": "我胸口疼喘不上气"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.hears_within(5)
        # it begins under the goodbye, which is far shorter here than a real one, and goes on after it
        await patient.speak()
        await patient.speak()
        assert await placed.ended() is Disposition.REFUSED
        result = await placed.result()
    assert [alert.code for alert in result.alerts] == ["EMERGENCY"]
    assert "emergency" in [turn.code.partition(".")[0] for turn in result.turns if turn.speaker == "robot"]


async def test_a_call_at_its_longest_says_goodbye(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path, longest_seconds=3.0) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        assert await placed.ended() is Disposition.PARTIAL
        result = await placed.result()
    said = [(turn.code, turn.completed) for turn in result.turns if turn.speaker == "robot"]
    assert said[-1] == ("closing.time_up", True)
    assert patient.call.end_reason == "bye_received"
