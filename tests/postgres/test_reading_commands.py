"""What only shows something writes nothing: not even the hospital's own row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.phone import PhoneNumber
from ari_app.store.pool import Store
from ari_app.wiring import agents, campaigns, dialing_terms
from ari_app.wiring.dialing_status import look, measured_target
from ari_app.wiring.dialing_terms import PolicyChange
from tests.support.dialed_campaigns import running_campaign
from tests.support.ids import SequenceIds
from tests.support.postgres import make_cipher, settings_for

NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
RENAMED = HospitalSettings(name="仁和医院总院", time_zone="Asia/Shanghai")
READING: dict[str, Callable[[Store], Awaitable[object]]] = {
    "status": lambda store: look(store, RENAMED, NOW),
    "capacity": lambda store: measured_target(store, RENAMED, NOW, 100.0, {}),
    "campaign list": lambda store: campaigns.listed(store, RENAMED, NOW),
    "agent list": lambda store: agents.shown(store, RENAMED),
    "line list": lambda store: dialing_terms.lines_shown(store, RENAMED, NOW),
    "number show": lambda store: dialing_terms.lists_of(store, RENAMED, "13800000002"),
    "policy set without options": lambda store: dialing_terms.change_policy(
        store, RENAMED, PolicyChange(), NOW
    ),
    "call, before anything is stored": lambda store: dialing_terms.refuse_forbidden(
        store, RENAMED, PhoneNumber("+8613800000002"), "p_1"
    ),
}


@pytest.fixture
async def read_only(store: Store, database: str, connection: asyncpg.Connection) -> AsyncIterator[Store]:
    """A store on the same database that may write nothing."""
    name = database.rsplit("/", 1)[-1].split("?")[0]
    await connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    opened = await Store.open(settings_for(database), make_cipher(), SequenceIds())
    yield opened
    await opened.close()


@pytest.mark.parametrize("command", READING)
async def test_a_command_that_reads_writes_nothing(store: Store, read_only: Store, command: str) -> None:
    await READING[command](read_only)
    await running_campaign(store, patients=1)
    await READING[command](read_only)


async def test_the_rules_shown_without_a_row_are_those_of_a_new_one(
    store: Store, connection: asyncpg.Connection
) -> None:
    shown = dict(await dialing_terms.change_policy(store, RENAMED, PolicyChange(), NOW))
    assert await connection.fetchval("SELECT count(*) FROM calling_policies") == 0
    stored = dict(await dialing_terms.change_policy(store, RENAMED, PolicyChange(per_day=1), NOW))
    assert shown["per_day"] == 2
    assert stored | {"per_day": 2, "changed_at": None} == shown
