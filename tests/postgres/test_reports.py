"""The queries that integrators are given run, and tell what they promise."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg

from ari_app.core.vocabulary import Disposition
from ari_app.store import attempts, audio_quality, calls
from ari_app.store.pool import Store
from ari_app.store.sql_files import sql_texts
from tests.postgres.test_commit_step import every_fact
from tests.support.stored_calls import MEASURED, after, answered_call

TABLES = Path(__file__).resolve().parents[2] / "docs" / "integrators" / "tables.md"


async def test_reports_tell_of_a_call(store: Store, connection: asyncpg.Connection) -> None:
    lease, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow,
            call,
            expected_turn=0,
            state={},
            stage="items",
            open_item=None,
            facts=every_fact(),
            at=after(13),
        )
        await attempts.mark_ended(uow, lease, after(45), Disposition.PARTIAL, hangup_cause=16)
        await audio_quality.record(uow, call, MEASURED, after(45))
    reports = {name: await connection.fetch(text) for name, text in sql_texts("reports").items()}
    (result,) = reports["call_results.sql"]
    assert (result["task_id"], result["disposition"], result["risk_level"]) == ("task_1", "partial", "P1")
    assert (result["talk_seconds"], result["answer_count"], result["missing_count"]) == (40, 1, 1)
    (answer,) = reports["current_answers.sql"]
    assert (answer["patient_id"], answer["link_id"], answer["value"]) == ("p_1", "pain_vas", "8")
    (line,) = reports["line_quality.sql"]
    assert (line["task_id"], str(line["speech_dbfs"]), str(line["snr_db"])) == ("task_1", "-24.3", "33.8")
    assert (str(line["clipped_percent"]), str(line["late_percent"])) == ("0.10", "0.10")
    assert 0 < line["mean_confidence"] <= 1
    (alert,) = reports["open_alerts.sql"]
    assert (alert["code"], alert["state"]) == ("PAIN_HIGH", "raised")


async def test_the_examples_of_the_documentation_run(connection: asyncpg.Connection) -> None:
    examples = re.findall(r"```sql\n(.*?)```", TABLES.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 4
    for example in examples:
        await connection.fetch(example)


async def test_the_documentation_names_every_table(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    text = TABLES.read_text(encoding="utf-8")
    missing = {row["relname"] for row in rows} - set(re.findall(r"[a-z_]+", text))
    assert missing == {"schema_migrations"}
