"""What is left to people has a time by which it must be done."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import WorkKind
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.policy.work_due import work_due
from ari_app.store.pool import Store
from tests.support.dialed_campaigns import MORNING, running_campaign
from tests.support.ended_attempts import ENDED, dialed, end, says, talking


@pytest.mark.req("M06-016")
async def test_a_call_back_that_was_promised_is_due_in_two_hours(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.CALLBACK_SCHEDULED, FollowUpAction.CALLBACK_TASK)
    await end(store, claimed, Disposition.CALLBACK_SCHEDULED)
    row = await connection.fetchrow("SELECT kind, state, due_at, patient_id FROM work_items")
    assert row is not None
    assert (row["kind"], row["state"], row["due_at"]) == ("call_back", "open", ENDED + timedelta(hours=2))


def test_every_kind_of_work_has_its_time_and_a_call_back_comes_first() -> None:
    due = {kind: work_due(kind, MORNING) for kind in WorkKind}
    assert min(due.values()) == due[WorkKind.CALL_BACK] > MORNING
    assert max(due.values()) <= MORNING + timedelta(days=3)
