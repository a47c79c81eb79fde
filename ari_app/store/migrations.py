"""Bringing a database to this version's tables: numbered files, each once, each in one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

import asyncpg

from ari_app.core.errors import Damaged, Refused
from ari_app.store.sql_files import sql_texts

_FILE_NAME = re.compile(r"^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)+\.sql$")
_LOCK = 0x6172695F617070  # "ari_app": one runner at a time in this database
_VERSION_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    sha256 text NOT NULL,
    duration_ms integer NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE schema_migrations IS 'Which migrations have run in this database.';
COMMENT ON COLUMN schema_migrations.number IS 'Number of the migration file.';
COMMENT ON COLUMN schema_migrations.name IS 'Name of the migration file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'SHA-256 (hex) of the file as it ran.';
COMMENT ON COLUMN schema_migrations.duration_ms IS 'How long it took, milliseconds.';
COMMENT ON COLUMN schema_migrations.applied_at IS 'When it ran (UTC).';
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration file."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the text, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """What has run and what is waiting, in order."""

    applied: tuple[str, ...]
    pending: tuple[Migration, ...]


def parse_migrations(texts: Mapping[str, str]) -> list[Migration]:
    """The migrations in order. Raises Damaged for a wrong file name or a gap in the numbers."""
    migrations: list[Migration] = []
    for number, name in enumerate(sorted(texts), start=1):
        match = _FILE_NAME.match(name)
        if match is None or int(match[1]) != number:
            raise Damaged(f"migration file {name} should be named {number:04}_verb_noun.sql")
        migrations.append(Migration(number, name, texts[name]))
    return migrations


def load_migrations() -> list[Migration]:
    """The migrations of this version of the application."""
    return parse_migrations(sql_texts("migrations"))


async def read_status(connection: asyncpg.Connection, migrations: Sequence[Migration]) -> MigrationStatus:
    """Compare the database with the files.

    Raises Refused when a file changed after it ran, or when the database is newer than the application.
    """
    if not await connection.fetchval("SELECT to_regclass('schema_migrations') IS NOT NULL"):
        return MigrationStatus((), tuple(migrations))
    rows = await connection.fetch("SELECT number, name, sha256 FROM schema_migrations ORDER BY number")
    known = {migration.number: migration for migration in migrations}
    for row in rows:
        _check_applied(row["name"], row["sha256"], known.get(row["number"]))
    done = {row["number"] for row in rows}
    pending = tuple(migration for migration in migrations if migration.number not in done)
    return MigrationStatus(tuple(row["name"] for row in rows), pending)


def _check_applied(name: str, sha256: str, file: Migration | None) -> None:
    if file is None:
        raise Refused(
            f"the database has migration {name}, which this version of ari-app does not know",
            mend="install the newer ari-app that made it",
        )
    if file.name != name or file.sha256 != sha256:
        raise Refused(
            f"migration {file.name} was changed after it ran in this database",
            mend="restore the file and put the change into a new migration",
        )


async def migrate(connection: asyncpg.Connection, migrations: Sequence[Migration]) -> list[str]:
    """Run what is pending and return the names that ran; safe to call from several processes at once.

    A migration that fails is rolled back and leaves those before it in place.
    """
    await connection.execute("SET statement_timeout = 0")
    await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
    try:
        status = await read_status(connection, migrations)
        if not status.applied:
            await _create_version_table(connection)
        for migration in status.pending:
            await _apply(connection, migration)
        return [migration.name for migration in status.pending]
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _LOCK)


async def _create_version_table(connection: asyncpg.Connection) -> None:
    try:
        async with connection.transaction():
            await connection.execute(_VERSION_TABLE)
    except asyncpg.InsufficientPrivilegeError:
        raise Refused(
            "this database user may not create tables",
            mend="let ari-app migrate as the owner of the database",
        ) from None


async def _apply(connection: asyncpg.Connection, migration: Migration) -> None:
    started = monotonic()
    async with connection.transaction():
        await connection.execute("SET LOCAL lock_timeout = '30s'")
        await connection.execute(migration.text)
        await connection.execute(
            "INSERT INTO schema_migrations (number, name, sha256, duration_ms) VALUES ($1, $2, $3, $4)",
            migration.number,
            migration.name,
            migration.sha256,
            round((monotonic() - started) * 1000),
        )
