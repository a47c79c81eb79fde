"""Consents leave their trace: said in a call the stretch of its recording, ticked on a page the device."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.core.vocabulary import ConsentKind, InputSource
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import ConsentRecorded
from ari_app.store import calls, consents
from ari_app.store.pool import Store
from tests.postgres.test_agent_commands import config
from tests.postgres.test_commit_step import commit
from tests.support.dialed_campaigns import organization_of
from tests.support.stored_calls import after, answered_call

__all__ = ["config"]

TICKED = {
    "--patient-id": "p_1",
    "--kind": "health_questions",
    "--text-version": "1.6.0",
    "--ip": "203.0.113.7",
    "--user-agent": "Mozilla/5.0 (Linux; Android 15)",
    "--at": "2026-03-10T11:00:00+08:00",
}


def typed(config: Path, verb: str, *words: str, **changed: str) -> Result:
    options = TICKED | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    given = (
        [word for pair in options.items() for word in pair] if verb == "record" else ["--patient-id", "p_1"]
    )
    return CliRunner().invoke(app, ["consent", verb, *given, *words, "--config", str(config)])


async def run(config: Path, verb: str, *words: str, **changed: str) -> list[dict[str, Any]]:
    done = await asyncio.to_thread(typed, config, verb, *words, **changed)
    assert done.exit_code == 0, (done.output, done.exception)
    return [json.loads(line) for line in done.output.splitlines()] if verb == "list" else []


async def said(store: Store) -> None:
    _, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.set_recording(uow, call.call_id, "2026/call.wav", after(5))
    span = Span(3_000, 3_500)
    agreed = ConsentRecorded(after(7), ConsentKind.RECORDING, True, "1.6.0", "可以", InputSource.VOICE, span)
    await commit(store, call, 0, [agreed])


@pytest.mark.req("M15-008", "M09-020", "M09-021")
async def test_a_spoken_and_a_ticked_consent_are_kept_with_their_traces(
    store: Store, connection: asyncpg.Connection, config: Path
) -> None:
    await said(store)
    await run(config, "record")
    spoken, ticked = await run(config, "list")
    assert spoken.pop("callId") is not None
    assert spoken == {
        "kind": "recording",
        "granted": True,
        "version": "1.6.0",
        "time": after(7).isoformat(),
        "source": "voice",
        "audioRef": "2026/call.wav#t=3,3.5",
        "ip": None,
        "userAgent": None,
    }
    assert ticked == {
        "kind": "health_questions",
        "granted": True,
        "version": "1.6.0",
        "time": "2026-03-10T03:00:00+00:00",
        "source": "web",
        "callId": None,
        "audioRef": None,
        "ip": "203.0.113.7",
        "userAgent": "Mozilla/5.0 (Linux; Android 15)",
    }
    actions = await connection.fetch("SELECT action FROM audit_entries ORDER BY at, action")
    assert {row["action"] for row in actions} == {"recorded_consent", "read_consents"}


async def test_a_box_left_empty_is_a_refusal(store: Store, config: Path) -> None:
    await said(store)
    await run(config, "record", "--refused", ip="2001:db8::7")
    (*_, refused) = await run(config, "list")
    assert (refused["granted"], refused["ip"]) == (False, "2001:db8::7")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"patient_id": "p_2"}, "there is no patient p_2"),
        ({"ip": "the moon"}, "no IP address"),
        ({"ip": "fe80::1%eth0"}, "no IP address"),
        ({"user_agent": ""}, "user agent"),
        ({"user_agent": "x" * 513}, "user agent"),
        ({"text_version": ""}, "version of the text"),
        ({"text_version": " "}, "version of the text"),
        ({"text_version": "1.6\x00"}, "version of the text"),
        ({"at": "2026-03-10T11:00:00"}, "no time with its offset"),
        ({"at": "2996-03-10T11:00:00+08:00"}, "time to come"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "time before 2000"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_stored(
    store: Store, connection: asyncpg.Connection, config: Path, changed: dict[str, str], words: str
) -> None:
    await said(store)
    done = await asyncio.to_thread(lambda: typed(config, "record", **changed))
    assert done.exit_code != 0 and words in str(done.exception)
    assert await connection.fetchval("SELECT count(*) FROM consents WHERE input_source = 'web'") == 0


async def test_consents_of_somebody_unknown_are_not_told_as_none(store: Store, config: Path) -> None:
    await said(store)
    words = ["consent", "list", "--patient-id", "p_2", "--config", str(config)]
    done = await asyncio.to_thread(CliRunner().invoke, app, words)
    assert done.exit_code != 0 and "there is no patient p_2" in str(done.exception)


async def test_the_last_word_about_recordings_counts(store: Store, config: Path) -> None:
    async def may_be_recorded() -> bool:
        async with store.unit_of_work() as uow:
            row = await uow.one(
                "consents.patient", organization_id=await organization_of(store), patient="p_1"
            )
            assert row is not None
            return await consents.may_be_recorded(uow, row["id"])

    await said(store)
    assert await may_be_recorded()
    await run(config, "record", "--refused", kind="health_questions")
    assert await may_be_recorded()
    await run(config, "record", "--refused", kind="recording", at="2026-03-11T11:00:00+08:00")
    assert not await may_be_recorded()
    await run(config, "record", kind="recording", at="2026-03-12T11:00:00+08:00")
    assert await may_be_recorded()
