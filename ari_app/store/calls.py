"""Conversations: begun under a lease, moved on one committed step at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.facts import CallConcluded, Fact
from ari_app.store.contacts import CallTarget
from ari_app.store.fact_events import describe_fact
from ari_app.store.fact_rows import write_fact
from ari_app.store.outbox import DEFAULT_ENDPOINTS
from ari_app.store.references import CallRef, Lease, Timer
from ari_app.store.step import Step
from ari_app.store.unit_of_work import UnitOfWork

_STATE = "calls.state_encrypted"


@dataclass(frozen=True, slots=True)
class Variants:
    """Which wording a call speaks and in which order it asks; `wording` and `order` None: nothing is compared."""

    prompts_version: str
    wording: str | None
    order: str | None
    item_order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A conversation as it was last committed. `call.lease_epoch` is the attempt's present one."""

    call: CallRef
    status: str
    turn: int
    stage: str
    open_item: str | None
    state: Mapping[str, object] = field(repr=False)
    engine_version: str
    disposition: Disposition | None
    recording_path: str | None
    recording_started_at: datetime | None
    recording_refused: bool
    wording_variant: str | None = None
    order_variant: str | None = None


@dataclass(frozen=True, slots=True)
class StoredRecording:
    """What is known of a call's recording. `is_refused`: the patient refused to be recorded."""

    started_at: datetime | None
    destroyed_at: datetime | None
    is_refused: bool


async def start(
    uow: UnitOfWork,
    lease: Lease,
    target: CallTarget,
    *,
    state: Mapping[str, object],
    stage: str,
    open_item: str | None,
    engine_version: str,
    rules_version: str | None = None,
    resumes: UUID | None = None,
    variants: Variants | None = None,
) -> CallRef:
    """Store the dialogue before its first step, at turn 0; `resumes` is the call whose answers stand.

    Raises Conflict when the lease is lost.
    """
    call_id = uow.new_id()
    made = await uow.run(
        "calls.start",
        id=call_id,
        attempt_id=lease.attempt_id,
        lease_epoch=lease.epoch,
        stage=stage,
        open_item=open_item,
        state_encrypted=uow.cipher.seal(_dump(state), _STATE, call_id),
        engine_version=engine_version,
        rules_version=rules_version,
        resumes=resumes,
        prompts_version=None if variants is None else variants.prompts_version,
        wording_variant=None if variants is None else variants.wording,
        order_variant=None if variants is None else variants.order,
        item_order=None if variants is None else list(variants.item_order),
    )
    if made != 1:
        raise Conflict(f"attempt {lease.attempt_id} has ended or is held by another worker")
    return CallRef(call_id, lease.organization_id, lease.attempt_id, target.patient_id, lease.epoch)


async def commit_step(
    uow: UnitOfWork,
    call: CallRef,
    *,
    expected_turn: int,
    state: Mapping[str, object],
    stage: str,
    open_item: str | None,
    facts: Sequence[Fact],
    at: datetime,
    timers: Sequence[Timer] = (),
    endpoints: Sequence[str] = DEFAULT_ENDPOINTS,
) -> int:
    """Write one step of the dialogue whole: state, facts with their evidence, timers, news; the new turn.

    `timers` replace those of the step before. Raises Conflict, with nothing written, when the stored turn is
    not `expected_turn` (another runner wrote first) or the lease is lost.
    """
    turn = expected_turn + 1
    advanced = await uow.run(
        "calls.advance",
        id=call.call_id,
        attempt_id=call.attempt_id,
        lease_epoch=call.lease_epoch,
        turn=turn,
        stage=stage,
        open_item=open_item,
        state_encrypted=uow.cipher.seal(_dump(state), _STATE, call.call_id),
        disposition=_concluded_as(facts),
        at=at,
    )
    if advanced != 1:
        raise Conflict(f"call {call.call_id} is not at turn {expected_turn}, or another worker runs it")
    step = Step(uow, call, turn, endpoints)
    for position, fact in enumerate(facts):
        await write_fact(step, fact, position)
    await _write_events(step, facts)
    await _replace_timers(step, timers)
    return turn


def _concluded_as(facts: Sequence[Fact]) -> str | None:
    for fact in facts:
        if isinstance(fact, CallConcluded):
            return fact.disposition.value
    return None


async def _write_events(step: Step, facts: Sequence[Fact]) -> None:
    described = [(describe_fact(fact), fact.at) for fact in facts]
    await step.uow.run_many(
        "facts.insert_event",
        [
            {**step.keys, "turn": step.turn, "kind": kind, "details": details, "at": at}
            for (kind, details), at in described
        ],
    )


async def _replace_timers(step: Step, timers: Sequence[Timer]) -> None:
    await step.uow.run("timers.clear", call_id=step.call.call_id)
    await step.uow.run_many(
        "timers.insert",
        [
            {
                **step.keys,
                "id": step.uow.new_id(),
                "turn": step.turn,
                "kind": timer.kind,
                "due_at": timer.due_at,
            }
            for timer in timers
        ],
    )


async def load_session(uow: UnitOfWork, call_id: UUID) -> StoredSession:
    """The conversation as last committed. Raises WrongInput for an unknown call."""
    row = await uow.one("calls.read_session", id=call_id)
    if row is None:
        raise WrongInput(f"there is no call {call_id}")
    call = CallRef(call_id, row["organization_id"], row["attempt_id"], row["patient_id"], row["lease_epoch"])
    return StoredSession(
        call=call,
        status=row["status"],
        turn=row["turn"],
        stage=row["stage"],
        open_item=row["open_item"],
        state=json.loads(uow.cipher.open(row["state_encrypted"], _STATE, call_id)),
        engine_version=row["engine_version"],
        disposition=None if row["disposition"] is None else Disposition(row["disposition"]),
        recording_path=row["recording_path"],
        recording_started_at=row["recording_started_at"],
        recording_refused=row["recording_refused"],
        wording_variant=row["wording_variant"],
        order_variant=row["order_variant"],
    )


@dataclass(frozen=True, slots=True)
class ToResume:
    """A conversation that broke off, as it was last committed."""

    call_id: UUID
    state: Mapping[str, object] = field(repr=False)


async def to_resume(uow: UnitOfWork, contact_id: UUID, attempt_id: UUID, since: datetime) -> ToResume | None:
    """The follow-up's latest conversation besides `attempt_id`'s.

    None when nothing has been answered in its calls `since` then.
    """
    row = await uow.one("calls.latest_of_contact", contact_id=contact_id, attempt_id=attempt_id, since=since)
    if row is None:
        return None
    return ToResume(row["id"], json.loads(uow.cipher.open(row["state_encrypted"], _STATE, row["id"])))


async def read_recording(uow: UnitOfWork, call_id: UUID) -> StoredRecording:
    """What is known of the recording; nothing is decrypted. Raises WrongInput for an unknown call."""
    row = await uow.one("calls.read_recording", id=call_id)
    if row is None:
        raise WrongInput(f"there is no call {call_id}")
    return StoredRecording(
        row["recording_started_at"], row["recording_destroyed_at"], row["recording_refused"]
    )


async def undestroyed_recordings(uow: UnitOfWork, worker: str) -> list[tuple[UUID, UUID]]:
    """Attempt and call of this worker's calls that are over and whose refused recording may still exist."""
    rows = await uow.all("calls.undestroyed_recordings", worker=worker)
    return [(UUID(str(row["attempt_id"])), UUID(str(row["id"]))) for row in rows]


async def set_recording(uow: UnitOfWork, call_id: UUID, path: str | None, started_at: datetime) -> None:
    """Where the recording lies (relative to the recordings folder) and when its first sample was taken.

    Raises Conflict when the recording was destroyed.
    """
    if await uow.run("calls.set_recording", id=call_id, path=path, started_at=started_at) != 1:
        raise Conflict(f"the recording of call {call_id} was destroyed")


async def mark_recording_destroyed(uow: UnitOfWork, call_id: UUID, at: datetime) -> None:
    """The audio is gone at the patient's wish; this row is the proof. Doing it twice changes nothing."""
    await uow.run("calls.mark_recording_destroyed", id=call_id, at=at)


async def set_latency(uow: UnitOfWork, call_id: UUID, command_id: str, latency_ms: int) -> None:
    """How long the patient waited for this prompt: end of his speech to its first sound."""
    await uow.run("facts.set_latency", call_id=call_id, command_id=command_id, latency_ms=latency_ms)


def _dump(state: Mapping[str, object]) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))
