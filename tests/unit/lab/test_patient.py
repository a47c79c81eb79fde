"""The simulated patient on a real call; the robot is a tone, and the ear is told what the tone meant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import CONFIRM_NO, CONFIRM_YES, PatientHabits, SimulatedPatient
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.patient_script import PatientScript
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.rtp import RtpStream
from ari_app.lab.sdp import parse_offer
from ari_app.lab.sip_message import parameter
from ari_app.lab.sip_phone import SipPhone
from ari_app.wiring import instruments
from tests.support.sip_caller import Caller
from tests.support.telephone_audio import amplitude_at, joined, loud, tone

CUES = QuestionCues(instruments.script_to_render("q_postop_v1", "仁和医院", "李秀英"))
PAIN = "您现在是几分？"
TAIL = "请说身份证的后四位，或者出生的月份和日子。"
HERTZ = {"八分": 600, "七八分": 800, CONFIRM_YES: 1_000, CONFIRM_NO: 1_200}
VOICE = {text: np.concatenate([tone(hertz, 0.4), np.zeros(800, np.int16)]) for text, hertz in HERTZ.items()}
SCRIPT = PatientScript(
    "a test",
    "q_postop_v1",
    "李秀英",
    {"pain_vas": ("七八分", "八分"), "verify": ("<dtmf>4417",)},
    {"pain_vas": ("八分",)},
)
HABITS = PatientHabits(reaction_seconds=(0.05, 0.1), hang_up_after_goodbye_seconds=0.2)


class Robot:
    """The far end: plays a tone for a sentence, which the patient's ear then hears as that sentence."""

    def __init__(self, caller: Caller, audio: RtpStream) -> None:
        self.caller, self.audio = caller, audio
        self.said: list[tuple[str, ...]] = []
        self.tag = ""

    async def call(self) -> None:
        self.caller.invite(audio_port=self.audio.port)
        answer = await self.caller.until(200)
        self.tag = parameter(answer.headers.get("to"), "tag")
        offer = parse_offer(answer.body)
        assert offer is not None
        self.audio.connect(offer)
        self.caller.send("ACK", branch="2", to_tag=self.tag)

    async def say(self, *sentences: str) -> str:
        """Say them; which of the patient's texts came back, or an empty string."""
        self.said.append(sentences)
        handle = self.audio.play(tone(440, 0.5))
        await handle.done.wait()
        assert handle.ended_at is not None
        await asyncio.sleep(1.7)
        heard = joined(loud([frame for frame in self.audio.heard if frame[0] > handle.ended_at]))
        loudest = max(HERTZ, key=lambda text: amplitude_at(heard, HERTZ[text]))
        return loudest if amplitude_at(heard, HERTZ[loudest]) > 2_000 else ""

    async def hear(self, pcm: Pcm) -> tuple[str, ...]:
        return self.said[-1]


@pytest.fixture
async def talk() -> AsyncIterator[tuple[Robot, asyncio.Task[PatientReport]]]:
    async with SipPhone.open() as phone:
        caller, audio = await Caller.open(phone.port), await RtpStream.open("127.0.0.1")
        caller.confirms_bye = True
        robot = Robot(caller, audio)
        calling = asyncio.create_task(robot.call())
        call = await phone.next_call(2)
        await calling
        sending = asyncio.create_task(audio.run())
        patient = SimulatedPatient(SCRIPT, CUES, VOICE, robot.hear, HABITS)
        taking = asyncio.create_task(patient.take(call))
        await asyncio.sleep(0.3)
        yield robot, taking
        audio.close()
        await sending
        caller.close()
        await asyncio.gather(taking, return_exceptions=True)


async def test_a_mishearing_is_denied_and_the_next_answer_follows(
    talk: tuple[Robot, asyncio.Task[PatientReport]],
) -> None:
    robot, taking = talk
    assert await robot.say(PAIN) == "七八分"
    assert await robot.say("您说的是", "七分", "对吗？") == CONFIRM_NO
    assert await robot.say(PAIN) == "八分"
    assert await robot.say("您说的是", "八分", "对吗？") == CONFIRM_YES
    robot.caller.send("BYE", to_tag=robot.tag, number=2)
    report = await taking
    assert [turn.kind for turn in report.turns] == ["question", "confirmation"] * 2
    assert report.end_reason == "bye_received"
    assert report.greeting_ms is not None
    assert 200 < report.greeting_ms < 1_500
    latencies = [turn.latency_ms for turn in report.turns]
    assert all(latency is not None and 0 < latency < 2_000 for latency in latencies[:-1])
    assert latencies[-1] is None


async def test_keys_are_pressed_and_nonsense_is_left_unanswered(
    talk: tuple[Robot, asyncio.Task[PatientReport]],
) -> None:
    robot, taking = talk
    assert await robot.say("今天天气很好") == ""
    assert await robot.say(TAIL) == ""
    await asyncio.sleep(0.5)
    assert robot.audio.digits_received == "4417"
    await robot.say("祝您健康，再见。")
    report = await taking
    assert [turn.kind for turn in report.turns] == ["unknown", "question", "goodbye"]
    assert report.end_reason == "bye_sent"
