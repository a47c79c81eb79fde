"""Write sql/schema.sql anew from the migrations: .venv/bin/python -m tests.support.write_schema"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import asyncpg

from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import layout_of
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.store.catalog import describe_schema
from ari_app.store.migrations import load_migrations, migrate

SCHEMA = Path(__file__).resolve().parents[2] / "sql" / "schema.sql"


async def _schema(dsn: str) -> str:
    connection = await asyncpg.connect(dsn)
    try:
        await migrate(connection, load_migrations())
        return await describe_schema(connection)
    finally:
        await connection.close()


def main() -> None:
    """Replay the migrations on a server of our own and write what came of it."""
    bin_dir = postgres_binaries.bin_dir(layout_of())
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresInstance(bin_dir, Path(folder) / "data", free_port(), durable=False)
        try:
            server.start()
            SCHEMA.write_text(asyncio.run(_schema(server.dsn)), encoding="utf-8")
        finally:
            server.remove()


if __name__ == "__main__":
    main()
