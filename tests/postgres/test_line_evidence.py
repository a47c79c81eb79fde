"""Why an attempt ended as it did is written with its end, once, and read back as it was."""

from __future__ import annotations

import asyncpg
import pytest

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.policy.early_line import EarlyLine, LineEvidence, Ringback
from ari_app.policy.line_outcome import DecidedBy
from ari_app.store import attempts, line_evidence
from ari_app.store.pool import Store
from tests.support.stored_calls import after, claimed_attempt

HEARD = EarlyLine(
    ringback=Ringback.MUSIC,
    tone="ring",
    announced=Disposition.POWER_OFF,
    phrase="已关机",
    words="您拨打的用户一关机",
    heard_seconds=12.5,
    voiced_seconds=4.25,
    recognizing_seconds=1.1,
)
EVIDENCE = LineEvidence(
    decided_by=DecidedBy.PHRASE,
    early=HEARD,
    saw_ringing=True,
    our_timeout=False,
    cause=16,
    cause_text="Normal Clearing",
    tech_cause=487,
    recording="x-early.wav",
)
BARE = LineEvidence(
    decided_by=None, early=EarlyLine(), saw_ringing=False, our_timeout=False, cause=None, cause_text=None,
    tech_cause=None,
)  # fmt: skip


@pytest.mark.parametrize("evidence", [EVIDENCE, BARE])
async def test_it_is_read_as_it_was_written(store: Store, evidence: LineEvidence) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        assert await line_evidence.read(uow, lease.attempt_id) is None
        await attempts.mark_ended(uow, lease, after(20), Disposition.POWER_OFF)
        await line_evidence.record(uow, lease, evidence, after(20))
    async with store.unit_of_work() as uow:
        assert await line_evidence.read(uow, lease.attempt_id) == evidence


async def test_the_words_are_not_in_the_row_and_it_is_written_once(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await line_evidence.record(uow, lease, EVIDENCE, after(20))
    row = await connection.fetchval("SELECT row_to_json(e)::text FROM line_evidence e")
    assert "已关机" in row and "您拨打" not in row
    with pytest.raises(Conflict):
        async with store.unit_of_work() as uow:
            await line_evidence.record(uow, lease, BARE, after(30))
    async with store.unit_of_work() as uow:
        assert await line_evidence.read(uow, lease.attempt_id) == EVIDENCE


async def test_a_late_ending_changes_neither_outcome_nor_evidence(
    store: Store, connection: asyncpg.Connection
) -> None:
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(20), Disposition.POWER_OFF)
        await line_evidence.record(uow, lease, EVIDENCE, after(20))
    with pytest.raises(Conflict):
        async with store.unit_of_work() as uow:
            await attempts.mark_ended(uow, lease, after(25), Disposition.NO_ANSWER)
            await line_evidence.record(uow, lease, BARE, after(25))
    assert await connection.fetchval("SELECT disposition FROM attempts") == "power_off"
    async with store.unit_of_work() as uow:
        assert await line_evidence.read(uow, lease.attempt_id) == EVIDENCE
