"""A simulated patient on a SIP phone: hears the robot out, tells what it asks, and answers by its script."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from ari_app.lab.g711 import Pcm
from ari_app.lab.patient_report import PatientReport, PatientTurn
from ari_app.lab.patient_script import PatientMemory, PatientScript, spoken_words
from ari_app.lab.question_cue import AGAIN, QuestionCues, says_goodbye
from ari_app.lab.robot_turn import RobotTurn, TurnListener, TurnRules
from ari_app.lab.rtp import PlayHandle
from ari_app.lab.sip_call import Call, first_of
from ari_app.lab.telephone_line import voiced_span

CONFIRM_YES: Final = "对的"
CONFIRM_NO: Final = "不对"
_TICK_SECONDS: Final = 0.05
_log = structlog.get_logger()


class Ear(Protocol):
    """Tells the robot's sentences in what was heard (8 kHz); none when nothing was understood."""

    async def __call__(self, pcm: Pcm) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class PatientHabits:
    """How this patient behaves; the reaction time is drawn from `seed`."""

    seed: int = 1
    reaction_seconds: tuple[float, float] = (0.3, 0.9)
    patience_seconds: float = 60.0
    hang_up_after_goodbye_seconds: float = 8.0
    turn: TurnRules = TurnRules()


class SimulatedPatient:
    """One patient for one call. `voice` holds the sound (8 kHz) of every text that the script can need.

    `considers` is told of each turn before the patient does anything about it, and waited for.
    """

    def __init__(
        self,
        script: PatientScript,
        cues: QuestionCues,
        voice: Mapping[str, Pcm],
        ear: Ear,
        habits: PatientHabits | None = None,
        considers: Callable[[PatientTurn], Awaitable[None]] | None = None,
    ) -> None:
        self._script, self._cues, self._voice, self._ear = script, cues, voice, ear
        self._habits = habits or PatientHabits()
        self._considers = considers
        self._chance = random.Random(self._habits.seed)
        self._memory = PatientMemory(script)
        self._listener = TurnListener(self._habits.turn)
        self._open_code: str | None = None
        self._voice_ended_at: float | None = None
        self._last_sound_at = 0.0
        self._spoke_at = 0.0

    async def take(self, call: Call, report: PatientReport | None = None) -> PatientReport:
        """Live through the call until it ends, or until the patient's patience does; `report` is filled meanwhile."""
        report = report or PatientReport(self._script.title, call.called, call.caller_name)
        await first_of(call.answered, call.ended)
        self._last_sound_at = time.monotonic()
        listening = asyncio.create_task(self._listen(call, report), name="patient-listen")
        try:
            while not call.ended.is_set():
                if time.monotonic() - self._last_sound_at > self._habits.patience_seconds:
                    await call.hang_up()
                turn = self._listener.finished(time.monotonic())
                # what the robot had said before he spoke is answered by what he said
                if turn is not None and turn.ended_at >= self._spoke_at:
                    await self._react(call, turn, report)
                await _within(call.ended, _TICK_SECONDS)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
        report.end_reason = call.end_reason
        report.seconds = round((call.ended_at or 0.0) - (call.answered_at or call.invited_at), 3)
        return report

    async def _listen(self, call: Call, report: PatientReport) -> None:
        async for at, pcm in call.frames():
            was_speaking = self._listener.speaking_since is not None
            self._listener.feed(at, pcm)
            if not was_speaking and (began := self._listener.speaking_since) is not None:
                self._note_robot_began(call, report, began)
            self._last_sound_at = at

    def _note_robot_began(self, call: Call, report: PatientReport, at: float) -> None:
        answered = call.answered_at or at
        if report.greeting_ms is None:
            report.greeting_ms = round((at - answered) * 1000)
        if self._voice_ended_at is not None and report.turns:
            report.turns[-1].latency_ms = round((at - self._voice_ended_at) * 1000)
            self._voice_ended_at = None

    # --- one turn

    async def _react(self, call: Call, turn: RobotTurn, report: PatientReport) -> None:
        due = (
            turn.ended_at
            + self._habits.turn.quiet_seconds
            + self._chance.uniform(*self._habits.reaction_seconds)
        )
        sentences = await self._ear(turn.pcm())
        await _within(call.ended, max(0.0, due - time.monotonic()))
        if self._listener.speaking_since is not None:
            self._listener.resume(turn)
            return
        entry = self._understand(sentences, turn, call)
        report.turns.append(entry)
        _log.info("patient_heard", kind=entry.kind, code=entry.code, pii_text=entry.heard_text)
        if self._considers is not None:
            await self._considers(entry)
        if entry.kind == "goodbye":
            if not await _within(call.ended, self._habits.hang_up_after_goodbye_seconds):
                await call.hang_up()
        elif entry.said and not call.ended.is_set():
            await self._say(call, entry)

    def _understand(self, sentences: tuple[str, ...], turn: RobotTurn, call: Call) -> PatientTurn:
        zero = call.answered_at or turn.started_at
        entry = PatientTurn(
            "unknown",
            None,
            "".join(sentences),
            round((turn.started_at - zero) * 1000),
            round((turn.ended_at - zero) * 1000),
        )
        read_back = self._cues.read_back(sentences)
        cue = self._cues.asked(sentences)
        code = self._open_code if cue == AGAIN else cue
        if says_goodbye(sentences):
            entry.kind = "goodbye"
        elif read_back is not None:
            entry.kind, entry.code = "confirmation", self._open_code
            is_meant = read_back in self._script.meanings.get(self._open_code or "", ())
            entry.said = CONFIRM_YES if is_meant else CONFIRM_NO
        elif code is not None:
            self._open_code = code
            entry.kind, entry.code, entry.said = "question", code, self._memory.answer(code)
        return entry

    async def _say(self, call: Call, entry: PatientTurn) -> None:
        utterance = entry.said
        self._spoke_at = time.monotonic()
        _log.info("patient_said", code=entry.code, pii_text=utterance)
        if utterance.startswith("<hangup>"):
            await call.hang_up()
        elif utterance.startswith("<dtmf>"):
            call.send_digits(utterance.removeprefix("<dtmf>").strip())
        elif words := spoken_words(utterance):
            pcm = self._voice[words]
            handle = call.play(pcm)
            await handle.done.wait()
            self._note_spoken(call, entry, handle, pcm)

    def _note_spoken(self, call: Call, entry: PatientTurn, handle: PlayHandle, pcm: Pcm) -> None:
        span = voiced_span(pcm)
        sounded = None if span is None else handle.sounded(*span)
        if sounded is None:
            return
        began_at, ended_at = sounded
        zero = call.answered_at or began_at
        entry.said_from_ms = round((began_at - zero) * 1000)
        entry.said_to_ms = round((ended_at - zero) * 1000)
        robot_at = self._listener.speaking_since
        if robot_at is None:
            self._voice_ended_at = ended_at
        elif robot_at >= ended_at:
            entry.latency_ms = round((robot_at - ended_at) * 1000)


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, at most so long; whether it came."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
