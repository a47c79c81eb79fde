"""What an administrator reads when the database cannot be used: one clear line with its mend."""

from __future__ import annotations

from dataclasses import replace

import asyncpg
import pytest

from ari_app.core.errors import AppError, Refused, Unavailable
from ari_app.provision.free_port import free_port
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store import pool
from ari_app.store.pool import Store, StoreSettings
from tests.support.ids import SequenceIds
from tests.support.postgres import make_cipher, settings_for


async def failure(settings: StoreSettings) -> AppError:
    with pytest.raises(AppError) as caught:
        await Store.open(settings, make_cipher(), SequenceIds())
    assert "\n" not in str(caught.value)
    assert "secret-word" not in str(caught.value)
    assert caught.value.mend
    return caught.value


async def test_wrong_password(database: str) -> None:
    head, tail = database.split("@")
    error = await failure(settings_for(f"{head.rsplit(':', 1)[0]}:secret-word@{tail}"))
    assert isinstance(error, Refused)
    assert "refuses this user or password" in str(error)


async def test_unreachable_server() -> None:
    settings = replace(
        settings_for(f"postgresql://u:secret-word@127.0.0.1:{free_port()}/x"), connect_seconds=0.5
    )
    error = await failure(settings)
    assert isinstance(error, Unavailable)
    assert "does not answer" in str(error)


async def test_unknown_host() -> None:
    settings = replace(settings_for("postgresql://u:secret-word@no-such-host.invalid/x"), connect_seconds=0.5)
    assert isinstance(await failure(settings), Unavailable)


async def test_missing_database(postgres: PostgresInstance) -> None:
    error = await failure(settings_for(postgres.dsn_of("no_such_database")))
    assert isinstance(error, Refused)
    assert "has no such database" in str(error)


async def test_not_migrated(empty_database: str) -> None:
    error = await failure(settings_for(empty_database))
    assert isinstance(error, Refused)
    assert error.mend == "run: ari-app migrate"


async def test_too_old_a_server(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "OLDEST_VERSION", 99)
    error = await failure(settings_for(database))
    assert isinstance(error, Refused)
    assert "99 or newer is needed" in str(error)


async def test_a_statement_that_takes_too_long_is_unavailable(database: str) -> None:
    settings = replace(settings_for(database), statement_seconds=0.2)
    store = await Store.open(settings, make_cipher(), SequenceIds())
    holder = await pool.connect(settings_for(database))
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE organizations")
            with pytest.raises(Unavailable, match="gave up after 0.2 s"):
                async with store.unit_of_work() as uow:
                    await uow.one(
                        "organizations.ensure", id=uow.new_id(), code="x", name="x", time_zone="UTC"
                    )
    finally:
        await holder.close()
        await store.close()


async def test_no_free_connection_is_unavailable(database: str) -> None:
    settings = replace(settings_for(database), connections=1, acquire_seconds=0.1)
    store = await Store.open(settings, make_cipher(), SequenceIds())
    try:
        async with store.unit_of_work():
            with pytest.raises(Unavailable):
                async with store.unit_of_work():
                    raise AssertionError("there was only one connection")
    finally:
        await store.close()


async def test_a_cut_connection_is_unavailable_and_the_next_unit_of_work_is_well(database: str) -> None:
    store = await Store.open(settings_for(database), make_cipher(), SequenceIds())
    admin = await pool.connect(settings_for(database))
    new = {"code": "x", "name": "x", "time_zone": "UTC"}
    try:
        with pytest.raises(Unavailable, match="does not answer"):
            async with store.unit_of_work() as uow:
                await uow.one("organizations.ensure", id=uow.new_id(), **new)
                await admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                await uow.one("organizations.ensure", id=uow.new_id(), **new)
        assert await admin.fetchval("SELECT count(*) FROM organizations") == 0
        async with store.unit_of_work() as uow:
            await uow.one("organizations.ensure", id=uow.new_id(), **new)
        assert await admin.fetchval("SELECT count(*) FROM organizations") == 1
    finally:
        await admin.close()
        await store.close()


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        ("28P01", Refused),
        ("3D000", Refused),
        ("42501", Refused),
        ("53200", Unavailable),
        ("40001", Unavailable),
        ("57P03", Unavailable),
        ("58030", Unavailable),
        ("XX000", Unavailable),
        ("42601", asyncpg.PostgresSyntaxError),
        ("42703", asyncpg.UndefinedColumnError),
        ("23514", asyncpg.CheckViolationError),
        ("22P02", asyncpg.InvalidTextRepresentationError),
    ],
)
async def test_trouble_of_the_server_is_told_and_a_bug_stays_a_bug(
    store: Store, sqlstate: str, kind: type[Exception]
) -> None:
    complaint = f"DO $$ BEGIN RAISE EXCEPTION 'odd' USING ERRCODE = '{sqlstate}'; END $$"
    with pytest.raises(kind):
        async with store.unit_of_work() as uow:
            await uow._connection.execute(complaint)


async def test_a_plan_that_a_migration_made_stale_is_unavailable_once(
    store: Store, connection: asyncpg.Connection
) -> None:
    async def look() -> None:
        async with store.unit_of_work() as uow:
            await uow._connection.fetch("SELECT * FROM organizations")

    await look()
    await connection.execute("ALTER TABLE organizations ADD COLUMN later text")
    with pytest.raises(Unavailable):
        await look()
    await look()


async def test_an_address_that_is_none_is_refused() -> None:
    error = await failure(settings_for("mysql://u:secret-word@127.0.0.1/x"))
    assert isinstance(error, Refused)
    assert "database.dsn" in str(error)
