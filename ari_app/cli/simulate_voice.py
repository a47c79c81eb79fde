"""`ari-app simulate --voice`: each scenario as a real call to a patient who speaks, in a private system."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from ari_app.calls.journal import state_of
from ari_app.calls.observer import NoObserver
from ari_app.cli.simulate import HOSPITAL, make_script
from ari_app.cli.voice_result import as_result
from ari_app.config.loading import load_settings
from ari_app.core.errors import AppError, WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import Relation
from ari_app.core.vocabulary import IdentityFactor
from ari_app.dialogue.script import ADULT_AGE
from ari_app.lab import text_simulation
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import CONFIRM_NO, CONFIRM_YES, PatientHabits, SimulatedPatient
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.patient_script import PatientScript
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.rig import Rig, RigOptions
from ari_app.lab.scenario import Scenario, parse
from ari_app.lab.scenario_patient import patient_script
from ari_app.lab.ward_phone import Resident, WardPhone
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.store import calls
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from ari_app.telemetry.logging import configure_logging
from ari_app.wiring import instruments
from ari_app.wiring.call_requests import CallRequest, enqueue_held
from ari_app.wiring.node import Node, open_node
from ari_app.wiring.robot_sound import ear_for
from ari_app.wiring.single_call import carry_alone
from ari_app.wiring.system import SystemClock

DESK = "4000"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How the calls are held. `voice` is the patients'; `noise_snr_db` None is a quiet line."""

    runtime: Path = Path(".runtime")
    at_once: int = 2
    voice: str = "zf_xiaobei"
    noise_snr_db: float | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A scenario and what became of its call: `result` in the form of docs/contract.md, the rest as evidence."""

    result: Mapping[str, object]
    stored: StoredResult | None = None
    report: PatientReport | None = None


@dataclass(frozen=True, slots=True)
class _Played:
    number: str
    scenario: Scenario
    script: PatientScript


class ScenarioClock(SystemClock):
    """The machine's clock, set to the moment at which a scenario plays."""

    def __init__(self, starts_at: datetime) -> None:
        self._ahead = starts_at - SystemClock().now()

    def now(self) -> datetime:
        """The scenario's time in UTC."""
        return super().now() + self._ahead


def run(lines: Iterable[str], options: VoiceOptions) -> Iterator[str]:
    """Hold a call for each scenario; results in order, one that cannot be held gives its error in its place."""
    configure_logging("warning")
    # whoever ends it leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    yield from (text_simulation.as_line(each.result) for each in hold([*lines], options))


def hold(lines: Sequence[str], options: VoiceOptions) -> Sequence[Held]:
    """Start a private system, hold the calls, stop it; nothing of it is left. Raises what a part raises."""
    read = [_read(number, line) for number, line in enumerate(line for line in lines if line.strip())]
    with tempfile.TemporaryDirectory(prefix="simulate-", dir="/var/tmp") as folder:
        # Asterisk may run as another user than the one who owns the folder
        Path(folder).chmod(0o755)
        rig_options = RigOptions(
            options.runtime,
            Path(folder) / "rig",
            hospital=HOSPITAL,
            concurrency=options.at_once,
            temporary=True,
        )
        with Rig(rig_options) as rig:
            return asyncio.run(_hold_all(read, rig, options))


def _read(number: int, line: str) -> _Played | Held:
    """A line's scenario with its patient's script, or the error in its place."""
    try:
        scenario = parse(line)
        if scenario.patient.history or scenario.patient.last_answers:
            raise WrongInput("a history cannot be told to a call: play this scenario in text")
        script = make_script(scenario)
        talk = text_simulation.Talk(script, scenario)
        talk.run()
        meant = {each.link_id: each.value for each in talk.state.answers}
        return _Played(f"139{number:08d}", scenario, patient_script(scenario, script, meant))
    except AppError as error:
        return Held({"id": text_simulation.id_in(line), "error": str(error)})


async def _hold_all(read: Sequence[_Played | Held], rig: Rig, options: VoiceOptions) -> Sequence[Held]:
    played = [each for each in read if isinstance(each, _Played)]
    sounds = await _render(played, options)
    gate = asyncio.Semaphore(options.at_once)
    async with AsyncExitStack() as stack:
        node = await stack.enter_async_context(open_node(load_settings(rig.settings_path, {})))
        ward = WardPhone({each.number: _resident(each, sounds, node, options) for each in played}, DESK)
        await stack.enter_async_context(ward.open(rig.asterisk.trunk_port))

        async def one(each: _Played | Held) -> Held:
            if isinstance(each, Held):
                return each
            async with gate:
                return await _hold(each, node, ward)

        return await asyncio.gather(*map(one, read))


async def _hold(played: _Played, node: Node, ward: WardPhone) -> Held:
    """One call, at the scenario's time and with the scenario's nurses."""
    scenario, settings = played.scenario, node.settings
    agent = settings.asterisk.dial.format(number=DESK) if scenario.agents > 0 else None
    call = settings.call.model_copy(update={"agent": agent})
    node = replace(
        node, clock=ScenarioClock(scenario.now), settings=settings.model_copy(update={"call": call})
    )
    try:
        lease = await enqueue_held(node, _request(played))
        await carry_alone(node, lease, NoObserver())
        async with node.store.unit_of_work() as uow:
            stored = await read_call_of_attempt(uow, lease.attempt_id)
            session = await calls.load_session(uow, stored.call_id)
    except AppError as error:
        _log.error("scenario_not_held", scenario=str(scenario.id), reason=error.message)
        return Held({"id": scenario.id, "error": str(error)})
    result = as_result(scenario.id, stored, state_of(session.state))
    return Held(result, stored, ward.reports.get(played.number))


def _request(played: _Played) -> CallRequest:
    scenario = played.scenario
    patient = scenario.patient
    years = None if patient.age is None or patient.age >= ADULT_AGE else ADULT_AGE - patient.age
    today = scenario.now.date()
    guardian = patient.guardian_relation
    return CallRequest(
        phone=PhoneNumber.parse(played.number),
        questionnaire=scenario.questionnaire,
        name=patient.name,
        id_tail=scenario.identity[IdentityFactor.ID_TAIL] or None,
        birth_md=scenario.identity[IdentityFactor.BIRTH_MD] or None,
        patient_id=f"simulated-{played.number}",
        encounter_id=None,
        minor_until=None if years is None else (today + timedelta(days=round(365.25 * years))),
        relatives=tuple(Relation(each) for each in sorted(patient.relatives_allowed)) or None,
        guardian=None if guardian is None else Relation(guardian),
    )


async def _render(played: Sequence[_Played], options: VoiceOptions) -> Mapping[str, Pcm]:
    """Everything that the patients may say, as their phones send it."""
    voice = KokoroVoice(options.runtime / "models" / "kokoro", workers=2)
    early = {saying.text for each in played for saying in each.scenario.early if saying.text}
    words = {text for each in played for text in each.script.words()} | early | {CONFIRM_YES, CONFIRM_NO}
    cache = PromptCache(options.runtime / "prompts", voice, name=options.voice, speed=1.0)
    try:
        files = await cache.ensure(sorted(words))
    finally:
        await voice.close()
    return await asyncio.to_thread(telephone_sounds, files, _line(options))


def _line(options: VoiceOptions) -> LineQuality:
    return LineQuality(noise_snr_db=options.noise_snr_db, seed=options.seed)


def _resident(played: _Played, sounds: Mapping[str, Pcm], node: Node, options: VoiceOptions) -> Resident:
    scenario = played.scenario

    async def become() -> SimulatedPatient:
        # what holds the patient's name is rendered before the call is dialed, so only now all of it is there
        robot = instruments.script_to_render(
            scenario.questionnaire, HOSPITAL, scenario.patient.name, agents_available=scenario.agents > 0
        )
        ear = await asyncio.to_thread(ear_for, robot, node.prompts)
        habits = PatientHabits(seed=options.seed + int(played.number[3:]))
        return SimulatedPatient(played.script, QuestionCues(robot), sounds, ear, habits)

    early = next((sounds[each.text] for each in scenario.early if each.text), None)
    return Resident(become, _line(options).noise(), early)
