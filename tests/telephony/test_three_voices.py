"""A call of three: robot, patient and nurse, each written down under its own name, told apart by channel alone.

Patient and nurse speak with one and the same voice, so that nothing but the channel tells them apart.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import numpy as np
import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.sip_phone import Call, SipPhone
from ari_app.media.recording import Side, cut_span, wav_info
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.speech.audio import SAMPLE_RATE, to_pcm, to_samples
from ari_app.speech.remote_recognizer import RemoteRecognizer
from ari_app.speech.resample import resample
from ari_app.store import person_talks
from ari_app.store.person_talks import CODE
from ari_app.store.stored_result import StoredResult, StoredTurn
from ari_app.wiring.node import Node
from ari_app.wiring.person_talks import open_transcripts
from tests.bench.noise_suppression import character_errors
from tests.contract.speech_processes import kokoro, recognizer_process
from tests.support.calls import Placed, Ward, open_ward
from tests.support.far_end import LINE_NOISE, Patient

pytestmark = pytest.mark.realtime

VOICE = "zf_xiaobei"
AGREES, WANTS_PERSON = "可以", "我要转人工"
IN_PAIN = "我从昨天晚上开始胸口疼，喘不上气"
WHAT_IT_IS = "您好，我是心内科的护士，请问怎么了"
AT_ONCE = "好的，我现在就帮你联系医生"
THANKS = "谢谢你，我在家里等你们的电话"
SENTENCES = (AGREES, WANTS_PERSON, IN_PAIN, WHAT_IT_IS, AT_ONCE, THANKS)
LATE_SECONDS = 0.3
SPAN_MS = 300
SAMPLED = LINE_RATE // 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that was said on a line, by whom, and when its first packet left (monotonic)."""

    speaker: str
    text: str
    at: float


@pytest.fixture(scope="module")
def sounds() -> dict[str, Pcm]:
    """Every sentence by the one voice, 8 kHz."""
    return asyncio.run(synthesized())


async def synthesized() -> dict[str, Pcm]:
    async with kokoro() as voice:
        said = [await voice.synthesize(text, voice=VOICE, speed=1.0) for text in SENTENCES]
    return {text: at_the_phone(pcm) for text, pcm in zip(SENTENCES, said, strict=True)}


def at_the_phone(pcm: bytes) -> Pcm:
    narrow = to_pcm(resample(to_samples(pcm), SAMPLE_RATE, LINE_RATE))
    heard: Pcm = np.frombuffer(narrow, "<i2").astype(np.int16)
    return heard


def place_of(pcm: Pcm, channel: Pcm) -> tuple[float, float]:
    """Where in a channel of the recording this was said: its voice's beginning and end, in milliseconds.

    Each is looked for by itself, for packets that a busy machine sends late move it.
    """
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 0.05 * np.abs(pcm.astype(np.int32)).max())
    first, last = int(loud[0]), int(loud[-1])
    begin = best_fit(pcm[first : first + SAMPLED], channel)
    end = best_fit(pcm[last - SAMPLED : last], channel) + SAMPLED
    return begin * 1000 / LINE_RATE, end * 1000 / LINE_RATE


def best_fit(piece: Pcm, channel: Pcm) -> int:
    size = 1 << (len(channel) + len(piece)).bit_length()
    spectrum = np.fft.rfft(channel, size) * np.conj(np.fft.rfft(piece, size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: len(channel)]))


class Line:
    """One person's end of the call."""

    def __init__(self, speaker: str, call: Call, sounds: dict[str, Pcm]) -> None:
        self._speaker, self._call, self._sounds = speaker, call, sounds
        self.spoken: list[Spoken] = []

    async def say(self, text: str, after: float = 0.0) -> None:
        """Say it after so many seconds; returns when it is said."""
        await asyncio.sleep(after)
        handle: PlayHandle = self._call.play(self._sounds[text])
        await handle.done.wait()
        assert handle.started_at is not None
        self.spoken.append(Spoken(self._speaker, text, handle.started_at))


async def handed_over(ward: Ward, desk: SipPhone, sounds: dict[str, Pcm]) -> tuple[Placed, Patient, Call]:
    """A call whose patient asked for a person, in words, and got one."""
    placed = await ward.place()
    patient = await ward.answered()
    for text in (AGREES, WANTS_PERSON):
        await patient.listen()
        await patient.call.play(sounds[text]).done.wait()
    nurse = await desk.next_call()
    nurse.set_background(np.random.default_rng(2).normal(0, LINE_NOISE, LINE_RATE).astype(np.int16))
    async with asyncio.timeout(5):
        await nurse.acknowledged.wait()
    await asyncio.sleep(0.5)
    return placed, patient, nurse


async def transcribed(node: Node, url: str) -> None:
    """Write the transcripts that are due, with the recognizer at `url`."""
    speech = node.settings.speech.model_copy(update={"asr_url": url})
    settings = node.settings.model_copy(update={"speech": speech})
    async with open_transcripts(replace(node, settings=settings)) as transcripts:
        while await transcripts.write_next():
            pass


def talk_in(result: StoredResult) -> list[StoredTurn]:
    return [turn for turn in result.turns if turn.code == CODE]


def assert_told(
    result: StoredResult, spoken: Sequence[Spoken], sounds: dict[str, Pcm], recording: Path
) -> None:
    """Each sentence stands under who said it, in order, and its span is where it is in the recording."""
    turns = talk_in(result)
    told = [(turn.speaker, turn.text, turn.span) for turn in turns]
    assert [speaker for speaker, _, _ in told] == [each.speaker for each in spoken], told
    length = wav_info(recording).duration_ms
    for turn, said in zip(turns, spoken, strict=True):
        errors = {text: share_wrong(text, turn.text) for text in SENTENCES}
        assert errors[said.text] <= 0.5 and min(errors, key=errors.__getitem__) == said.text, turn.text
        side = Side.PATIENT if said.speaker == "patient" else Side.AGENT
        channel = np.frombuffer(cut_span(recording, side, 0, length), "<i2")
        began, ended = place_of(sounds[said.text], channel)
        assert turn.span is not None
        off = round(turn.span.start_ms - began), round(turn.span.end_ms - ended)
        print(f"{said.text} → {turn.text} ({turn.confidence:.2f}), off by {off} ms")
        assert max(map(abs, off)) <= SPAN_MS


def share_wrong(text: str, heard: str) -> float:
    wrong, of = character_errors(text, heard)
    return wrong / of


@asynccontextmanager
async def ward_and_desk(
    asterisk: AsteriskInstance, database: str, folder: Path
) -> AsyncIterator[tuple[Ward, SipPhone, str]]:
    """A ward that a real recognizer hears for, a nurse's phone, and where the recognizer is."""
    async with recognizer_process() as url:

        def remote(session: aiohttp.ClientSession) -> RemoteRecognizer:
            return RemoteRecognizer(session, url)

        async with (
            open_ward(asterisk, database, folder, hears_with=remote, agent=True) as ward,
            SipPhone.open(port=asterisk.agent_port) as desk,
        ):
            yield ward, desk, url


@pytest.mark.req("M06-006")
async def test_robot_patient_and_nurse_are_told_apart(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, sounds: dict[str, Pcm]
) -> None:
    async with ward_and_desk(asterisk, database, tmp_path) as (ward, desk, url):
        placed, patient, nurse = await handed_over(ward, desk, sounds)
        told, nursed = Line("patient", patient.call, sounds), Line("agent", nurse, sounds)
        # the patient does not wait until the nurse has finished
        await asyncio.gather(nursed.say(WHAT_IT_IS), told.say(IN_PAIN, after=1.2))
        await asyncio.sleep(0.8)
        await nursed.say(AT_ONCE)
        await told.say(THANKS, after=0.8)
        await asyncio.sleep(LATE_SECONDS)
        await patient.call.hang_up()
        assert await placed.ended() is Disposition.TRANSFERRED
        await transcribed(ward.node, url)
        result = await placed.result()
        async with ward.node.store.unit_of_work() as uow:
            talk = await person_talks.read(uow, result.call_id)
    spoken = sorted([*told.spoken, *nursed.spoken], key=lambda each: each.at)
    assert_told(result, spoken, sounds, tmp_path / "recordings" / f"{placed.attempt}.wav")
    assert talk is not None and (talk.transcript, talk.unheard) == ("written", 0)
    assert {turn.speaker for turn in result.turns} == {"robot", "patient", "agent"}
    before = [turn.speaker for turn in result.turns if turn.code != CODE]
    assert "agent" not in before
    assert [turn.code for turn in result.turns][len(before) :] == [CODE] * len(spoken)
    in_pain = next(turn for turn in talk_in(result) if turn.speaker == "patient")
    assert {"chest_pain", "dyspnea"} & set(in_pain.flags) or "emergency" in in_pain.flags
    assert all(turn.flags == () for turn in talk_in(result) if turn.speaker == "agent")
    assert all(turn.source == "voice" and turn.confidence is not None for turn in talk_in(result))
    # the nurse hears what the patient tells; the robot does nothing about it any more
    assert [alert.code for alert in result.alerts] == []
