"""What patient and nurse say to each other: noted when they are joined, written as turns when it was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import InputSource
from ari_app.dialogue.events import Span
from ari_app.store.attempts import COMMAND_SUFFIX
from ari_app.store.references import CallRef
from ari_app.store.step import span_columns
from ari_app.store.unit_of_work import UnitOfWork

CODE = "person_talk"
"""What stands in a turn where the code of a question stands else."""


class LeftOut(StrEnum):
    """Why a talk has no transcript."""

    REFUSED = "refused"
    NOT_RECORDED = "not_recorded"
    DAMAGED = "damaged"
    RECOGNIZER_AWAY = "recognizer_away"


@dataclass(frozen=True, slots=True)
class DueTalk:
    """A talk whose transcript is due. `heard_until_ms` is how far in its recording the robot's part goes.

    `language` is the patient's. `recording_path` is relative to the recordings folder.
    """

    call: CallRef
    began_at: datetime
    tries: int
    language: str | None
    questionnaire: str
    recording_path: str | None
    recording_started_at: datetime | None
    is_refused: bool
    heard_until_ms: int


@dataclass(frozen=True, slots=True)
class TalkTurn:
    """One thing said between patient and nurse; the texts are already redacted of full ids."""

    speaker: Literal["patient", "agent"]
    text: str = field(repr=False)
    raw_text: str = field(repr=False)
    confidence: float
    span: Span
    said_at: datetime
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredTalk:
    """What is known of a call's talk; `transcript` is due, written or left_out."""

    began_at: datetime
    transcript: str
    reason: LeftOut | None
    unheard: int
    tries: int


async def begin(uow: UnitOfWork, call: CallRef, at: datetime) -> None:
    """They were joined; doing it twice changes nothing."""
    await uow.run("person_talks.begin", call_id=call.call_id, organization_id=call.organization_id, at=at)


async def read(uow: UnitOfWork, call_id: UUID) -> StoredTalk | None:
    """The call's talk; None where no nurse talked."""
    row = await uow.one("person_talks.read", call_id=call_id)
    if row is None:
        return None
    reason = None if row["reason"] is None else LeftOut(row["reason"])
    return StoredTalk(row["began_at"], row["transcript"], reason, row["unheard"], row["tries"])


async def next_due(uow: UnitOfWork, worker: str, now: datetime) -> DueTalk | None:
    """The talk of an ended call of this worker that has been due the longest."""
    row = await uow.one("person_talks.due", worker=worker, now=now, command_suffix=COMMAND_SUFFIX)
    if row is None:
        return None
    return DueTalk(
        CallRef(
            row["call_id"], row["organization_id"], row["attempt_id"], row["patient_id"], row["lease_epoch"]
        ),
        row["began_at"],
        row["tries"],
        row["language"],
        row["questionnaire"],
        row["recording_path"],
        row["recording_started_at"],
        row["is_refused"],
        row["heard_until_ms"] or 0,
    )


async def put_off(uow: UnitOfWork, call_id: UUID, due_at: datetime) -> None:
    """Not now."""
    await uow.run("person_talks.put_off", call_id=call_id, due_at=due_at)


async def leave_out(uow: UnitOfWork, call_id: UUID, reason: LeftOut, at: datetime) -> None:
    """There will be no transcript. Raises Conflict when there is one."""
    await _settle(uow, call_id, "left_out", reason, 0, at)


async def write(uow: UnitOfWork, call: CallRef, said: Sequence[TalkTurn], unheard: int, at: datetime) -> None:
    """Store the transcript whole, in the order of `said`.

    Raises Conflict, with nothing written, when it is stored already or its recording was destroyed meanwhile.
    """
    await _settle(uow, call.call_id, "written", None, unheard, at)
    place = await uow.one("person_talks.next_place", call_id=call.call_id)
    assert place is not None
    for index, turn in enumerate(said):
        await _write_turn(uow, call, turn, place["turn"], place["position"] + index)


async def _settle(
    uow: UnitOfWork, call_id: UUID, transcript: str, reason: LeftOut | None, unheard: int, at: datetime
) -> None:
    settled = await uow.run(
        "person_talks.settle",
        call_id=call_id,
        transcript=transcript,
        reason=None if reason is None else reason.value,
        unheard=unheard,
        at=at,
    )
    if settled != 1:
        raise Conflict(f"the talk of call {call_id} is settled, or its recording was destroyed")


async def _write_turn(uow: UnitOfWork, call: CallRef, said: TalkTurn, turn: int, position: int) -> None:
    row_id = uow.new_id()
    await uow.run(
        "facts.insert_turn",
        id=row_id,
        organization_id=call.organization_id,
        call_id=call.call_id,
        turn=turn,
        position=position,
        speaker=said.speaker,
        code=CODE,
        command_id=None,
        text_encrypted=uow.cipher.seal(said.text, "turns.text_encrypted", row_id),
        raw_text_encrypted=uow.cipher.seal(said.raw_text, "turns.raw_text_encrypted", row_id),
        confidence=said.confidence,
        input_source=InputSource.VOICE.value,
        intent=None,
        flags=list(said.flags),
        said_at=said.said_at,
        **span_columns(said.span),
    )
