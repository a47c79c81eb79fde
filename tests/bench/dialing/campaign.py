"""The campaign that is dialed: made, filled and started as a hospital does it, and what became of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import asyncpg

from ari_app.config.settings import Settings
from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.integrations.campaign_request import read_campaign
from ari_app.store.pool import Store
from ari_app.wiring import campaign_intake, campaigns
from ari_app.wiring.dialing_terms import PolicyChange, change_policy

NAME, ID_TAIL = "李秀英", "4417"
CAMPAIGN = "bench"
PAUSED = CampaignState.PAUSED
POLL_SECONDS = 1.0
_CAMPAIGN_ID = "(SELECT id FROM campaigns WHERE name = 'bench')"
_PROGRESS = f"""
    SELECT (SELECT count(*) FROM attempts WHERE campaign_id = {_CAMPAIGN_ID} AND state <> 'ended') AS live,
           (SELECT count(*) FROM attempts_to_settle) AS to_settle,
           (SELECT count(*) FROM contacts WHERE campaign_id = {_CAMPAIGN_ID} AND status = 'completed') AS completed,
           (SELECT count(*) FROM attempts WHERE campaign_id = {_CAMPAIGN_ID} AND state = 'ended') AS ended"""
_LIVE = "SELECT count(*) FROM attempts WHERE state <> 'ended'"
_OUTCOME = {
    "contacts": f"SELECT status AS word, count(*) AS n FROM contacts WHERE campaign_id = {_CAMPAIGN_ID} GROUP BY 1",
    "dispositions": f"""
        SELECT coalesce(disposition, state) AS word, count(*) AS n FROM attempts
        WHERE campaign_id = {_CAMPAIGN_ID} GROUP BY 1""",
}
# of each completed call
_ANSWERS = f"""
    SELECT count(*) AS calls, min(n) AS least, max(n) AS most, sum(n) AS answers FROM (
        SELECT count(w.link_id) AS n FROM attempts a JOIN calls c ON c.attempt_id = a.id
        LEFT JOIN answers w ON w.call_id = c.id
        WHERE a.campaign_id = {_CAMPAIGN_ID} AND a.disposition = 'completed' GROUP BY c.id) AS each"""
_LASTED = f"""
    SELECT avg(extract(epoch FROM ended_at - answered_at))::float8 AS mean,
           max(extract(epoch FROM ended_at - answered_at))::float8 AS longest
    FROM attempts WHERE campaign_id = {_CAMPAIGN_ID} AND answered_at IS NOT NULL AND ended_at IS NOT NULL"""


def phone_of(number: int) -> str:
    """A mobile number of its own for each."""
    return f"138{number:08}"


def campaign_request(name: str, questionnaire: str, at_once: int) -> dict[str, object]:
    """What a hospital posts; nothing is dialed twice within a run."""
    return {
        "name": name,
        "questionnaireId": questionnaire,
        "schedule": {"maxAttempts": 1, "retryHours": [0]},
        "dialer": {"type": "ai", "concurrency": at_once},
    }


async def begin(
    store: Store,
    settings: Settings,
    questionnaire: str,
    contacts: int,
    at_once: int,
    per_second: float | None = None,
) -> None:
    """The rules, the list, and the start: from now on it is dialed, no more than `per_second` (None: any)."""
    hospital, at = settings.hospital, datetime.now(UTC)
    whole_day = PolicyChange(
        windows=("00:00-24:00",),
        quiet=(),
        weekends=True,
        holidays="all",
        concurrency=at_once,
        calls_per_second=per_second,
    )
    await change_policy(store, hospital, whole_day, at)
    request = read_campaign(json.dumps(campaign_request(CAMPAIGN, questionnaire, at_once)))
    await campaigns.create(store, hospital, request, at)
    rows = (
        (
            number + 1,
            {"patientId": f"p_{number}", "name": NAME, "phone": phone_of(number), "idTail": ID_TAIL},
        )
        for number in range(contacts)
    )
    taken = await campaign_intake.take_rows(store, hospital, CAMPAIGN, rows, at)
    assert taken.added == contacts, taken
    await campaigns.start(store, hospital, CAMPAIGN, at)


async def until_ended(
    dsn: str, contacts: int, seconds: float, tell: Callable[[str], None]
) -> Mapping[str, int]:
    """Wait until every contact's one attempt has ended and is settled, or the time is over; the last count."""
    connection = await asyncpg.connect(dsn)
    told, over = 0.0, time.monotonic() + seconds
    try:
        while True:
            row = await connection.fetchrow(_PROGRESS)
            assert row is not None
            found = {name: int(value) for name, value in row.items()}
            now = time.monotonic()
            if now - told > 15.0:
                tell(json.dumps(found))
                told = now
            all_ended = found["ended"] >= contacts and not found["live"] and not found["to_settle"]
            if all_ended or now > over:
                return found
            await asyncio.sleep(POLL_SECONDS)
    finally:
        await connection.close()


async def until_none_live(dsn: str, seconds: float) -> None:
    """Wait until no attempt is under way, or the time is over."""
    connection = await asyncpg.connect(dsn)
    over = time.monotonic() + seconds
    try:
        while time.monotonic() < over:
            if not await connection.fetchval(_LIVE):
                return
            await asyncio.sleep(POLL_SECONDS)
    finally:
        await connection.close()


async def outcome(dsn: str) -> dict[str, object]:
    """What became of contacts and attempts, how many answers are stored, how long the calls lasted."""
    connection = await asyncpg.connect(dsn)
    try:
        found: dict[str, object] = {
            name: {row["word"]: row["n"] for row in await connection.fetch(query)}
            for name, query in _OUTCOME.items()
        }
        answers, lasted = await connection.fetchrow(_ANSWERS), await connection.fetchrow(_LASTED)
        assert answers is not None and lasted is not None
        stored = {name: None if value is None else int(value) for name, value in answers.items()}
        seconds = {name: None if value is None else round(value, 1) for name, value in lasted.items()}
        return found | {"answers": stored, "call_seconds": seconds}
    finally:
        await connection.close()
