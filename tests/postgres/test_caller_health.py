"""The hospital's numbers are judged by how their calls end; a marked one is shown last, a barred one rests."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from rich.console import Console

from ari_app.cli import dialing
from ari_app.cli.status import page
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.sweeping import Sweeper, SweepRules
from ari_app.store import attempts
from ari_app.store.pool import Store
from ari_app.wiring.dialing_status import look
from ari_app.wiring.dialing_terms import PolicyChange, change_policy, trust_caller_id
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
GOOD, BAD = "01061110001", "01061110002"
FEW = '{"last": 8, "least": 4, "most_rejected": 0.5, "rest_hours": 2}'
NUMBERS = (
    "INSERT INTO caller_ids (id, organization_id, number) "
    "SELECT gen_random_uuid(), o.id, n FROM organizations o, unnest($1::text[]) AS n"
)


async def called(store: Store, connection: asyncpg.Connection, *ended: tuple[str, Disposition]) -> None:
    """Calls under these numbers that ended so, and one look of the sweeper."""
    await running_campaign(store, len(ended), replace(OPEN, concurrency=50))
    for claimed, (number, disposition) in zip(await claim_at(store, await worker(store)), ended, strict=True):
        await connection.execute(
            "UPDATE attempts SET caller_id = $2 WHERE id = $1", claimed.lease.attempt_id, number
        )
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, claimed.lease, MORNING, number)
            if disposition is Disposition.PARTIAL:
                await attempts.mark_answered(uow, claimed.lease, MORNING)
            await attempts.mark_ended(uow, claimed.lease, MORNING, disposition)
    await sweep(store)


async def sweep(store: Store, hours: float = 0.0) -> None:
    rules = SweepRules(lease=timedelta(seconds=30), ring=timedelta(seconds=50))
    sweeper = Sweeper(store, await organization_of(store), rules, lambda: 0.0)
    await sweeper.sweep(MORNING + timedelta(hours=hours))


async def shown(store: Store, patients: int, hours: float = 0.0) -> list[str | None]:
    """The numbers under which the next follow-ups are dialed."""
    at = MORNING + timedelta(hours=hours)
    await running_campaign(store, patients, replace(OPEN, name=f"later {hours}", concurrency=50), at=at)
    return [one.caller_id for one in await claim_at(store, await worker(store, at=at), at)]


async def numbers(store: Store, connection: asyncpg.Connection) -> None:
    await organization_of(store)
    await connection.execute(NUMBERS, [GOOD, BAD])
    await change_policy(store, HOSPITAL, PolicyChange(caller_health=FEW), MORNING)


async def mark(connection: asyncpg.Connection, number: str) -> str | None:
    found: str | None = await connection.fetchval("SELECT mark FROM caller_ids WHERE number = $1", number)
    return found


async def page_of(store: Store) -> str:
    console = Console(width=220, file=io.StringIO())
    console.print(page(await look(store, HOSPITAL, MORNING), ZoneInfo("Asia/Shanghai")))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_a_number_that_is_often_rejected_is_shown_last_and_the_status_says_why(
    store: Store, connection: asyncpg.Connection
) -> None:
    await numbers(store, connection)
    rejected = [(BAD, Disposition.REJECTED)] * 3 + [(BAD, Disposition.PARTIAL)]
    await called(store, connection, *rejected, *[(GOOD, Disposition.PARTIAL)] * 4)
    assert (await mark(connection, BAD), await mark(connection, GOOD)) == ("rejected", None)
    health = await connection.fetch("SELECT health, judged_calls FROM caller_ids ORDER BY number")
    assert [tuple(row) for row in health] == [(1.0, 4), (0.25, 4)]
    assert await shown(store, 5) == [GOOD] * 5
    text = await page_of(store)
    assert f"number {BAD}, answered 25% of 4" in text
    assert "often rejected" in text
    assert f"number {GOOD}" not in text


async def test_a_barred_number_rests_and_is_then_judged_anew(
    store: Store, connection: asyncpg.Connection
) -> None:
    await numbers(store, connection)
    await connection.execute("UPDATE caller_ids SET enabled = false WHERE number = $1", GOOD)
    await called(store, connection, *[(BAD, Disposition.BARRED)] * 2, *[(BAD, Disposition.PARTIAL)] * 6)
    assert await mark(connection, BAD) == "barred"
    assert await shown(store, 2) == []
    assert await connection.fetchval("SELECT DISTINCT reason FROM suppressions") == "no_caller_id"
    await sweep(store, hours=1)
    assert await mark(connection, BAD) == "barred", "nothing new is known of it while it rests"
    await sweep(store, hours=2.5)
    assert await mark(connection, BAD) is None
    # the two that had to wait
    assert await shown(store, 0, hours=5) == [BAD] * 2


async def test_what_a_wrong_number_or_a_fault_of_ours_ended_says_nothing_about_ours(
    store: Store, connection: asyncpg.Connection
) -> None:
    await numbers(store, connection)
    silent = (Disposition.VACANT, Disposition.NETWORK, Disposition.POWER_OFF, Disposition.TRUNK_ERROR)
    await called(store, connection, *[(BAD, each) for each in silent * 2])
    assert await mark(connection, BAD) is None
    assert await connection.fetchval("SELECT max(judged_calls) FROM caller_ids") == 0


async def test_a_number_that_the_hospital_trusts_again_is_as_the_others(
    store: Store, connection: asyncpg.Connection
) -> None:
    await numbers(store, connection)
    await called(store, connection, *[(BAD, Disposition.NO_ANSWER)] * 5)
    assert await mark(connection, BAD) == "seldom_answered"
    await trust_caller_id(store, HOSPITAL, BAD, MORNING)
    await sweep(store)
    assert await mark(connection, BAD) is None
    with pytest.raises(WrongInput, match="no number"):
        await trust_caller_id(store, HOSPITAL, "01069999999", MORNING)


async def test_the_list_of_lines_says_what_is_wrong(store: Store, connection: asyncpg.Connection) -> None:
    await numbers(store, connection)
    await called(store, connection, *[(BAD, Disposition.NO_ANSWER)] * 5)
    (row,) = [one for one in (await look(store, HOSPITAL, MORNING)).numbers if one["number"] == BAD]
    assert dialing.answered(row) == "0% of 5"
    assert "seldom answered" in dialing.marked(row)


@pytest.mark.parametrize("text", ["[]", "{", '{"worst": 1}'])
async def test_thresholds_that_make_no_sense_are_refused(store: Store, text: str) -> None:
    with pytest.raises(WrongInput, match="caller health"):
        await change_policy(store, HOSPITAL, PolicyChange(caller_health=text), MORNING)
