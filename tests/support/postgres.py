"""Fixtures: one real PostgreSQL for the whole run, and a fresh copy of the migrated database for each test.

Use them in a conftest.py: `from tests.support.postgres import database, postgres, store, template_database`.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import layout_of
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store.encryption import FieldCipher
from ari_app.store.migrations import load_migrations, migrate
from ari_app.store.pool import Store, StoreSettings
from tests.support.ids import SequenceIds

TEMPLATE = "migrated"
_numbers = itertools.count(1)


def make_cipher() -> FieldCipher:
    """A cipher with a key that is for tests alone."""
    return FieldCipher({"test1": bytes(range(32))}, active="test1")


def settings_for(dsn: str) -> StoreSettings:
    """Settings that fail fast."""
    return StoreSettings(dsn, connections=4, connect_seconds=2.0)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresInstance]:
    """A running server of our own."""
    bin_dir = postgres_binaries.bin_dir(layout_of())
    folder: Path = tmp_path_factory.mktemp("postgres")
    instance = PostgresInstance(bin_dir, folder / "data", free_port(), durable=False)
    try:
        instance.start()
        yield instance
    finally:
        instance.remove()


@pytest.fixture(scope="session")
def template_database(postgres: PostgresInstance) -> str:
    """The name of the migrated database that each test gets a copy of."""
    postgres.create_database(TEMPLATE)

    async def prepare() -> None:
        connection = await asyncpg.connect(postgres.dsn_of(TEMPLATE))
        try:
            await migrate(connection, load_migrations())
        finally:
            await connection.close()

    asyncio.run(prepare())
    return TEMPLATE


@pytest.fixture
async def database(postgres: PostgresInstance, template_database: str) -> AsyncIterator[str]:
    """The address of a fresh migrated database."""
    name = f"test_{next(_numbers)}"
    await _run(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    yield postgres.dsn_of(name)
    await _run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_database(postgres: PostgresInstance) -> AsyncIterator[str]:
    """The address of a fresh database without any table."""
    name = f"test_{next(_numbers)}"
    await _run(postgres, f"CREATE DATABASE {name} TEMPLATE template0")
    yield postgres.dsn_of(name)
    await _run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An open store on a fresh database."""
    opened = await Store.open(settings_for(database), make_cipher(), SequenceIds())
    yield opened
    await opened.close()


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A plain connection to the same database as `store`, for looking at rows."""
    opened = await asyncpg.connect(database)
    yield opened
    await opened.close()


async def _run(postgres: PostgresInstance, statement: str) -> None:
    admin = await asyncpg.connect(postgres.dsn)
    try:
        await admin.execute(statement)
    finally:
        await admin.close()
