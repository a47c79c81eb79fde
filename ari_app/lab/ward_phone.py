"""One telephone for many simulated people: each number has a patient of its own, one is the nurses' desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ari_app.lab.g711 import Pcm
from ari_app.lab.patient import SimulatedPatient
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.sip_phone import Answering, Call, Headers, SipPhone

RING_SECONDS = 0.5
# what follows a hand-over is not simulated: the nurse says nothing and hangs up
NURSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Resident:
    """A patient and his line. `become` makes the patient once his call is there; `early` sounds before the answer."""

    become: Callable[[], Awaitable[SimulatedPatient]]
    noise: Pcm | None = None
    early: Pcm | None = None


class WardPhone:
    """Meets each call with whom it is for. `reports` fills up by number as calls end."""

    def __init__(self, residents: Mapping[str, Resident], desk: str) -> None:
        self._residents = residents
        self._desk = desk
        self.reports: dict[str, PatientReport] = {}

    @asynccontextmanager
    async def open(self, port: int) -> AsyncIterator[SipPhone]:
        """Take calls on `port` until the block ends."""
        async with SipPhone.open(port=port, answering=self._answering) as phone:
            serving = asyncio.create_task(self._serve(phone), name="ward-phone")
            try:
                yield phone
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)

    def _answering(self, called: str, headers: Headers) -> Answering:
        resident = self._residents.get(called)
        if resident is None:
            return Answering() if called == self._desk else Answering(reject=404, reason="Not Found")
        return Answering(after_seconds=RING_SECONDS, early_media=resident.early)

    async def _serve(self, phone: SipPhone) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await phone.next_call(86_400)
                tasks.create_task(self._meet(call), name=f"resident-{call.called}")

    async def _meet(self, call: Call) -> None:
        resident = self._residents.get(call.called)
        if resident is not None:
            call.set_background(resident.noise)
            patient = await resident.become()
            self.reports[call.called] = await patient.take(call)
        elif call.called == self._desk:
            await call.answered.wait()
            await asyncio.sleep(NURSE_SECONDS)
            await call.hang_up()
