"""`ari-app patient`: a simulated patient as a process of its own, which alone knows its script."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from ari_app.core.errors import Unavailable, WrongInput
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import CONFIRM_NO, CONFIRM_YES, PatientHabits, SimulatedPatient
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.patient_script import PatientScript, load
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.sip_phone import Answering, Headers, SipPhone
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring import instruments
from ari_app.wiring.node import synthetic_voice
from ari_app.wiring.robot_sound import ear_for

DEMO_SCRIPT = "demo_postop.json"
ROBOT_SPEED = 1.0


@dataclass(frozen=True, slots=True)
class PatientOptions:
    """One patient for one call. `script` None is the demo's; `voice` and `speed` None are the script's."""

    hospital: str
    robot_voice: str
    script: Path | None = None
    report: Path | None = None
    sip_host: str = "127.0.0.1"
    sip_port: int = 0
    voice: str | None = None
    speed: float | None = None
    models: Path = Path(".runtime/models")
    cache: Path = Path(".runtime/prompts")
    line: LineQuality = LineQuality()
    habits: PatientHabits = PatientHabits()
    ring_seconds: float = 1.0
    wait_seconds: float = 300.0


def options_from(
    hospital: str,
    robot_voice: str,
    script: Path | None,
    report: Path | None,
    sip_port: int,
    voice: str | None,
    models: Path,
    cache: Path,
    noise: float | None,
    seed: int,
) -> PatientOptions:
    """The options as the command line gives them."""
    return PatientOptions(
        hospital=hospital,
        robot_voice=robot_voice,
        script=script,
        report=report,
        sip_port=sip_port,
        voice=voice,
        models=models,
        cache=cache,
        line=LineQuality(noise_snr_db=noise, seed=seed),
        habits=PatientHabits(seed=seed),
    )


def run_patient(options: PatientOptions) -> PatientReport:
    """Render the voice, listen, take one call, write the report.

    `ready port=N` on standard output tells that it listens. Raises WrongInput for a script that cannot be
    used, Unavailable when the voice, the port or the call does not come.
    """
    configure_logging()
    return asyncio.run(_take_one_call(options))


def demo_script_text() -> str:
    """The demo's script, with what it should leave in the database."""
    return (files("ari_app.lab") / "scripts" / DEMO_SCRIPT).read_text("utf-8")


async def _take_one_call(options: PatientOptions) -> PatientReport:
    script = load(_script_text(options.script))
    robot = instruments.script_to_render(script.questionnaire, options.hospital, script.name)
    sounds = await _render(script, options)
    ringing = Answering(after_seconds=options.ring_seconds)

    def answering(called: str, headers: Headers) -> Answering:
        return ringing

    async with SipPhone.open(options.sip_host, options.sip_port, answering) as phone:
        print(f"ready port={phone.port}", flush=True)
        try:
            call = await phone.next_call(options.wait_seconds)
        except TimeoutError as error:
            raise Unavailable(f"nobody called within {options.wait_seconds:.0f} s") from error
        call.set_background(options.line.noise())
        # the robot renders what holds the patient's name before it dials, so only now all of it is there
        prompts = PromptCache(
            options.cache,
            synthetic_voice(options.robot_voice, options.models),
            name=options.robot_voice,
            speed=ROBOT_SPEED,
        )
        ear = await asyncio.to_thread(ear_for, robot, prompts)
        report = await SimulatedPatient(script, QuestionCues(robot), sounds, ear, options.habits).take(call)
    if options.report is not None:
        options.report.write_text(report.to_json(), encoding="utf-8")
    return report


def _script_text(path: Path | None) -> str:
    if path is None:
        return demo_script_text()
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise WrongInput(f"the patient's script cannot be read: {path}") from error


async def _render(script: PatientScript, options: PatientOptions) -> Mapping[str, Pcm]:
    voice = KokoroVoice(options.models / "kokoro", workers=1, threads=2)
    name, speed = options.voice or script.voice, options.speed or script.speed
    try:
        cache = PromptCache(options.cache, voice, name=name, speed=speed, parallel=1)
        paths = await cache.ensure([*script.words(), CONFIRM_YES, CONFIRM_NO])
    finally:
        await voice.close()
    return await asyncio.to_thread(telephone_sounds, paths, options.line)
