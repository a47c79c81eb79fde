"""Everything that a run of strokes works with: a private system, a gate before its Asterisk, two telephones."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg

from ari_app.calls.stall import STALL_SENTENCES
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.phone import PhoneNumber
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import CONFIRM_NO, CONFIRM_YES, Ear
from ari_app.lab.patient_script import DEFAULT_VOICE
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.rig import DATABASE, Rig
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone
from ari_app.speech.prompt_cache import PromptCache
from ari_app.speech.voice_chain import VoiceChain
from ari_app.speech.wav_folder_voice import WavFolderVoice
from ari_app.store.pool import Store
from ari_app.wiring import instruments
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.node import open_store, synthetic_voice
from ari_app.wiring.robot_sound import ear_for
from ari_app.wiring.system import SystemClock, SystemIds
from tests.chaos.gate import Gate
from tests.chaos.line import Line
from tests.chaos.phases import BIRTH_MD, ID_TAIL, NAME, QUESTIONNAIRE, Phase
from tests.support.telephone_audio import tone

DESK_HERTZ = 1_100.0
PATIENT_HERTZ = 700.0
STOP_SECONDS = 10.0


@dataclass
class Bed:
    """What the faults break and the lines talk over. `worker` is the process that runs now."""

    rig: Rig
    gate: Gate
    worker: subprocess.Popen[str]
    settings: Settings
    cues: QuestionCues
    ear: Ear
    sounds: dict[str, Pcm]
    phone: SipPhone
    desk: SipPhone
    lines: dict[str, Line] = field(default_factory=dict)

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """The database, opened anew: the one before may have been cut."""
        store = await open_store(self.settings, SystemIds())
        try:
            yield store
        finally:
            await store.close()

    @asynccontextmanager
    async def rows(self) -> AsyncIterator[asyncpg.Connection]:
        """A plain connection to the database, for looking at rows often."""
        connection = await asyncpg.connect(self.rig.postgres.dsn_of(DATABASE))
        try:
            yield connection
        finally:
            await connection.close()

    async def place(self, line: Line) -> None:
        """Have the worker call this line; returns when its telephone is rung."""
        self.lines[line.number] = line
        request = CallRequest(
            phone=PhoneNumber.parse(line.number),
            questionnaire=QUESTIONNAIRE,
            name=NAME,
            id_tail=ID_TAIL,
            birth_md=BIRTH_MD,
            patient_id=f"chaos-{line.number}",
            encounter_id=None,
        )
        async with self.store() as store:
            line.attempt = await enqueue(store, self.settings.hospital, request, SystemClock().now())
        async with asyncio.timeout(60):
            await line.arrived.wait()

    async def drop_dead_calls(self) -> None:
        """The telephones notice that nobody is there any more: an Asterisk that died says no BYE."""
        for call in (*self.phone.calls, *self.desk.calls):
            if not call.ended.is_set():
                if call.answered.is_set():
                    call.close()
                else:
                    # the refusal of a call that rang is repeated for a while to nobody
                    self.phone.spawn(call.hang_up(), f"chaos-drop-{call.called}")


@asynccontextmanager
async def open_bed(rig: Rig, phases: Collection[Phase], recorded: Path | None = None) -> AsyncIterator[Bed]:
    """Start worker, gate and telephones on a running rig; calls of its lines are lived through by their patients.

    `phases` are those that will be met; `recorded` is a folder of prompts that the robot says instead of its own.
    The worker is stopped in the end, and the rig's settings are as they were.
    """
    lines: dict[str, Line] = {}

    def meets(called: str, headers: Headers) -> Answering:
        return Answering(after_seconds=lines[called].rings_seconds)

    async with AsyncExitStack() as stack:
        gate = await stack.enter_async_context(Gate.before(rig.asterisk.http_port))
        stack.callback(rig.write_settings)
        rig.write_settings(
            ari_url=gate.url,
            agent='agent = "PJSIP/agent1"',
            recorded="" if recorded is None else f'recorded_voice = "{recorded}"',
            prompts=str(_prompts(rig, recorded)),
        )
        settings = load_settings(rig.settings_path, {})
        cues, ear, sounds = await _sounds(rig, phases, recorded)
        phone = await stack.enter_async_context(SipPhone.open("127.0.0.1", rig.asterisk.trunk_port, meets))
        desk = await stack.enter_async_context(SipPhone.open("127.0.0.1", rig.asterisk.agent_port))
        worker = await asyncio.to_thread(rig.start_worker)
        bed = Bed(rig, gate, worker, settings, cues, ear, sounds, phone, desk, lines)
        serving = [
            asyncio.create_task(_serve_patients(bed), name="chaos-patients"),
            asyncio.create_task(_serve_desk(bed), name="chaos-desk"),
        ]
        try:
            yield bed
        finally:
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
            await asyncio.to_thread(_stop, bed.worker)


async def _serve_patients(bed: Bed) -> None:
    async with asyncio.TaskGroup() as tasks:
        while True:
            call = await bed.phone.next_call(86_400)
            line = bed.lines[call.called]
            tasks.create_task(line.live(call, bed.cues, bed.sounds, bed.ear), name=f"chaos-{call.called}")


async def _serve_desk(bed: Bed) -> None:
    """The nurse says one note for ever."""
    while True:
        call: Call = await bed.desk.next_call(86_400)
        call.set_background(tone(DESK_HERTZ, 1.0))


def _prompts(rig: Rig, recorded: Path | None) -> Path:
    """What is recorded for one rig goes with it."""
    return rig.options.runtime / "prompts" if recorded is None else rig.folder / "prompts"


async def _sounds(
    rig: Rig, phases: Collection[Phase], recorded: Path | None
) -> tuple[QuestionCues, Ear, dict[str, Pcm]]:
    """Everything that is said by either side, rendered before the first call."""
    models, folder = rig.options.runtime / "models", rig.options.runtime / "prompts"
    script = instruments.script_to_render(QUESTIONNAIRE, rig.options.hospital, NAME, agents_available=True)
    kokoro = synthetic_voice(rig.options.voice, models)
    voice = VoiceChain((kokoro,) if recorded is None else (WavFolderVoice(recorded), kokoro))
    try:
        robot = PromptCache(_prompts(rig, recorded), voice, name=rig.options.voice, speed=1.0)
        await robot.ensure(all_sentences(script) | STALL_SENTENCES)
        patient = PromptCache(folder, kokoro, name=DEFAULT_VOICE, speed=1.0)
        words = {word for phase in phases for word in phase.script.words()}
        files = await patient.ensure([*words, CONFIRM_YES, CONFIRM_NO])
    finally:
        await voice.close()
    sounds = await asyncio.to_thread(telephone_sounds, files, LineQuality())
    return QuestionCues(script), await asyncio.to_thread(ear_for, script, robot), sounds


def attempt_of(line: Line) -> UUID:
    """The attempt of a line that was placed."""
    assert line.attempt is not None
    return line.attempt


def _stop(worker: subprocess.Popen[str]) -> None:
    worker.terminate()
    try:
        worker.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
