"""What follows a number that is vacant, out of service or off: by the dialer, in the store, over days."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.store import number_lists
from ari_app.store.pool import Store
from ari_app.wiring.line_report import read_lines
from tests.support.dialed_campaigns import (
    MORNING,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.ended_attempts import ENDED, contact, dialed, end, says, talking

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")


async def lists_of(store: Store, number: int) -> set[NumberList]:
    async with store.unit_of_work() as uow:
        return set(await number_lists.kinds_of(uow, await organization_of(store), phone_of(number)))


async def dialed_at(store: Store, at: datetime) -> int:
    """How many are claimed then."""
    return len(await claim_at(store, await worker(store, at=at), at))


@pytest.mark.req("M04-009", "M04-016")
async def test_a_vacant_number_is_listed_becomes_work_and_is_never_dialed_again_by_any_campaign(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign = await running_campaign(store, patients=1)
    await end(store, await dialed(store), Disposition.VACANT)
    assert (await contact(connection))[0] == "exhausted"
    assert await lists_of(store, 0) == {NumberList.INVALID}
    assert await connection.fetchval("SELECT kind FROM work_items") == "fix_number"
    await add_contact(store, campaign, 0, ContactTerms(due_at=MORNING), task="another")
    for days in (0, 1, 3, 7):
        assert await dialed_at(store, ENDED + timedelta(days=days, hours=1)) == 0
    report = await read_lines(store, HOSPITAL, ENDED + timedelta(days=6), 7)
    (row,) = report.outcomes
    assert (row["name"], row["dialed"], row["again"], report.wasted) == ("vacant", 1, 0, 1)


@pytest.mark.req("M04-010")
async def test_a_suspended_number_is_tried_once_more_after_three_days_and_then_is_work(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    await end(store, await dialed(store), Disposition.SUSPENDED)
    again = ENDED + timedelta(hours=72)
    assert await contact(connection) == ("open", again, True)
    assert await dialed_at(store, again - timedelta(minutes=1)) == 0
    await end(store, await dialed(store, again), Disposition.SUSPENDED, again + timedelta(seconds=40))
    assert (await contact(connection))[0] == "exhausted"
    assert await connection.fetchval("SELECT count(*) FROM work_items") == 1
    report = await read_lines(store, HOSPITAL, again + timedelta(hours=1), 7)
    assert [(row["name"], row["dialed"], row["again"]) for row in report.outcomes] == [("suspended", 2, 1)]


@pytest.mark.req("M04-011")
async def test_a_phone_that_is_off_is_dialed_again_four_hours_later_and_not_before(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    await end(store, await dialed(store), Disposition.POWER_OFF)
    status, due_at, _ = await contact(connection)
    assert (status, due_at) == ("open", ENDED + timedelta(hours=4))
    assert await dialed_at(store, due_at - timedelta(minutes=1)) == 0
    assert await dialed_at(store, due_at) == 1
    assert await lists_of(store, 0) == set()


@pytest.mark.req("M05-015", "M15-004")
@pytest.mark.parametrize(
    ("action", "listed"),
    [
        (FollowUpAction.COMPLAINT_TICKET, NumberList.COMPLAINT),
        (FollowUpAction.DNC_ADDED, NumberList.DO_NOT_CALL),
    ],
)
async def test_who_complains_or_forbids_it_is_not_dialed_by_a_campaign_made_later(
    store: Store, connection: asyncpg.Connection, action: FollowUpAction, listed: NumberList
) -> None:
    campaign = await running_campaign(store, patients=1)
    claimed = await dialed(store)
    call = await talking(store, claimed)
    outcome = Disposition.DNC if action is FollowUpAction.DNC_ADDED else Disposition.COMPLETED
    await says(store, call, outcome, action)
    await end(store, claimed, outcome)
    assert await lists_of(store, 0) == {listed}
    await add_contact(store, campaign, 0, ContactTerms(due_at=MORNING), task="another")
    for days in (0, 1, 8):
        assert await dialed_at(store, ENDED + timedelta(days=days, minutes=5)) == 0
    reasons = await connection.fetch("SELECT DISTINCT reason FROM suppressions")
    assert len(reasons) == 1
