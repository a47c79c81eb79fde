"""`GET /metrics` for Prometheus and `GET /health` for a load balancer or systemd; only where the settings say so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from aiohttp import web

from ari_app.config.settings import HospitalSettings, host_and_port
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError, Unavailable
from ari_app.policy.breaker import BreakerState
from ari_app.store.lines import breaker_of
from ari_app.store.pool import Store
from ari_app.telemetry.metrics import ProcessMetrics, Snapshot
from ari_app.wiring.dialing_status import DialingStatus, look
from ari_app.wiring.worse_metric import MEANING, WorseMetric

_log = structlog.get_logger()
TEXT = "text/plain; version=0.0.4"
_WAITING = ("unsettled", "put_aside", "work_items", "undelivered", "dead_letters")


@asynccontextmanager
async def metrics_server(
    listen: str | None, store: Store, hospital: HospitalSettings, clock: Clock
) -> AsyncIterator[str | None]:
    """Serve while inside; yields the address, or None where `listen` is None. Raises Unavailable for a taken port."""
    if listen is None:
        yield None
        return
    process = ProcessMetrics()
    runner = web.AppRunner(_application(process, store, hospital, clock), access_log=None)
    await runner.setup()
    watching = asyncio.create_task(process.watch_loop(), name="loop-lag")
    try:
        host, port = host_and_port(listen)
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise Unavailable(f"metrics.listen: {listen} cannot be listened on: {error.strerror}") from None
        bound = runner.addresses[0]
        yield f"http://{bound[0]}:{bound[1]}"
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await runner.cleanup()


def _application(
    process: ProcessMetrics, store: Store, hospital: HospitalSettings, clock: Clock
) -> web.Application:
    worse = WorseMetric(store, hospital)

    async def metrics(_: web.Request) -> web.Response:
        try:
            shown = snapshot(await look(store, hospital, clock.now()))
            shown.add("worse_share", MEANING, await worse.samples(clock.now()))
            found = shown.text()
        except AppError as error:
            _log.warning("metrics_without_database", code=error.code)
            down = Snapshot()
            down.add("database_up", "Whether PostgreSQL answers.", [({}, 0.0)])
            found = down.text()
        return web.Response(body=process.text() + found, headers={"Content-Type": TEXT})

    async def health(_: web.Request) -> web.Response:
        try:
            # a transaction is begun, so that the database has answered
            async with store.unit_of_work():
                pass
        except AppError as error:
            return web.json_response({"ok": False, "code": error.code}, status=503)
        return web.json_response({"ok": True})

    application = web.Application()
    application.router.add_get("/metrics", metrics)
    application.router.add_get("/health", health)
    return application


def snapshot(status: DialingStatus) -> Snapshot:
    """What the database shows, as gauges; the same from every worker."""
    shown = Snapshot()
    shown.add("database_up", "Whether PostgreSQL answers.", [({}, 1.0)])
    rates = status.rates
    shown.add(
        "calls",
        "Calls now, by what they do.",
        [({"doing": each}, rates[each]) for each in ("ringing", "talking")],
    )
    shown.add(
        "last_hour",
        "Attempts of the last hour.",
        [({"what": each}, rates[each]) for each in ("dialed", "answered", "completed", "given_back")],
    )
    shown.add(
        "outcomes_last_hour",
        "Attempts that ended in the last hour, by disposition.",
        [({"disposition": row["disposition"]}, row["attempts"]) for row in status.dispositions],
    )
    shown.add(
        "suppressed_last_hour",
        "Follow-ups that were due in the last hour and not dialed, by reason.",
        [({"reason": row["reason"]}, row["contacts"]) for row in status.suppressions],
    )
    _add_slots(shown, status)
    waiting = status.waiting
    shown.add(
        "waiting",
        "What waits: outcomes to decide on, those that cannot be, work items, messages, dead letters.",
        [({"what": each}, waiting[each]) for each in _WAITING],
    )
    return shown


def _add_slots(shown: Snapshot, status: DialingStatus) -> None:
    workers = [({"worker": row["id"]}, row) for row in status.workers if row["state"] != "gone"]
    shown.add("worker_calls", "Calls that a worker carries.", [(of, row["calls"]) for of, row in workers])
    shown.add(
        "worker_capacity", "Calls that a worker may carry.", [(of, row["capacity"]) for of, row in workers]
    )
    shown.add(
        "worker_silent_seconds",
        "Since a worker last showed itself.",
        [(of, (status.at - row["heartbeat_at"]).total_seconds()) for of, row in workers],
    )
    campaigns = [({"campaign": row["name"]}, row) for row in status.campaigns]
    for name, meaning in (
        ("under_way", "Calls of a campaign under way."),
        ("concurrency", "Calls that a campaign may have under way."),
        ("open", "Follow-ups of a campaign still to be reached."),
        ("due", "Follow-ups of a campaign that are due."),
        ("completed", "Follow-ups of a campaign, listed in the last 90 days, that were completed."),
        ("given_up", "Follow-ups of a campaign, listed in the last 90 days, that were given up."),
    ):
        shown.add(f"campaign_{name}", meaning, [(of, row[name]) for of, row in campaigns])
    shown.add(
        "caller_id_marked",
        "Whether the calls under a number of the hospital fare so badly that it is shown last, or rests.",
        [({"number": row["number"]}, float(row["mark"] is not None)) for row in status.numbers],
    )
    trunks = [({"trunk": row["code"]}, row) for row in status.trunks]
    shown.add("trunk_calls", "Calls over a trunk.", [(of, row["under_way"]) for of, row in trunks])
    shown.add(
        "trunk_concurrency", "Calls that a trunk may carry.", [(of, row["concurrency"]) for of, row in trunks]
    )
    shown.add(
        "trunk_test_failed",
        "Whether the last test call over a trunk found a fault, or one that was due could not be carried.",
        [(of, float(bool(row["test_faults"] or row["test_trouble"]))) for of, row in trunks],
    )
    shown.add(
        "trunk_broken",
        "Whether the breaker of a trunk keeps it from being used.",
        [(of, float(breaker_of(row["breaker"]).state is not BreakerState.CLOSED)) for of, row in trunks],
    )
