"""What a carrier, a mailbox or an assistant says ends a call by its true cause; whoever speaks is talked with.

Real Asterisk, real recognizer, spoken announcements over a real SIP line.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import numpy as np
import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.sip_phone import Answering, Call, Headers
from ari_app.policy.early_line import Ringback
from ari_app.policy.line_outcome import DecidedBy
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.remote_recognizer import RemoteRecognizer
from ari_app.store import line_evidence
from tests.contract.speech_processes import RUNTIME, kokoro, recognizer_process
from tests.support.calls import Placed, Ward, open_ward
from tests.support.far_end import is_loud

pytestmark = pytest.mark.realtime

VOICE = "zm_yunjian"
VACANT, CALL_WAITING, SONG, MAILBOX, ASSISTANT, PERSON = (f"1380000001{number}" for number in range(6))
SAID = {
    VACANT: "对不起，您拨打的号码是空号，请核对后再拨。",
    CALL_WAITING: "您好，请不要挂机，您拨打的电话正在通话中，请稍候。",
    MAILBOX: "您拨打的用户暂时无法接听您的电话，请在嘀声后留言，留言结束请挂机。",
    ASSISTANT: "您好，我是机主的智能助理，机主现在不方便接电话，请问您有什么事，我帮您转达。",
    PERSON: "喂，请留言是什么意思啊？",
}


def song(seconds: float) -> Pcm:
    """A tune of plucked notes with overtones."""
    at = np.arange(int(seconds * LINE_RATE)) / LINE_RATE
    beat, place = np.floor(at / 0.4).astype(int), at % 0.4
    hertz = 262.0 * 2 ** (np.array([0, 4, 7, 12, 9, 7, 4, 2])[beat % 8] / 12)
    tune = sum(np.sin(2 * np.pi * k * hertz * place) / k for k in range(1, 5))
    plucked: Pcm = (6_000 * tune * np.exp(-4 * place)).astype(np.int16)
    return plucked


MACHINES = {MAILBOX: Disposition.VOICEMAIL, ASSISTANT: Disposition.CALL_ASSISTANT}
AS_LONG_AS_A_MACHINE_SECONDS = 6.0
MOST_CALLS, LATE_SECONDS = 3, 0.5


@asynccontextmanager
async def ward_of_machines(asterisk: AsteriskInstance, database: str, folder: Path) -> AsyncIterator[Ward]:
    """A ward whose numbers are met by what SAID tells."""
    async with kokoro() as voice:
        cache = PromptCache(RUNTIME / "prompts", voice, name=VOICE, speed=1.0)
        sounds = telephone_sounds(await cache.ensure(SAID.values()), LineQuality())

    def meeting(called: str, headers: Headers) -> Answering:
        match called:
            case _ if called == SONG:
                return Answering(early_media=song(5.0))
            case _ if called in (VACANT, CALL_WAITING):
                early = sounds[SAID[called]]
                return Answering(3.0, early_media=early, ring_for_ever=called == VACANT)
            case _:
                return Answering(first_words=sounds[SAID[called]])

    async with recognizer_process(2) as url:

        def remote(session: aiohttp.ClientSession) -> RemoteRecognizer:
            return RemoteRecognizer(session, url, deadline_s=30)

        async with open_ward(
            asterisk, database, folder, answering=meeting, ring_seconds=25.0, hears_with=remote
        ) as ward:
            yield ward


async def calls_of(ward: Ward, *phones: str) -> tuple[dict[str, Placed], dict[str, Call]]:
    placed = {phone: await ward.place(phone) for phone in phones}
    calls = [await ward.phone.next_call() for _ in phones]
    return placed, {call.called: call for call in calls}


async def place_more(ward: Ward, phone: str, placed: dict[str, Placed], calls: dict[str, Call]) -> None:
    more, met = await calls_of(ward, phone)
    placed.update(more)
    calls.update(met)


async def meet_in_time(ward: Ward, phone: str, placed: dict[str, Placed], calls: dict[str, Call]) -> None:
    """Call until the end a machine whose words reach the recognizer; once more where the line stood still for long.

    What comes in seconds late and then at once is no announcement that a carrier's line would bring.
    """
    for _ in range(MOST_CALLS):
        await place_more(ward, phone, placed, calls)
        await placed[phone].ended(40)
        quality = (await placed[phone].result()).audio_quality
        assert quality is not None
        if max(calls[phone].worst_lateness, quality.worst_delay_ms / 1000) <= LATE_SECONDS:
            break


async def hears_the_robot(call: Call, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        await call.answered.wait()
        async for _, pcm in call.frames():
            if is_loud(pcm):
                return


@pytest.mark.req("M04-009")
@pytest.mark.req("M04-015")
async def test_the_carrier_is_heard_before_the_answer(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with ward_of_machines(asterisk, database, tmp_path) as ward:
        placed, calls = await calls_of(ward, VACANT, SONG, CALL_WAITING)
        assert await placed[VACANT].ended(25) is Disposition.VACANT
        for phone in (SONG, CALL_WAITING):
            await hears_the_robot(calls[phone])
            await calls[phone].hang_up()
            await placed[phone].ended(25)
        async with ward.node.store.unit_of_work() as uow:
            evidence = {phone: await line_evidence.read(uow, each.attempt) for phone, each in placed.items()}
        results = {phone: await each.result() for phone, each in placed.items()}
    assert calls[VACANT].end_reason == "canceled"
    assert calls[VACANT].packets_sent > 0
    assert results[VACANT].answered_at is None
    vacant, sung, waited = evidence[VACANT], evidence[SONG], evidence[CALL_WAITING]
    assert vacant is not None and sung is not None and waited is not None
    assert (vacant.decided_by, vacant.early.announced) == (DecidedBy.PHRASE, Disposition.VACANT)
    assert not vacant.our_timeout
    assert vacant.recording is not None
    assert (tmp_path / "recordings" / vacant.recording).stat().st_size > LINE_RATE
    assert vacant.early.words is not None and "号" in vacant.early.words
    assert sung.early.ringback is Ringback.MUSIC
    assert sung.early.announced is None
    assert waited.early.announced is Disposition.BUSY
    assert results[CALL_WAITING].answered_at is not None
    # silence goes out from the moment that there is somebody to send it to
    assert min(len(call.heard()) for call in calls.values()) > 50


@pytest.mark.timeout(300)
async def test_a_machine_that_answers_is_left_and_a_person_is_not(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with ward_of_machines(asterisk, database, tmp_path) as ward:
        placed, calls = dict[str, Placed](), dict[str, Call]()
        # one after the other: three at once ask much of a recognizer on a busy machine
        for phone, outcome in MACHINES.items():
            await meet_in_time(ward, phone, placed, calls)
            assert await placed[phone].ended() is outcome
        await place_more(ward, PERSON, placed, calls)
        await hears_the_robot(calls[PERSON])
        await asyncio.sleep(AS_LONG_AS_A_MACHINE_SECONDS)
        assert not calls[PERSON].ended.is_set()
        await calls[PERSON].hang_up()
        person = await placed[PERSON].ended(25)
        results = {phone: await each.result() for phone, each in placed.items()}
        async with ward.node.store.unit_of_work() as uow:
            evidence = {phone: await line_evidence.read(uow, each.attempt) for phone, each in placed.items()}
    told = {phone: each and (each.decided_by, each.early.announced) for phone, each in evidence.items()}
    # an assistant's phrase may be garbled, and the talk tells it from the rest of its words
    assert told.pop(ASSISTANT) in {(DecidedBy.PHRASE, Disposition.CALL_ASSISTANT), (None, None)}
    assert told == {
        MAILBOX: (DecidedBy.PHRASE, Disposition.VOICEMAIL),
        PERSON: (None, None),
    }
    assert person not in (Disposition.VOICEMAIL, Disposition.CALL_ASSISTANT)
    assert calls[MAILBOX].end_reason == calls[ASSISTANT].end_reason == "bye_received"
    for machine in MACHINES:
        said = {turn.code for turn in results[machine].turns if turn.speaker == "robot"}
        assert not said & {"verify", "person", "pain_vas"}
