"""Attempts that end, and what was said in them: for tests of what follows."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg

from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.dialer.port import Claimed
from ari_app.dialer.settling import settle
from ari_app.dialogue.facts import ActionRequested, CallConcluded
from ari_app.store import attempts, calls, contacts
from ari_app.store.pool import Store
from ari_app.store.references import CallRef
from tests.support.dialed_campaigns import (
    MORNING,
    claim_at,
    organization_of,
    worker,
)

ENDED = MORNING + timedelta(seconds=40)


async def dialed(store: Store, at: datetime = MORNING) -> Claimed:
    """The next attempt, dialed."""
    (claimed,) = await claim_at(store, await worker(store), at, at_most=1)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, at, "01060000000")
    return claimed


async def end(store: Store, claimed: Claimed, disposition: Disposition, at: datetime = ENDED) -> None:
    """The attempt ends and is settled."""
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, claimed.lease, at, disposition, hangup_cause=19)
    assert await settle(store, await organization_of(store), at) == 1


async def contact(connection: asyncpg.Connection) -> tuple[str, datetime, bool]:
    row = await connection.fetchrow("SELECT status, due_at, open_attempt_id IS NULL AS free FROM contacts")
    assert row is not None
    return row["status"], row["due_at"], row["free"]


async def talking(store: Store, claimed: Claimed) -> CallRef:
    """The call of a dialed attempt, answered."""
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, claimed.lease.attempt_id)
        call = await calls.start(
            uow, claimed.lease, target, state={}, stage="greeting", open_item=None, engine_version="1"
        )
        await attempts.mark_answered(uow, claimed.lease, MORNING + timedelta(seconds=9))
    return call


async def says(store: Store, call: CallRef, disposition: Disposition, *actions: FollowUpAction | str) -> None:
    """One step of the dialogue in which these actions were asked for; a text is the time of a call back."""
    at = MORNING + timedelta(seconds=20)
    facts = [
        ActionRequested(at, action)
        if isinstance(action, FollowUpAction)
        else ActionRequested(at, FollowUpAction.REDIAL_SCHEDULED, action)
        for action in actions
    ]
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={},
            stage="closing",
            open_item=None,
            facts=[*facts, CallConcluded(at, disposition)],
            at=at,
        )
