"""What the commands that only need the database share: settings, one open store, and its closing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from ari_app.config.loading import load_settings
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.store.pool import Store
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemIds

T = TypeVar("T")


def with_store(config: Path | None, do: Callable[[Store, HospitalSettings], Awaitable[T]]) -> T:
    """Do something with the database of these settings. Raises AppError."""
    settings = load_settings(config, os.environ)

    async def run() -> T:
        store = await open_store(settings, SystemIds())
        try:
            return await do(store, settings.hospital)
        finally:
            await store.close()

    return asyncio.run(run())


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises WrongInput."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise WrongInput(f"{file} cannot be read: {error.strerror}") from None
