"""Whose clock the hours go by, what the caps do not count, and waits that never end at night."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import settle
from ari_app.integrations.campaign_request import read_campaign
from ari_app.store import attempts
from ari_app.store.pool import Store
from ari_app.wiring import campaigns as named_campaigns
from ari_app.wiring.campaign_intake import take_rows
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)

# local hours of the hospital, as UTC
EVENING = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
BEFORE_CLOSING = datetime(2026, 3, 10, 11, 50, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
OPENING = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
HOSPITAL = HospitalSettings(name="仁和医院", organization="hospital", time_zone="Asia/Shanghai")


async def test_a_campaign_of_another_zone_does_not_move_the_hospital_s_hours(store: Store) -> None:
    await running_campaign(store, 1, replace(OPEN, time_zone="UTC"))
    assert await claim_at(store, await worker(store), EVENING) == (), "13:00 in UTC is 21:00 here"
    assert len(await claim_at(store, await worker(store), MORNING)) == 1


@pytest.mark.parametrize(("windows", "dialed"), [("02:00-03:00", 1), ("10:00-11:00", 0)])
async def test_a_campaign_s_own_windows_are_of_its_zone(store: Store, windows: str, dialed: int) -> None:
    await running_campaign(store, 1, replace(OPEN, time_zone="UTC", windows=windows))
    assert len(await claim_at(store, await worker(store), MORNING)) == dialed


async def test_a_patient_s_windows_are_of_the_campaign_s_zone_too(store: Store) -> None:
    campaign_id = await running_campaign(store, 0, replace(OPEN, time_zone="UTC"))
    await add_contact(store, campaign_id, 1, ContactTerms(due_at=MORNING, windows="10:00-11:00"))
    fits = await add_contact(store, campaign_id, 2, ContactTerms(due_at=MORNING, windows="02:00-03:00"))
    assert [one.contact_id for one in await claim_at(store, await worker(store))] == [fits]


@pytest.mark.parametrize(
    "wish", [ContactTerms(due_at=MORNING, urgent=True), ContactTerms(due_at=MORNING, requested=True)]
)
async def test_caps_count_no_call_that_is_urgent_or_asked_for(
    store: Store, connection: asyncpg.Connection, wish: ContactTerms
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    await add_contact(store, campaign_id, 1, wish)
    assert len(await claim_at(store, await worker(store))) == 1
    assert await connection.fetchval("SELECT count(*) FILTER (WHERE counts) FROM touches") == 0
    assert await connection.fetchval("SELECT count(*) FROM touches") == 1


async def test_a_call_that_was_asked_for_and_finds_no_number_to_show_waits_for_the_morning(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    await connection.execute(
        "INSERT INTO caller_ids (id, organization_id, number, daily_limit, used_on, used_count) "
        "SELECT gen_random_uuid(), id, '01060000000', 1, '2026-03-10', 1 FROM organizations"
    )
    await add_contact(store, campaign_id, 1, ContactTerms(due_at=BEFORE_CLOSING, requested=True))
    dialed: list[datetime] = []
    hold, at = await worker(store), BEFORE_CLOSING
    while at < OPENING + timedelta(minutes=30) and not dialed:
        dialed = [at for _ in await claim_at(store, hold, at)]
        at += timedelta(minutes=5)
    assert dialed == [OPENING], f"the number is free again from {MIDNIGHT} on"


async def asked_for(store: Store, release: dict[str, object], departments: tuple[str, ...]) -> str:
    """A running campaign as outside systems ask for it, with a patient of each department."""
    rows = [
        {
            "patientId": f"p_{n}",
            "name": "张三",
            "phone": f"1380000{n:04}",
            "encounterId": f"e_{n}",
            "department": name,
        }
        for n, name in enumerate(departments)
    ]
    wanted = {
        "name": "trial",
        "questionnaireId": "q_postop_v1",
        "dialer": {"concurrency": 9},
        "release": release,
    }
    request = read_campaign(json.dumps(wanted))
    await named_campaigns.create(store, HOSPITAL, request, MORNING)
    await take_rows(store, HOSPITAL, request.name, enumerate(rows, 1), MORNING)
    await named_campaigns.start(store, HOSPITAL, request.name, MORNING)
    return request.name


async def test_the_trial_that_was_asked_for_begins_as_many_a_day_as_it_says(store: Store) -> None:
    await asked_for(store, {"stage": "trial", "perDay": 2}, ("骨科",) * 5)
    assert len(await claim_at(store, await worker(store))) == 2


async def test_what_waited_for_its_release_is_dialed_as_soon_as_it_is_released(store: Store) -> None:
    name = await asked_for(store, {"stage": "departments", "departments": ["骨科"]}, ("骨科", "眼科", "眼科"))
    hold = await worker(store)
    assert len(await claim_at(store, hold)) == 1
    soon = MORNING + timedelta(minutes=5)
    assert await claim_at(store, hold, soon) == ()
    await named_campaigns.advance_release(store, HOSPITAL, name, soon)
    assert len(await claim_at(store, hold, soon)) == 2


async def test_who_waits_for_the_end_of_a_trial_with_white_numbers_is_not_lost(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, whitelist_only) SELECT id, true FROM organizations"
    )
    hold = await worker(store)
    assert await claim_at(store, hold) == ()
    await connection.execute("UPDATE calling_policies SET whitelist_only = false")
    assert len(await claim_at(store, hold, MORNING + timedelta(days=1))) == 1


async def test_a_campaign_that_somebody_broke_by_hand_keeps_no_other_waiting(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1, replace(OPEN, name="broken"))
    await connection.execute("UPDATE campaigns SET retry_hours = '{9,5,1}' WHERE name = 'broken'")
    other = await running_campaign(store, 0, replace(OPEN, name="whole"))
    await add_contact(store, other, 2, ContactTerms(due_at=MORNING))
    for number, claimed in enumerate(await claim_at(store, await worker(store))):
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, claimed.lease, MORNING, "01060000000")
            ended = MORNING + timedelta(seconds=number)
            await attempts.mark_ended(uow, claimed.lease, ended, Disposition.BUSY)
    assert await settle(store, await organization_of(store), MORNING + timedelta(minutes=1)) == 2
    left = await connection.fetch(
        "SELECT g.name FROM attempts_to_settle s JOIN attempts a ON a.id = s.attempt_id "
        "JOIN campaigns g ON g.id = a.campaign_id"
    )
    assert [row["name"] for row in left] == ["broken"]
