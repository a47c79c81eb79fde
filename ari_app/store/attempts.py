"""Attempts: claimed under a lease, moved forward only, ended once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import AppError, Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.store.claims import lock
from ari_app.store.outbox import DEFAULT_ENDPOINTS, add_call_completed
from ari_app.store.references import Lease
from ari_app.store.unit_of_work import Row, UnitOfWork

# a command that carries a call itself is a worker of its own: the node's worker id, this, and its process id
COMMAND_SUFFIX = "-call-"


class NotDialed(AppError):
    """What was claimed may not be dialed any more: too late, or something changed since. Nothing was created."""

    code = "not_dialed"


@dataclass(frozen=True, slots=True)
class LiveAttempt:
    """An attempt that a worker holds, as its rows tell it; `call_id` is None before the dialogue was set up.

    `concluded_as` is how the dialogue concluded, when it did before the channel was gone. `channel_id` is the
    channel of a patient who called himself, None when the channel's id is the attempt's. `is_of_campaign`: the
    dialer claimed it.
    """

    lease: Lease
    state: str
    lease_expires_at: datetime
    answered_at: datetime | None
    call_id: UUID | None
    call_status: str | None
    concluded_as: Disposition | None
    channel_id: str | None = None
    is_of_campaign: bool = False


@dataclass(frozen=True, slots=True)
class EndedAttempt:
    """An attempt that is over; `call_id` is None where the dialogue was never set up, `channel_id` as above."""

    id: UUID
    answered_at: datetime | None
    call_id: UUID | None
    channel_id: str | None = None


async def claim(
    uow: UnitOfWork, attempt_id: UUID, worker: str, at: datetime, lease_expires_at: datetime
) -> Lease:
    """Take a scheduled attempt, or a claimed one whose lease ran out before it was dialed.

    Raises Conflict when it is held, dialed or ended.
    """
    row = await uow.one(
        "attempts.claim", id=attempt_id, worker=worker, at=at, lease_expires_at=lease_expires_at
    )
    if row is None:
        raise Conflict(f"attempt {attempt_id} cannot be claimed: it is held, dialed or ended")
    return Lease(attempt_id, row["organization_id"], worker, row["lease_epoch"])


async def due(uow: UnitOfWork, organization_id: UUID, at: datetime, at_most: int) -> list[UUID]:
    """Attempts whose time has come, the oldest first, locked until the transaction ends.

    Also those whose claim ran out before there was a call: their worker could not begin it.
    """
    rows = await uow.all("attempts.due", organization_id=organization_id, at=at, at_most=at_most)
    return [UUID(str(row["id"])) for row in rows]


async def adopt(uow: UnitOfWork, attempt_id: UUID, worker: str, lease_expires_at: datetime) -> Lease:
    """Take up again an own live attempt after a restart; the old process can write no more.

    Raises Conflict when the attempt is another worker's or over.
    """
    row = await uow.one("attempts.adopt", id=attempt_id, worker=worker, lease_expires_at=lease_expires_at)
    if row is None:
        raise Conflict(f"attempt {attempt_id} is not a live one of worker {worker}")
    return Lease(attempt_id, row["organization_id"], worker, row["lease_epoch"])


async def renew(uow: UnitOfWork, lease: Lease, lease_expires_at: datetime) -> None:
    """Hold it longer. Raises Conflict when the lease is lost.

    A lease that had run out was not counted any more: that it counts again waits for the claim under way.
    """
    keys = {"id": lease.attempt_id, "lease_epoch": lease.epoch, "lease_expires_at": lease_expires_at}
    changed = await uow.run("attempts.renew", **keys)
    if changed == 0:
        await lock(uow, lease.organization_id)
        changed = await uow.run("attempts.renew_lapsed", **keys)
    _require(changed, lease, "renewed")


async def mark_dialing(uow: UnitOfWork, lease: Lease, at: datetime, caller_id: str | None) -> None:
    """Recorded before the channel is created.

    It is looked at once more: raises NotDialed when the number was forbidden since, or what a campaign claimed is
    past its time, put off or canceled. Raises Conflict when the lease is lost.
    """
    keys = {"id": lease.attempt_id, "lease_epoch": lease.epoch}
    changed = await uow.run("attempts.mark_dialing", **keys, at=at, caller_id=caller_id)
    if not changed and await uow.one("attempts.is_still_claimed", **keys) is not None:
        raise NotDialed(f"attempt {lease.attempt_id} may not be dialed any more")
    _require(changed, lease, "dialed")


async def mark_ringing(uow: UnitOfWork, lease: Lease, at: datetime) -> None:
    """The far end rings. Raises Conflict when it is not dialing under this lease."""
    changed = await uow.run("attempts.mark_ringing", id=lease.attempt_id, lease_epoch=lease.epoch, at=at)
    _require(changed, lease, "ringing")


async def mark_answered(uow: UnitOfWork, lease: Lease, at: datetime) -> None:
    """The phone was picked up, or we did when the patient called. Raises Conflict in any other state."""
    changed = await uow.run("attempts.mark_answered", id=lease.attempt_id, lease_epoch=lease.epoch, at=at)
    _require(changed, lease, "answered")


async def mark_ended(
    uow: UnitOfWork,
    lease: Lease,
    at: datetime,
    disposition: Disposition,
    *,
    hangup_cause: int | None = None,
    tech_cause: str | None = None,
    endpoints: Sequence[str] = DEFAULT_ENDPOINTS,
) -> None:
    """Write the disposition, once, and leave nothing of the attempt alive: call, timers, lease.

    A conversation that never concluded becomes `failed`, one that never began `ended`.
    Tells `call.completed`, unless a campaign had claimed it and it was never dialed.
    Raises Conflict when the attempt ended before or the lease is lost.
    """
    row = await uow.one(
        "attempts.mark_ended",
        id=lease.attempt_id,
        lease_epoch=lease.epoch,
        at=at,
        disposition=disposition.value,
        hangup_cause=hangup_cause,
        tech_cause=tech_cause,
    )
    if row is None:
        raise Conflict(f"attempt {lease.attempt_id} has ended already or is held by another worker")
    await uow.run(
        "calls.close_with_attempt", attempt_id=lease.attempt_id, at=at, disposition=disposition.value
    )
    await uow.run("timers.clear_for_attempt", attempt_id=lease.attempt_id)
    if disposition is Disposition.COMPLETED:
        await uow.run("contacts.complete", id=row["contact_id"])
    if row["was_given_back"]:
        return
    call = await uow.one("calls.find_by_attempt", attempt_id=lease.attempt_id)
    call_id = None if call is None else UUID(str(call["id"]))
    await add_call_completed(uow, lease.organization_id, lease.attempt_id, call_id, at, endpoints)


async def live_attempts(uow: UnitOfWork, worker: str) -> list[LiveAttempt]:
    """What this worker held when it last wrote: to be compared with the living channels."""
    return [_live(row) for row in await uow.all("attempts.live", worker=worker)]


async def abandoned(
    uow: UnitOfWork, organization_id: UUID, worker: str, at: datetime, others_before: datetime
) -> list[LiveAttempt]:
    """Attempts with a call whose lease ran out: this worker's and its `call` commands' by `at`, others' earlier.

    Whether their channels live is for the caller to find out.
    """
    rows = await uow.all(
        "attempts.abandoned",
        organization_id=organization_id,
        worker=worker,
        commands=f"{worker}{COMMAND_SUFFIX}%",
        at=at,
        others_before=others_before,
    )
    return [_live(row) for row in rows]


async def adopt_abandoned(uow: UnitOfWork, lease: Lease, at: datetime, lease_expires_at: datetime) -> Lease:
    """Hold an abandoned attempt in the name of the worker that is gone. Raises Conflict when it is back."""
    row = await uow.one(
        "attempts.adopt_abandoned",
        id=lease.attempt_id,
        lease_epoch=lease.epoch,
        at=at,
        lease_expires_at=lease_expires_at,
    )
    if row is None:
        raise Conflict(f"attempt {lease.attempt_id} is held by worker {lease.worker} again, or over")
    return Lease(lease.attempt_id, lease.organization_id, lease.worker, row["lease_epoch"])


async def ended_among(uow: UnitOfWork, ids: Sequence[UUID], worker: str) -> list[EndedAttempt]:
    """Which of these are over and were this worker's, or its `call` commands'."""
    rows = await uow.all(
        "attempts.ended_among", ids=list(ids), worker=worker, commands=f"{worker}{COMMAND_SUFFIX}%"
    )
    return [EndedAttempt(row["id"], row["answered_at"], row["call_id"], row["channel_id"]) for row in rows]


def _live(row: Row) -> LiveAttempt:
    return LiveAttempt(
        lease=Lease(row["id"], row["organization_id"], row["worker"], row["lease_epoch"]),
        state=row["state"],
        lease_expires_at=row["lease_expires_at"],
        answered_at=row["answered_at"],
        call_id=row["call_id"],
        call_status=row["call_status"],
        concluded_as=None if row["concluded_as"] is None else Disposition(row["concluded_as"]),
        channel_id=row["channel_id"],
        is_of_campaign=row["is_of_campaign"],
    )


def _require(changed: int, lease: Lease, verb: str) -> None:
    if changed != 1:
        raise Conflict(
            f"attempt {lease.attempt_id} cannot be {verb}: wrong state, or {lease.worker} lost its lease"
        )
