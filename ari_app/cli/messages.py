"""`ari-app report messages`: what calls have promised patients in writing."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
from datetime import timedelta
from pathlib import Path

from ari_app.config.loading import load_settings
from ari_app.wiring.messages import promised
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds


def write(config: Path | None, days: int) -> None:
    """Print the messages of the last `days` days, one JSON a line. Raises AppError."""
    settings = load_settings(config, os.environ)
    until = SystemClock().now()

    async def run() -> list[dict[str, object]]:
        store = await open_store(settings, SystemIds())
        try:
            since = until - timedelta(days=days)
            return await promised(store, settings.hospital, since, until, getpass.getuser())
        finally:
            await store.close()

    for each in asyncio.run(run()):
        print(json.dumps(each, ensure_ascii=False))
