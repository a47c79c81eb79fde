"""The patient's end of one call that a fault will strike."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import Ear, PatientHabits, SimulatedPatient
from ari_app.lab.patient_report import PatientReport, PatientTurn
from ari_app.lab.question_cue import QuestionCues
from ari_app.lab.sip_phone import Call
from ari_app.lab.telephone_line import is_voiced
from tests.chaos.phases import Phase

PATIENCE_SECONDS = 75.0
PHASE_SECONDS = 25.0
_TICK_SECONDS = 0.02


@dataclass
class Line:
    """One telephone number, its patient, and how its call went. Times are monotonic seconds.

    `ready` is set when the patient could speak the words that bring the call into its phase; they wait for `go`.
    """

    number: str
    phase: Phase
    seed: int
    rings_seconds: float
    attempt: UUID | None = None
    calls: list[Call] = field(default_factory=list)
    report: PatientReport | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    went_at: float = 0.0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def call(self) -> Call:
        """The call; it must have arrived."""
        return self.calls[0]

    async def live(self, call: Call, cues: QuestionCues, sounds: Mapping[str, Pcm], ear: Ear) -> None:
        """Be the patient of a call to this number; a second one is only noted."""
        self.calls.append(call)
        if len(self.calls) > 1:
            return
        self.report = PatientReport(self.phase.name, call.called, call.caller_name)
        self.arrived.set()
        habits = PatientHabits(seed=self.seed, patience_seconds=PATIENCE_SECONDS)
        patient = SimulatedPatient(self.phase.script, cues, sounds, ear, habits, self._considers)
        await patient.take(call, self.report)
        self.ready.set()

    async def _considers(self, turn: PatientTurn) -> None:
        if turn.code == self.phase.cue and turn.kind == "question":
            self.ready.set()
            await self.go.wait()

    def release(self) -> None:
        """Let the patient say it."""
        self.went_at = time.monotonic()
        self.go.set()

    async def robot_speaks(self, since: float) -> float:
        """When the robot's voice was first heard at or after `since`. Raises TimeoutError."""
        async with asyncio.timeout(PHASE_SECONDS):
            while True:
                for at, pcm in self.call.heard_since(since) if self.calls else ():
                    if is_voiced(pcm):
                        return at
                await asyncio.sleep(_TICK_SECONDS)
