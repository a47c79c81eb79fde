"""What Prometheus is given, over HTTP, with a real database and without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import asyncpg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import Unavailable
from ari_app.store import attempts
from ari_app.store.pool import Store
from ari_app.wiring.metrics_server import metrics_server
from tests.fakes.fixed_clock import FixedClock
from tests.support.dialed_campaigns import MORNING, claim_at, running_campaign, worker
from tests.support.ids import SequenceIds
from tests.support.postgres import make_cipher, settings_for
from tests.support.tcp_proxy import TcpProxy

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
LOOPBACK = "127.0.0.1:0"


async def read(url: str) -> tuple[int, dict[tuple[str, str], float]]:
    """Status, and each sample by name and the value of its first label."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        text = await response.text()
    return response.status, {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_what_goes_on_is_told(store: Store) -> None:
    await running_campaign(store, patients=3)
    (first, *_) = await claim_at(store, await worker(store), at_most=2)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, first.lease, MORNING, "01062345678")
        await attempts.mark_answered(uow, first.lease, MORNING)
    clock = FixedClock(MORNING + timedelta(seconds=5))
    async with metrics_server(LOOPBACK, store, HOSPITAL, clock) as address:
        status, found = await read(f"{address}/metrics")
        async with aiohttp.ClientSession() as session, session.get(f"{address}/health") as healthy:
            assert healthy.status == 200
    assert status == 200
    assert found["followup_database_up", ""] == 1
    assert found["followup_calls", "talking"] == 1
    assert found["followup_worker_calls", "worker-1"] == 2
    assert found["followup_campaign_due", "回访"] == 1
    assert found["followup_campaign_concurrency", "回访"] == 4
    assert found["process_resident_memory_bytes", ""] > 0
    assert ("followup_loop_lag_seconds_count", "") in found


async def test_without_a_database_it_says_so_and_stays_up(database: str) -> None:
    where = urlsplit(database)
    async with TcpProxy.open(where.hostname or "", where.port or 0) as proxy:
        reached = where._replace(netloc=where.netloc.replace(f":{where.port}", f":{proxy.port}")).geturl()
        settings = replace(settings_for(reached), statement_seconds=0.5, acquire_seconds=0.5)
        store = await Store.open(settings, make_cipher(), SequenceIds())
        async with metrics_server(LOOPBACK, store, HOSPITAL, FixedClock(MORNING)) as address:
            assert (await read(f"{address}/metrics"))[1]["followup_database_up", ""] == 1
            proxy.swallow = True
            status, found = await read(f"{address}/metrics")
            async with aiohttp.ClientSession() as session, session.get(f"{address}/health") as ill:
                assert ill.status == 503
        assert (status, found["followup_database_up", ""]) == (200, 0)
        await store.close()


async def test_a_look_back_that_takes_too_long_hides_nothing_else(
    database: str, connection: asyncpg.Connection
) -> None:
    settings = replace(settings_for(database), statement_seconds=0.5)
    store = await Store.open(settings, make_cipher(), SequenceIds())
    async with metrics_server(LOOPBACK, store, HOSPITAL, FixedClock(MORNING)) as address:
        async with connection.transaction():
            await connection.execute("LOCK TABLE turns")
            _, found = await read(f"{address}/metrics")
    assert found["followup_database_up", ""] == 1
    assert ("followup_waiting", "unsettled") in found
    await store.close()


async def test_a_port_that_is_taken_is_named(store: Store) -> None:
    clock = FixedClock(MORNING)
    async with metrics_server(LOOPBACK, store, HOSPITAL, clock) as address:
        assert address is not None
        with pytest.raises(Unavailable, match=r"metrics\.listen"):
            async with metrics_server(address.removeprefix("http://"), store, HOSPITAL, clock):
                pass


async def test_nothing_is_opened_unless_it_is_set(store: Store) -> None:
    async with metrics_server(None, store, HOSPITAL, FixedClock(MORNING)) as address:
        assert address is None
