"""The migrations, the generated schema and its comments."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.errors import Refused
from ari_app.store.catalog import describe_schema, uncommented
from ari_app.store.migrations import Migration, load_migrations, migrate, read_status

SCHEMA = Path(__file__).resolve().parents[2] / "sql" / "schema.sql"


async def test_replayed_migrations_are_the_schema_file(connection: asyncpg.Connection) -> None:
    assert await describe_schema(connection) == SCHEMA.read_text(encoding="utf-8")


async def test_the_schema_file_makes_the_same_schema(empty_database: str) -> None:
    fresh = await asyncpg.connect(empty_database)
    try:
        await fresh.execute(SCHEMA.read_text(encoding="utf-8"))
        assert await describe_schema(fresh) == SCHEMA.read_text(encoding="utf-8")
    finally:
        await fresh.close()


async def test_every_table_and_column_is_explained(connection: asyncpg.Connection) -> None:
    assert await uncommented(connection) == []
    await connection.execute("CREATE TABLE unexplained (id integer)")
    assert await uncommented(connection) == ["unexplained", "unexplained.id"]


async def test_every_business_table_belongs_to_an_organization(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        """SELECT c.relname FROM pg_class c
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT EXISTS (
               SELECT FROM pg_attribute a
               WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND a.attnotnull)
           ORDER BY 1"""
    )
    assert [row["relname"] for row in rows] == ["organizations", "schema_migrations"]


async def test_every_time_is_stored_with_its_zone(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        """SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'"""
    )
    assert rows == []


async def test_a_second_run_does_nothing(connection: asyncpg.Connection) -> None:
    assert await migrate(connection, load_migrations()) == []


async def test_two_runners_at_once_share_the_work(empty_database: str) -> None:
    one, other = await asyncpg.connect(empty_database), await asyncpg.connect(empty_database)
    try:
        ran = await asyncio.gather(migrate(one, load_migrations()), migrate(other, load_migrations()))
    finally:
        await one.close()
        await other.close()
    assert sorted(ran, key=len) == [[], [migration.name for migration in load_migrations()]]


async def test_a_file_that_changed_after_it_ran_is_refused(connection: asyncpg.Connection) -> None:
    first, *rest = load_migrations()
    changed = dataclasses.replace(first, text=first.text + "-- a word more\n")
    with pytest.raises(Refused, match="0001_create_people.sql was changed after it ran"):
        await migrate(connection, [changed, *rest])


async def test_a_database_newer_than_the_application_is_refused(connection: asyncpg.Connection) -> None:
    with pytest.raises(Refused, match="does not know"):
        await read_status(connection, load_migrations()[:-1])


async def test_a_migration_that_fails_leaves_those_before_it(empty_database: str) -> None:
    fresh = await asyncpg.connect(empty_database)
    good = Migration(1, "0001_make_table.sql", "CREATE TABLE good (id integer);")
    bad = Migration(2, "0002_break_table.sql", "CREATE TABLE half (id integer); SELECT nonsense;")
    try:
        with pytest.raises(asyncpg.UndefinedColumnError):
            await migrate(fresh, [good, bad])
        status = await read_status(fresh, [good, bad])
        assert (status.applied, status.pending) == (("0001_make_table.sql",), (bad,))
        assert await fresh.fetchval("SELECT to_regclass('half')") is None
    finally:
        await fresh.close()
