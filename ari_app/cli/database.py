"""`ari-app migrate`: bring the database up to this version's tables."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from ari_app.config.loading import load_settings
from ari_app.store.migrations import load_migrations, read_status
from ari_app.store.migrations import migrate as apply_migrations
from ari_app.store.pool import StoreSettings, connect
from ari_app.wiring.node import store_settings


def migrate(path: Path | None, *, dry_run: bool) -> None:
    """Apply what is pending, or only list it. Raises Refused, Unavailable or Damaged."""
    settings = load_settings(path, os.environ)
    names = asyncio.run(_migrate(store_settings(settings), dry_run=dry_run))
    verb = "would run" if dry_run else "ran"
    for name in names:
        print(f"{verb} {name}")
    if not names:
        print("the database is up to date")


async def _migrate(settings: StoreSettings, *, dry_run: bool) -> list[str]:
    migrations = load_migrations()
    connection = await connect(settings)
    try:
        if dry_run:
            return [each.name for each in (await read_status(connection, migrations)).pending]
        return await apply_migrations(connection, migrations)
    finally:
        await connection.close()
