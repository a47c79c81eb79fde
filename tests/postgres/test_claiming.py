"""The claim: what is due and may be dialed becomes an attempt, within every limit."""

from __future__ import annotations

from datetime import timedelta

import asyncpg

from ari_app.store.pool import Store
from tests.support.dialed_campaigns import MORNING, claim_at, running_campaign, worker


async def test_a_contact_of_a_running_campaign_becomes_a_claimed_attempt(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=1)
    (claimed,) = await claim_at(store, await worker(store))
    row = await connection.fetchrow("SELECT * FROM attempts")
    assert row is not None
    assert (row["id"], row["state"], row["worker"]) == (claimed.lease.attempt_id, "claimed", "worker-1")
    assert (row["campaign_id"], row["mode"], row["number"]) == (campaign_id, "ai", 1)
    assert row["dial_before"] == claimed.dial_before == MORNING + timedelta(seconds=5)
    touch = await connection.fetchrow("SELECT kind, counts, at, attempt_id FROM touches")
    assert touch is not None
    assert tuple(touch) == ("robot", True, MORNING, claimed.lease.attempt_id)
    assert await claim_at(store, await worker(store)) == ()
