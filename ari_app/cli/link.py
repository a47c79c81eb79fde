"""`ari-app link …`: what a patient's link does, at the command line."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.core.errors import WrongInput
from ari_app.store.message_links import LinkVerb
from ari_app.wiring import links
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemClock, SystemIds

_DONE = {
    LinkVerb.RESCHEDULE: "the call is moved to {at}",
    LinkVerb.CALL_BACK: "the patient is called at {at}",
    LinkVerb.DO_NOT_DISTURB: "the patient is not called any more",
}


def show(token: str, path: Path | None) -> None:
    """Print what the link would do. Raises WrongInput for one that is not valid."""
    settings = load_settings(path, os.environ)
    print(asyncio.run(_show(settings, token)))


def redeem(token: str, at: str | None, path: Path | None) -> None:
    """Do it, and print what was done. Raises WrongInput."""
    settings = load_settings(path, os.environ)
    when = None if at is None else _moment(at, ZoneInfo(settings.hospital.time_zone))
    print(asyncio.run(_redeem(settings, token, when)))


async def _show(settings: Settings, token: str) -> str:
    store = await open_store(settings, SystemIds())
    try:
        link = await links.look(store, token, SystemClock().now())
    finally:
        await store.close()
    return f"{link.verb.value}, until {_local(link.expires_at, settings)}"


async def _redeem(settings: Settings, token: str, when: datetime | None) -> str:
    store = await open_store(settings, SystemIds())
    try:
        done = await links.redeem(store, token, SystemClock().now(), when)
    finally:
        await store.close()
    return _DONE[done.verb].format(at="" if done.at is None else _local(done.at, settings))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"{text!r} is no time", mend="write it as 2026-03-12 15:00") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def _local(at: datetime, settings: Settings) -> str:
    return f"{at.astimezone(ZoneInfo(settings.hospital.time_zone)):%Y-%m-%d %H:%M}"
