"""`ari-app consent …`: consents taken from pages and printed, at the command line."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
from datetime import datetime
from pathlib import Path

from ari_app.config.loading import load_settings
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import ConsentKind
from ari_app.wiring import consents
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds


def record(
    path: Path | None,
    patient_id: str,
    kind: ConsentKind,
    text_version: str,
    ip: str,
    user_agent: str,
    at: str | None,
    *,
    refused: bool,
) -> None:
    """Store it. Raises AppError."""
    settings, now = load_settings(path, os.environ), SystemClock().now()
    given_at = now if at is None else _moment(at)
    consent = consents.web_consent(
        patient_id, kind, text_version, ip, user_agent, given_at, granted=not refused, now=now
    )

    async def run() -> None:
        store = await open_store(settings, SystemIds())
        try:
            await consents.take(store, settings.hospital, consent, getpass.getuser(), now)
        finally:
            await store.close()

    asyncio.run(run())
    print(f"{kind.value} {'refused' if refused else 'granted'} by {patient_id}")


def show(path: Path | None, patient_id: str) -> None:
    """Print them. Raises AppError."""
    settings, now = load_settings(path, os.environ), SystemClock().now()

    async def run() -> list[dict[str, object]]:
        store = await open_store(settings, SystemIds())
        try:
            return await consents.listed(store, settings.hospital, patient_id, getpass.getuser(), now)
        finally:
            await store.close()

    for each in asyncio.run(run()):
        print(json.dumps(each, ensure_ascii=False))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise WrongInput(f"{text!r} is no time with its offset", mend="write it as 2026-03-12T15:00:00+08:00")
    return found
