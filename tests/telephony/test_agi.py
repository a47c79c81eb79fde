"""`ari-app agi` asked by a real Asterisk from a dialplan that is not ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg

from ari_app.ari.client import Client
from ari_app.ari.faults import NotFound
from ari_app.core.dialing_vocabulary import NumberList
from ari_app.integrations.agi_scripts import scripts_of
from ari_app.integrations.fastagi import AgiServer
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store import contacts, number_lists
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.wiring.agi import StoredNumbers, ports_of
from tests.support.asterisk import APP
from tests.support.stored_calls import NOW, PHONE, claimed_attempt

CALLED = "013800000002"
# a Tuesday morning in Shanghai
WORKING_HOURS = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 15, 2, 30, tzinfo=UTC)


class StoppedClock:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """That moment."""
        return self.at

    def monotonic(self) -> float:
        """That moment."""
        return self.at.timestamp()


class Dialplan:
    """What the dialplan [agi] of the private Asterisk was told."""

    def __init__(self, asterisk: AsteriskInstance, client: Client) -> None:
        self._asterisk, self._client = asterisk, client

    async def asks(self, script: str, called: str, at: str) -> dict[str, str]:
        """The variables that a script has set."""
        for name, value in (("AGI_AT", at), ("CALLED", called), ("TOLD", "")):
            self._asterisk.cli(f"dialplan set global {name} {value or '-'}")
        await self._client.channels.originate(f"Local/{script}@agi", app=APP, timeout=10)
        for _ in range(200):
            if (told := await self._told()) != "-":
                break
            await asyncio.sleep(0.05)
        return dict(pair.partition("=")[::2] for pair in told.split(" "))

    async def _told(self) -> str:
        try:
            return await self._client.asterisk.getGlobalVar("TOLD")
        except NotFound:
            return "-"


@asynccontextmanager
async def agi(store: Store, at: datetime) -> AsyncIterator[str]:
    """The server on a free port, its clock standing `at`; host:port."""
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
    stop, bound = asyncio.Event(), asyncio.get_running_loop().create_future()
    numbers = StoredNumbers(store, StoppedClock(at), organization)
    server = AgiServer(scripts_of(ports_of(numbers)))
    serving = asyncio.create_task(server.serve("127.0.0.1", 0, stop, bound.set_result))
    try:
        yield f"127.0.0.1:{await bound}"
    finally:
        stop.set()
        await serving


async def touches(connection: asyncpg.Connection) -> list[str]:
    """Who turned to the patient, in order."""
    return [row["kind"] for row in await connection.fetch("SELECT kind FROM touches ORDER BY id")]


async def test_a_dialplan_learns_who_calls_and_nothing_more(
    asterisk: AsteriskInstance, client: Client, store: Store
) -> None:
    dialplan = Dialplan(asterisk, client)
    async with agi(store, WORKING_HOURS) as at:
        assert (await dialplan.asks("who", CALLED, at))["known"] == "0"
        lease = await claimed_attempt(store)
        async with store.unit_of_work() as uow:
            target = await contacts.read_target(uow, lease.attempt_id)
        told = await dialplan.asks("who", CALLED, at)
    assert told == {
        "known": "1",
        "contact": str(target.contact_id),
        "being_called": "1",
        "may_call": "",
        "reason": "",
        "logged": "",
        "error": "",
        "status": "SUCCESS",
    }


async def test_a_dialplan_asks_before_it_calls_and_its_calls_count(
    asterisk: AsteriskInstance, client: Client, store: Store, connection: asyncpg.Connection
) -> None:
    dialplan = Dialplan(asterisk, client)
    organization = (await claimed_attempt(store)).organization_id
    async with agi(store, WORKING_HOURS) as at:
        assert (await dialplan.asks("may-call", CALLED, at))["reason"] == "already_in_call"
        await connection.execute(
            "UPDATE attempts SET state = 'ended', disposition = 'failed', ended_at = $1", NOW
        )
        told = await dialplan.asks("may-call", CALLED, at)
        assert (told["may_call"], told["reason"]) == ("1", "allowed")
        assert (await dialplan.asks("log", CALLED, at))["logged"] == "1"
        assert (await dialplan.asks("log", CALLED, at))["logged"] == "1"
        assert await touches(connection) == ["robot", "person", "person"]
        told = await dialplan.asks("may-call", CALLED, at)
        assert (told["may_call"], told["reason"]) == ("0", "daily_cap")
        entry = number_lists.ListEntry(NumberList.DO_NOT_CALL, PHONE, "asked", "import")
        async with store.unit_of_work() as uow:
            await number_lists.add(uow, organization, entry, WORKING_HOURS)
        told = await dialplan.asks("may-call", CALLED, at)
        assert (told["may_call"], told["reason"]) == ("0", "do_not_call")


async def test_nobody_is_called_on_a_sunday_and_nonsense_is_an_error(
    asterisk: AsteriskInstance, client: Client, store: Store
) -> None:
    dialplan = Dialplan(asterisk, client)
    async with agi(store, SUNDAY) as at:
        told = await dialplan.asks("may-call", "13911112222", at)
        assert (told["may_call"], told["reason"], told["error"]) == ("0", "weekend", "")
        told = await dialplan.asks("may-call", "12", at)
        assert (told["may_call"], told["reason"], told["error"]) == ("0", "error", "bad_number")
        told = await dialplan.asks("log", "13911112222", at)
        assert (told["logged"], told["error"]) == ("0", "")
        told = await dialplan.asks("hang-up", CALLED, at)
        assert (told["error"], told["status"]) == ("unknown_script", "SUCCESS")


async def test_a_service_that_is_away_is_a_failure_and_the_call_goes_on(
    asterisk: AsteriskInstance, client: Client
) -> None:
    told = await Dialplan(asterisk, client).asks("who", CALLED, "127.0.0.1:9")
    assert (told["known"], told["status"]) == ("", "FAILURE")
