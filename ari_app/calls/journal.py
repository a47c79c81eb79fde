"""What a call writes down as it goes: its attempt's states, each step of the dialogue, its end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ari_app.calls.late_notes import LateNotes
from ari_app.core.clock import Clock
from ari_app.core.errors import Conflict, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.state import State
from ari_app.dialogue.turn import Step
from ari_app.policy.audio_quality import AudioQuality
from ari_app.policy.early_line import LineEvidence
from ari_app.policy.line_outcome import DecidedBy
from ari_app.store import attempts, audio_quality, calls, line_evidence, person_talks
from ari_app.store.pool import Store
from ari_app.store.references import CallRef, Lease
from ari_app.store.unit_of_work import UnitOfWork

_log = structlog.get_logger()

END_RETRY_SECONDS = 60.0

Work = Callable[[UnitOfWork, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended, with the causes as the PBX gave them, and which signal of the line decided, if one did."""

    disposition: Disposition
    hangup_cause: int | None
    tech_cause: int | None
    cause_text: str | None = None
    decided_by: DecidedBy | None = None


class Journal:
    """Writes for one call under one lease. Every method is one transaction of its own.

    What is noted in the background never fails and is written before the ending, in order. Close it at the end.
    """

    def __init__(
        self, store: Store, lease: Lease, call: CallRef, clock: Clock, caller_id: str, recording: str
    ) -> None:
        self._store = store
        self._lease = lease
        self._call = call
        self._clock = clock
        self._caller_id = caller_id
        self._recording = recording
        self._notes = LateNotes(str(lease.attempt_id))

    async def close(self) -> None:
        """Write nothing more."""
        await self._notes.close()

    async def dialing(self) -> None:
        """Before anything is created in Asterisk."""
        caller_id = self._caller_id or None
        await self._write(lambda uow, at: attempts.mark_dialing(uow, self._lease, at, caller_id))

    def ringing(self) -> None:
        """Note in the background that the phone rings."""
        self._note("ringing", lambda uow, at: attempts.mark_ringing(uow, self._lease, at))

    def answered(self) -> None:
        """Note in the background that the phone was picked up."""
        self._note("answered", lambda uow, at: attempts.mark_answered(uow, self._lease, at))

    def recording_began(self, seconds_ago: float) -> None:
        """Note in the background that the recording's first sample was written that long ago.

        Where its file will be is known already.
        """
        began = self._clock.now() - timedelta(seconds=seconds_ago)
        self._note(
            "recording_began",
            lambda uow, _: calls.set_recording(uow, self._call.call_id, self._recording, began),
        )

    def recording_destroyed(self) -> None:
        """Note in the background that the patient refused the recording and the audio is gone."""
        self._note(
            "recording_destroyed",
            lambda uow, at: calls.mark_recording_destroyed(uow, self._call.call_id, at),
        )

    def talk_began(self) -> None:
        """Note in the background that patient and nurse talk with each other from now on, to be transcribed later."""
        self._note("talk_began", lambda uow, at: person_talks.begin(uow, self._call, at))

    async def record(self, before: State, step: Step) -> None:
        """Commit one step: state and facts together.

        A step that was committed although its answer got lost is recognized by its turn and not written twice.
        """
        try:
            async with self._store.unit_of_work() as uow:
                await calls.commit_step(
                    uow,
                    self._call,
                    expected_turn=before.turn,
                    state=state_data(step.state),
                    stage=step.state.stage.value,
                    open_item=step.state.open_code,
                    facts=step.facts,
                    at=self._clock.now(),
                )
        except Conflict:
            if not await self._is_stored(step):
                raise

    async def _is_stored(self, step: Step) -> bool:
        async with self._store.unit_of_work() as uow:
            stored = await calls.load_session(uow, self._call.call_id)
        return stored.call.lease_epoch == self._lease.epoch and stored.state == state_data(step.state)

    async def ended(
        self, ending: Ending, quality: AudioQuality | None, evidence: LineEvidence | None = None
    ) -> None:
        """Write the disposition, and with it the line's `quality`, None when nothing was heard, and its `evidence`.

        Retried for a minute; after that the next start of the worker settles it.
        """
        until = self._clock.monotonic() + END_RETRY_SECONDS
        while True:
            try:
                await self._notes.flush()
                return await self._write(lambda uow, at: self._end(uow, at, ending, quality, evidence))
            except Unavailable as error:
                if self._clock.monotonic() >= until:
                    raise
                _log.warning(
                    "ending_not_written", attempt_id=str(self._lease.attempt_id), reason=error.message
                )
                await asyncio.sleep(1.0)

    async def _end(
        self,
        uow: UnitOfWork,
        at: datetime,
        ending: Ending,
        quality: AudioQuality | None,
        evidence: LineEvidence | None,
    ) -> None:
        await attempts.mark_ended(
            uow,
            self._lease,
            at,
            ending.disposition,
            hangup_cause=ending.hangup_cause,
            tech_cause=None if ending.tech_cause is None else str(ending.tech_cause),
        )
        if quality is not None:
            await audio_quality.record(uow, self._call, quality, at)
        if evidence is not None:
            await line_evidence.record(uow, self._lease, evidence, at)

    async def _write(self, work: Work) -> None:
        await self._write_at(self._clock.now(), work)

    async def _write_at(self, at: datetime, work: Work) -> None:
        async with self._store.unit_of_work() as uow:
            await work(uow, at)

    def _note(self, name: str, work: Work) -> None:
        at = self._clock.now()
        self._notes.add(name, lambda: self._write_at(at, work))


def state_data(state: State) -> Mapping[str, object]:
    """The dialogue's state as the JSON object that the store keeps."""
    data: Mapping[str, object] = json.loads(state.to_json())
    return data


def state_of(data: Mapping[str, object]) -> State:
    """The dialogue's state from what the store kept. Raises Damaged."""
    return State.from_json(json.dumps(data, ensure_ascii=False))
