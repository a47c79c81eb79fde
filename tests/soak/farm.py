"""Many simulated patients behind one SIP phone, told apart by the number that is called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import CONFIRM_NO, CONFIRM_YES, PatientHabits, SimulatedPatient
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.patient_script import PatientScript
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.wiring import instruments
from ari_app.wiring.robot_sound import ear_for


@dataclass(frozen=True, slots=True)
class Resident:
    """One patient of the farm."""

    script: PatientScript
    voice: str
    line: LineQuality
    seed: int


class Farm:
    """Meets each call with the patient of the number that was called."""

    def __init__(
        self,
        residents: Mapping[str, Resident],
        sounds: Mapping[str, Mapping[str, Path]],
        hospital: str,
        robot: PromptCache,
    ) -> None:
        self._residents = residents
        self._sounds = sounds
        self._hospital = hospital
        self._robot = robot
        self.reports: dict[str, PatientReport] = {}

    def sounds(self, number: str) -> dict[str, Pcm]:
        """What the patient of this number may say, as his phone sends it."""
        return telephone_sounds(self._sounds[number], self._residents[number].line)

    async def serve(self, phone: SipPhone) -> None:
        """Take calls until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await phone.next_call(86_400)
                tasks.create_task(self.meet(call), name=f"patient-{call.called}")

    async def meet(self, call: Call) -> None:
        """Be the patient of one call to its end."""
        resident = self._residents[call.called]
        call.set_background(resident.line.noise())
        sounds = await asyncio.to_thread(self.sounds, call.called)
        script = resident.script
        robot = instruments.script_to_render(script.questionnaire, self._hospital, script.name)
        ear = await asyncio.to_thread(ear_for, robot, self._robot)
        habits = PatientHabits(seed=resident.seed)
        patient = SimulatedPatient(script, QuestionCues(robot), sounds, ear, habits)
        self.reports[call.called] = PatientReport(script.title, call.called, call.caller_name)
        await patient.take(call, self.reports[call.called])


async def render(residents: Mapping[str, Resident], models: Path, cache: Path) -> dict[str, dict[str, Path]]:
    """Everything that the patients may say, as WAV files, before the first call."""
    voice = KokoroVoice(models / "kokoro", workers=2)
    files: dict[str, dict[str, Path]] = {}
    try:
        for number, resident in residents.items():
            prompts = PromptCache(cache, voice, name=resident.voice, speed=resident.script.speed)
            files[number] = await prompts.ensure([*resident.script.words(), CONFIRM_YES, CONFIRM_NO])
    finally:
        await voice.close()
    return files


@asynccontextmanager
async def open_farm(farm: Farm, port: int) -> AsyncIterator[SipPhone]:
    """The farm's phone on `port`, meeting calls until the block ends."""

    def answering(called: str, headers: Headers) -> Answering:
        return Answering(after_seconds=0.5)

    async with SipPhone.open("127.0.0.1", port, answering) as phone:
        serving = asyncio.create_task(farm.serve(phone), name="farm")
        try:
            yield phone
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
