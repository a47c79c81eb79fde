"""A private Asterisk for tests: one for the session, and fresh ones for tests that break theirs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from ari_app.ari.client import Client, connect
from ari_app.ari.events import Event
from ari_app.ari.mailbox import Mailbox
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from ari_app.provision.layout import layout_of

E = TypeVar("E", bound=Event)
APP = "followup"
ECHO = "Local/echo@far-end"
LET_GO_SECONDS = 0.1


class Pbx(Protocol):
    """What a test needs to know of a running Asterisk."""

    @property
    def ari_url(self) -> str: ...

    @property
    def ari_user(self) -> str: ...

    @property
    def ari_password(self) -> str: ...

    @property
    def trunk_port(self) -> int: ...


def new_instance(folder: Path, options: AsteriskOptions | None = None) -> AsteriskInstance:
    """A private Asterisk that has not been started."""
    layout = layout_of()
    return AsteriskInstance(layout.asterisk, folder, layout.project / "asterisk_conf", options)


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskInstance]:
    """The session's Asterisk; tests leave it running and empty."""
    with new_instance(tmp_path_factory.mktemp("asterisk")) as instance:
        yield instance


@pytest.fixture
def fresh_asterisk(tmp_path: Path) -> Iterator[AsteriskInstance]:
    """An Asterisk for one test, which may restart or spoil it."""
    with new_instance(tmp_path / "asterisk") as instance:
        yield instance


@pytest.fixture
async def client(asterisk: AsteriskInstance) -> AsyncIterator[Client]:
    """Connected to the session's Asterisk; fails the test that leaves channels or bridges behind."""
    async with open_client(asterisk) as connected:
        yield connected
        assert await _left_behind(connected) == []


@asynccontextmanager
async def open_client(instance: Pbx, url: str | None = None, app: str = APP) -> AsyncIterator[Client]:
    """Connect to an instance, by default directly.

    Asterisk lets go of an application a moment after its socket is closed; the next client of the same name would
    lose it again if it came before.
    """
    address = url or instance.ari_url
    async with connect(
        address, instance.ari_user, instance.ari_password, app=app, jitter=random.random
    ) as connected:
        yield connected
    await asyncio.sleep(LET_GO_SECONDS)


async def _left_behind(client: Client) -> list[str]:
    for _ in range(40):
        channels = [one.name for one in await client.channels.list()]
        left = channels + [f"bridge {one.id}" for one in await client.bridges.list()]
        if not left:
            return []
        await asyncio.sleep(0.05)
    return left


async def until(mailbox: Mailbox, kind: type[E], seconds: float = 5.0) -> E:
    """The next event of a kind; earlier ones of other kinds are passed over. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        async for event in mailbox:
            if isinstance(event, kind):
                return event
    raise AssertionError(f"the mailbox was closed before a {kind.__name__} came")
