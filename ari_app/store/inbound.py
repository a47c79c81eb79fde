"""Patients who call: whose follow-up it is, and the attempt that their call becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ari_app.core.errors import Conflict
from ari_app.store import attempts
from ari_app.store.phone_index import phone_index, phone_indexes
from ari_app.store.references import Lease
from ari_app.store.unit_of_work import Row, UnitOfWork

# who lies about his number may not guess at birthdays call after call
MOST_FAILED_CHECKS = 2


class InboundOutcome(StrEnum):
    """What is made of a call that came in."""

    RECOGNIZED = "recognized"
    UNKNOWN = "unknown"
    NOTHING_OPEN = "nothing_open"
    BARRED = "barred"
    BEING_CALLED = "being_called"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class InboundCall:
    """A call that came in on the channel `channel_id` of this worker's Asterisk.

    `phone` is the caller's number in E.164, None when it was withheld or is none.
    """

    organization_id: UUID
    worker: str
    channel_id: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Reception:
    """What was made of it; `lease` is there when recognized, and holds the attempt that it became."""

    outcome: InboundOutcome
    lease: Lease | None = None


@dataclass(frozen=True, slots=True)
class OpenFollowUp:
    """A follow-up that this number can go on with; `is_being_called`: an attempt for it is under way.

    `is_barred`: callers failed its identity check so often in a day that it is not asked again.
    """

    contact_id: UUID
    is_being_called: bool
    is_barred: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A call that was received before; `is_over` tells that its attempt has ended."""

    outcome: InboundOutcome
    is_over: bool


async def receive(
    uow: UnitOfWork, call: InboundCall, at: datetime, lease_expires_at: datetime, *, has_room: bool
) -> Reception:
    """Recognize the caller and hold the attempt that the call becomes; every call leaves a row.

    One that is scheduled for the follow-up is used; else a new one is made. Without room nobody is taken. Raises
    Conflict when the follow-up is claimed for dialing at the same moment, or the call was received before.
    """
    outcome, contact_id = await _judge(uow, call, at, has_room=has_room)
    attempt_id = None
    if contact_id is not None:
        attempt_id = await _open_attempt(uow, call, contact_id, at)
    await uow.run(
        "inbound.add_call",
        id=uow.new_id(),
        organization_id=call.organization_id,
        worker=call.worker,
        channel_id=call.channel_id,
        phone_index=None if call.phone is None else phone_index(uow, call.phone),
        outcome=outcome.value,
        attempt_id=attempt_id,
        at=at,
    )
    if attempt_id is None:
        return Reception(outcome)
    return Reception(outcome, await attempts.claim(uow, attempt_id, call.worker, at, lease_expires_at))


async def received(uow: UnitOfWork, call: InboundCall) -> Received | None:
    """What was made of this call when it was received before; None for a new one."""
    row = await uow.one(
        "inbound.read_call",
        organization_id=call.organization_id,
        worker=call.worker,
        channel_id=call.channel_id,
    )
    return None if row is None else Received(InboundOutcome(row["outcome"]), row["attempt_state"] == "ended")


async def open_follow_ups(
    uow: UnitOfWork, organization_id: UUID, phone: str, at: datetime
) -> list[OpenFollowUp]:
    """Open follow-ups that this E.164 number stands for: tried before or due.

    Those with answers first, then those that were tried last.
    """
    rows = await uow.all(
        "inbound.open_follow_ups",
        organization_id=organization_id,
        phone_indexes=phone_indexes(uow, phone),
        at=at,
    )
    return [
        OpenFollowUp(
            UUID(str(row["id"])),
            _is_under_way(row["live_state"]),
            row["failed_checks"] >= MOST_FAILED_CHECKS,
        )
        for row in rows
    ]


async def is_known(uow: UnitOfWork, organization_id: UUID, phone: str) -> bool:
    """Whether a patient has this E.164 number, or was called at it."""
    row = await uow.one(
        "inbound.known", organization_id=organization_id, phone_indexes=phone_indexes(uow, phone)
    )
    return row is not None and bool(row["is_known"])


async def _judge(
    uow: UnitOfWork, call: InboundCall, at: datetime, *, has_room: bool
) -> tuple[InboundOutcome, UUID | None]:
    """The outcome, and the follow-up to go on with when recognized. Its row is locked then."""
    if call.phone is None or not await is_known(uow, call.organization_id, call.phone):
        return InboundOutcome.UNKNOWN, None
    found = await open_follow_ups(uow, call.organization_id, call.phone, at)
    if any(each.is_being_called for each in found):
        return InboundOutcome.BEING_CALLED, None
    for each in found:
        if each.is_barred or not await uow.one("inbound.lock_contact", contact_id=each.contact_id):
            continue
        live = await _live_attempt(uow, each.contact_id)
        if live is not None and _is_under_way(live["state"]):
            return InboundOutcome.BEING_CALLED, None
        if not has_room:
            return InboundOutcome.FULL, None
        return InboundOutcome.RECOGNIZED, each.contact_id
    is_barred = any(each.is_barred for each in found)
    return InboundOutcome.BARRED if is_barred else InboundOutcome.NOTHING_OPEN, None


async def _open_attempt(uow: UnitOfWork, call: InboundCall, contact_id: UUID, at: datetime) -> UUID:
    assert call.phone is not None
    live = await _live_attempt(uow, contact_id)
    attempt_id = uow.new_id() if live is None else UUID(str(live["id"]))
    columns = {
        "id": attempt_id,
        "channel_id": call.channel_id,
        "phone_encrypted": uow.cipher.seal(call.phone, "attempts.phone_encrypted", attempt_id),
        "phone_index": phone_index(uow, call.phone),
    }
    if live is not None:
        if await uow.run("inbound.turn_scheduled", **columns) != 1:
            raise Conflict(f"attempt {attempt_id} was claimed while its patient called")
        return attempt_id
    await uow.run(
        "inbound.insert_attempt",
        organization_id=call.organization_id,
        contact_id=contact_id,
        at=at,
        **columns,
    )
    return attempt_id


async def _live_attempt(uow: UnitOfWork, contact_id: UUID) -> Row | None:
    return await uow.one("inbound.live_attempt", contact_id=contact_id)


def _is_under_way(state: str | None) -> bool:
    return state is not None and state != "scheduled"
