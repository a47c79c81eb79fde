"""What `ari-app status` and `capacity` read, and what they say of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from rich.console import Console

from ari_app.cli.status import page
from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.capacity import Target, capacity
from ari_app.store import attempts
from ari_app.store.campaigns import set_state
from ari_app.store.lines import TrunkTerms
from ari_app.store.pool import Store
from ari_app.store.queries import load_queries
from ari_app.wiring import campaigns
from ari_app.wiring.dialing_status import DialingStatus, look, measured_target
from ari_app.wiring.dialing_terms import put_trunk
from tests.support.dialed_campaigns import MORNING, OPEN, claim_at, running_campaign, worker

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")


def text_of(status: DialingStatus) -> str:
    console = Console(width=180, file=io.StringIO())
    console.print(page(status, ZoneInfo("Asia/Shanghai")))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_an_empty_system_says_what_it_lacks(store: Store) -> None:
    shown = text_of(await look(store, HOSPITAL, MORNING))
    assert "no worker has shown itself" in shown
    assert "no campaign is running" in shown


async def test_calls_slots_and_outcomes_are_seen(store: Store) -> None:
    await running_campaign(store, patients=6)
    claimed = await claim_at(store, await worker(store), at_most=3)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed[0].lease, MORNING, "01062345678")
        await attempts.mark_answered(uow, claimed[0].lease, MORNING + timedelta(seconds=12))
        await attempts.mark_dialing(uow, claimed[1].lease, MORNING, "01062345678")
        ended = MORNING + timedelta(seconds=20)
        await attempts.mark_ended(uow, claimed[1].lease, ended, Disposition.BUSY)
    status = await look(store, HOSPITAL, MORNING + timedelta(seconds=25))
    (one,) = status.campaigns
    assert (one["concurrency"], one["open"], one["due"]) == (4, 6, 3)
    assert (status.rates["talking"], status.rates["ringing"], status.rates["dialed"]) == (1, 1, 2)
    shown = text_of(status)
    assert "busy 1" in shown
    assert "1 outcomes to decide on" in shown
    assert "worker-1" in shown


async def test_a_worker_that_has_gone_quiet_is_called_silent(store: Store) -> None:
    await worker(store)
    assert "silent" in text_of(await look(store, HOSPITAL, MORNING + timedelta(seconds=40)))
    assert "silent" not in text_of(await look(store, HOSPITAL, MORNING + timedelta(seconds=10)))


async def test_calls_of_a_worker_that_is_gone_are_told(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=2)
    claimed = await claim_at(store, await worker(store), at_most=1)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed[0].lease, MORNING, "01062345678")
        await attempts.mark_answered(uow, claimed[0].lease, MORNING)
    await connection.execute("UPDATE workers SET state = 'gone'")
    shown = text_of(await look(store, HOSPITAL, MORNING + timedelta(hours=3)))
    assert "worker worker-1 is gone: 1 of its calls wait since 10:20:30 for it to start again" in shown
    assert "no worker runs that takes calls" in shown


async def test_outcomes_that_wait_too_long_are_told(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=3)
    for number, claimed in enumerate(await claim_at(store, await worker(store))):
        async with store.unit_of_work() as uow:
            if number:
                await attempts.mark_dialing(uow, claimed.lease, MORNING, "01062345678")
            await attempts.mark_ended(uow, claimed.lease, MORNING, Disposition.FAILED)
    await connection.execute(
        "UPDATE attempts_to_settle SET ended_at = ended_at + interval '10 minutes' "
        "WHERE attempt_id = (SELECT max(attempt_id::text)::uuid FROM attempts_to_settle)"
    )
    shown = text_of(await look(store, HOSPITAL, MORNING + timedelta(seconds=5)))
    assert "3 outcomes to decide on (1 cannot be (the log says why))" in shown
    assert "1 claims given back, not dialed" in shown
    shown = text_of(await look(store, HOSPITAL, MORNING + timedelta(seconds=30)))
    assert "the oldest since 10:20:00, 1 cannot be" in shown


async def test_why_nothing_is_dialed_is_said_in_words(store: Store) -> None:
    evening = MORNING + timedelta(hours=12)
    await running_campaign(store, patients=2)
    assert await claim_at(store, await worker(store, at=evening), evening) == ()
    shown = text_of(await look(store, HOSPITAL, evening))
    assert "outside the hospital's calling hours" in shown
    assert "until 03-11 09:00" in shown


@pytest.mark.req("M17-013")
async def test_what_was_measured_replaces_what_is_assumed(store: Store) -> None:
    await running_campaign(store, patients=4)
    for number, lease in enumerate([each.lease for each in await claim_at(store, await worker(store))]):
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, lease, MORNING, "01062345678")
            if number < 2:
                await attempts.mark_answered(uow, lease, MORNING + timedelta(seconds=10))
            outcome = Disposition.COMPLETED if number < 2 else Disposition.NO_ANSWER
            await attempts.mark_ended(
                uow, lease, MORNING + timedelta(seconds=[110, 130, 40, 40][number]), outcome
            )
    later = MORNING + timedelta(hours=1)
    target, count = await measured_target(store, HOSPITAL, later, 100, {})
    assert count == 4
    assert target == Target(100, 110.0, 25.0, 0.5, 1.0)
    given, _ = await measured_target(store, HOSPITAL, later, 1000, {"mean_talk_seconds": 180.0})
    assert capacity(given).talking == 60


async def test_a_name_with_brackets_is_shown_as_it_is(store: Store) -> None:
    await running_campaign(store, 1, replace(OPEN, name="回访 [/b] [red]"))
    assert "回访 [/b] [red]" in text_of(await look(store, HOSPITAL, MORNING))


@pytest.mark.parametrize("dial", ["PJSIP/x", "PJSIP/{number}{x}@y", "PJSIP/{number@y", "PJSIP/{number}@{}"])
async def test_a_trunk_that_cannot_be_dialed_over_is_refused(store: Store, dial: str) -> None:
    with pytest.raises(WrongInput, match="--dial"):
        await put_trunk(store, HOSPITAL, TrunkTerms("main", dial, 1, None, 5, True))
    await put_trunk(store, HOSPITAL, TrunkTerms("main", "PJSIP/{number}@y", 1, None, 5, True))


_MANY = """
INSERT INTO contacts (id, organization_id, external_id, patient_id, questionnaire_version_id, campaign_id, status,
                      due_at)
SELECT gen_random_uuid(), k.organization_id, 'more_' || n, k.patient_id, k.questionnaire_version_id, k.campaign_id,
       CASE WHEN n % 3 = 0 THEN 'open' WHEN n % 3 = 1 THEN 'completed' ELSE 'exhausted' END,
       k.due_at + n * interval '1 second'
FROM contacts k, generate_series(1, 15000) AS n
"""


@pytest.mark.parametrize("query", ["status.campaigns", "intake.list_campaigns"])
async def test_what_is_closed_is_counted_without_reading_it(
    store: Store, connection: asyncpg.Connection, query: str
) -> None:
    await running_campaign(store, patients=1)
    await connection.execute(_MANY)
    await connection.execute("VACUUM ANALYZE contacts")
    (one,) = (await look(store, HOSPITAL, MORNING + timedelta(seconds=300))).campaigns
    assert (one["open"], one["due"], one["completed"], one["given_up"]) == (5_001, 101, 5_000, 5_000)
    assert (one["under_way"], one["next_due_at"]) == (0, MORNING)
    asked = load_queries()[query]
    organization_id = await connection.fetchval("SELECT id FROM organizations")
    long_ago = MORNING - timedelta(days=90)
    values = {
        "organization_id": organization_id,
        "at": MORNING,
        "listed_since": long_ago,
        "ended_since": long_ago,
    }
    # a list this short is read whole sooner; what counts is that the indexes are enough
    await connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
    plan = await connection.fetch(
        "EXPLAIN " + asked.text, *asked.arguments({name: values[name] for name in asked.parameters})
    )
    index = {"status.campaigns": "contacts_closed", "intake.list_campaigns": "contacts_by_campaign"}[query]
    counted = [line[0] for line in plan if f"{index} on contacts" in line[0]]
    assert counted
    assert "Index Only Scan" in counted[-1], "what is closed is counted without its rows"


async def test_what_was_closed_long_ago_is_not_counted_again(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=3)
    await connection.execute("UPDATE contacts SET status = 'completed' WHERE external_id LIKE '%_1'")
    await connection.execute("UPDATE contacts SET status = 'exhausted' WHERE external_id LIKE '%_2'")
    await connection.execute("UPDATE contacts SET created_at = $1", MORNING - timedelta(days=89))
    (one,) = (await look(store, HOSPITAL, MORNING)).campaigns
    assert (one["open"], one["completed"], one["given_up"]) == (1, 1, 1)
    (one,) = (await look(store, HOSPITAL, MORNING + timedelta(days=2))).campaigns
    assert (one["open"], one["completed"], one["given_up"]) == (1, 0, 0)


async def test_campaigns_that_ended_long_ago_are_listed_when_asked_for(store: Store) -> None:
    await running_campaign(store, patients=0)
    async with store.unit_of_work() as uow:
        found = await campaigns.find(uow, HOSPITAL, OPEN.name)
        await set_state(uow, found.organization_id, found.id, CampaignState.STOPPED, MORNING)
    assert [row["name"] for row in await campaigns.listed(store, HOSPITAL, MORNING - timedelta(days=1))] == [
        OPEN.name
    ]
    assert await campaigns.listed(store, HOSPITAL, MORNING) == []
