"""The row that tells how good a call's line was: written with the end, or not at all."""

from __future__ import annotations

import asyncpg
import pytest

from ari_app.calls.journal import Ending, Journal
from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import Disposition
from ari_app.policy.audio_quality import AudioQuality
from ari_app.store import attempts, audio_quality
from ari_app.store.pool import Store
from ari_app.store.references import CallRef, Lease
from ari_app.store.results import read_call
from ari_app.wiring.system import SystemClock
from tests.support.stored_calls import MEASURED, after, answered_call

ENDING = Ending(Disposition.PARTIAL, 16, None)
UNKNOWN = AudioQuality(0.0, 0.0, None, None, None, None, None, 0, 0, None, 0)
LOWEST = AudioQuality(0.0, 0.0, -96.0, -96.0, -20.0, 0.0, -60.0, 0, 0, 0.0, 0)
HIGHEST = AudioQuality(7200.0, 7200.0, 0.0, 0.0, 96.0, 1.0, 20.0, 360_000, 360_000, 1.0, 7_200_000)


def journal_of(store: Store, lease: Lease, call: CallRef) -> Journal:
    return Journal(store, lease, call, SystemClock(), "", "call.wav")


async def stored(store: Store, call: CallRef) -> AudioQuality | None:
    async with store.unit_of_work() as uow:
        return (await read_call(uow, call.call_id)).audio_quality


async def test_it_is_written_with_the_end(store: Store, connection: asyncpg.Connection) -> None:
    lease, call = await answered_call(store)
    assert await stored(store, call) is None
    await journal_of(store, lease, call).ended(ENDING, MEASURED)
    assert await stored(store, call) == MEASURED
    times = await connection.fetchrow("SELECT a.ended_at, q.measured_at FROM attempts a, audio_quality q")
    assert times is not None and times["ended_at"] == times["measured_at"]


async def test_a_call_of_which_nothing_was_heard_has_none(store: Store) -> None:
    lease, call = await answered_call(store)
    await journal_of(store, lease, call).ended(ENDING, None)
    assert await stored(store, call) is None


async def test_a_worker_that_lost_the_call_writes_none_and_the_next_one_does(store: Store) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        taken_up = await attempts.adopt(uow, lease.attempt_id, lease.worker, after(60))
    with pytest.raises(Conflict):
        await journal_of(store, lease, call).ended(ENDING, UNKNOWN)
    assert await stored(store, call) is None
    await journal_of(store, taken_up, call).ended(ENDING, MEASURED)
    assert await stored(store, call) == MEASURED


@pytest.mark.parametrize("figures", [UNKNOWN, LOWEST, HIGHEST])
async def test_every_figure_that_can_be_measured_is_taken(store: Store, figures: AudioQuality) -> None:
    _, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await audio_quality.record(uow, call, figures, after(20))
    assert await stored(store, call) == figures
