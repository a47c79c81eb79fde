"""What breaks, drawn by the seed: one thing at a time, each mended before the next."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from ari_app.config.settings import Settings
from ari_app.core.dialing_vocabulary import CampaignState, NumberList
from ari_app.core.errors import AppError, Unavailable
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.dialing_terms import list_number
from ari_app.wiring.node import open_store
from ari_app.wiring.system import SystemIds
from tests.dialing_chaos.farm import Farm
from tests.dialing_chaos.gate_process import OPEN, SHUT
from tests.dialing_chaos.nodes import LEASE_SECONDS, Node, Nodes

CALM_SECONDS = (3.0, 7.0)
AFTER_KILL_SECONDS = LEASE_SECONDS + 6.0
"""Nothing else breaks while it is seen how soon a lost worker's lines are used again."""
DESK_SECONDS = 60.0
"""A busy machine's database answers late; a campaign that was paused must not stay so."""
SKEWS = (-1.2, 1.2, -20.0, 20.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Struck:
    """One fault: what, where, from when to when (wall seconds), and what there is to say of it."""

    fault: str
    where: str
    began_at: float
    mended_at: float
    note: str = ""


class Nemesis:
    """Strikes until it is told to end; the fault under way is mended first."""

    def __init__(
        self,
        seed: int,
        nodes: Nodes,
        farm: Farm,
        faults: tuple[str, ...],
        settings: Settings,
        numbers: Sequence[str],
        tell: Callable[[str], None],
    ) -> None:
        self._chance = random.Random(f"nemesis {seed}")
        self._nodes, self._farm, self._settings, self._tell = nodes, farm, settings, tell
        self._faults, self._numbers = faults, numbers
        self._over = asyncio.Event()
        self._done = asyncio.Event()
        self.struck: list[Struck] = []
        self._deck: list[str] = []

    async def run(self) -> None:
        """Strike every fault in a drawn order, again and again."""
        try:
            while self._faults and not await self._is_over_within(self._chance.uniform(*CALM_SECONDS)):
                fault = self._draw()
                began = time.time()
                where, note = await FAULTS[fault](self)
                self.struck.append(Struck(fault, where, began, time.time(), note))
                self._tell(f"{fault} {where} {time.time() - began:.1f} s {note}")
                if fault == "kill" and await self._is_over_within(AFTER_KILL_SECONDS):
                    return
        finally:
            self._done.set()

    async def end(self) -> None:
        """Strike no more; returns when all is mended."""
        self._over.set()
        await self._done.wait()

    async def _is_over_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return False
        return True

    def _draw(self) -> str:
        if not self._deck:
            self._deck = list(self._faults)
            self._chance.shuffle(self._deck)
        return self._deck.pop()

    def _node(self) -> tuple[int, Node]:
        number = self._chance.randrange(len(self._nodes.nodes))
        return number, self._nodes.nodes[number]

    async def kill(self) -> tuple[str, str]:
        """A worker dies at once; a supervisor starts it again."""
        _, node = self._node()
        await asyncio.to_thread(node.kill)
        await asyncio.sleep(self._chance.uniform(0.5, 8.0))
        await asyncio.to_thread(node.start)
        return node.name, ""

    async def pause_worker(self) -> tuple[str, str]:
        """A worker stands still longer than a claim is good for."""
        _, node = self._node()
        await self._stand_still(node)
        return node.name, ""

    async def _stand_still(self, node: Node) -> None:
        node.signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(self._chance.uniform(2.0, 8.0))
        finally:
            node.signal(signal.SIGCONT)

    async def stop_asterisk(self) -> tuple[str, str]:
        """An Asterisk dies and is started again: every call on it is lost."""
        number, node = self._node()
        assert node.asterisk.pid is not None
        os.kill(node.asterisk.pid, signal.SIGKILL)
        await asyncio.sleep(self._chance.uniform(0.5, 3.0))
        await asyncio.to_thread(node.asterisk.restart)
        self._farm.drop_dead_calls(number)
        return node.name, ""

    async def pause_asterisk(self) -> tuple[str, str]:
        """An Asterisk stands still."""
        _, node = self._node()
        pid = node.asterisk.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(self._chance.uniform(1.0, 5.0))
        finally:
            os.kill(pid, signal.SIGCONT)
        return node.name, ""

    async def pause_postgres(self) -> tuple[str, str]:
        """The database stands still."""
        self._nodes.pause_postgres(signal.SIGSTOP)
        try:
            await asyncio.sleep(self._chance.uniform(1.0, 5.0))
        finally:
            self._nodes.pause_postgres(signal.SIGCONT)
        return "", ""

    async def stop_postgres(self) -> tuple[str, str]:
        """The database is away for three seconds."""
        await asyncio.to_thread(self._nodes.postgres.stop)
        await asyncio.sleep(3.0)
        await asyncio.to_thread(self._nodes.postgres.start)
        return "", ""

    async def black_hole(self) -> tuple[str, str]:
        """Nothing comes through between the first worker and its Asterisk, and nothing is lost."""
        node = self._nodes.nodes[0]
        _say(node, SHUT)
        try:
            await asyncio.sleep(self._chance.uniform(2.0, 8.0))
        finally:
            _say(node, OPEN)
        return node.name, ""

    async def skew(self) -> tuple[str, str]:
        """The third worker's clock jumps, and comes right again."""
        node, off = self._nodes.nodes[-1], self._chance.choice(SKEWS)
        node.skew_file.write_text(str(off), encoding="utf-8")
        try:
            await asyncio.sleep(self._chance.uniform(4.0, 8.0))
        finally:
            node.skew_file.write_text("0", encoding="utf-8")
        return node.name, f"{off:+.1f} s"

    async def forbid(self) -> tuple[str, str]:
        """A number must not be called any more: of somebody who has been reached, or has not."""
        phone = self._chance.choice(self._numbers)
        kind = self._chance.choice((NumberList.DO_NOT_CALL, NumberList.COMPLAINT, NumberList.BLACK))
        hospital = self._settings.hospital
        await self._with_store(
            lambda store: list_number(store, hospital, kind, phone, "asked_by_letter", datetime.now(UTC))
        )
        return "", phone

    async def pause_campaign(self) -> tuple[str, str]:
        """A campaign is paused and goes on."""
        name = "everybody"
        await self._set(name, CampaignState.PAUSED)
        try:
            await asyncio.sleep(self._chance.uniform(2.0, 4.0))
        finally:
            await self._set(name, CampaignState.RUNNING)
        return name, ""

    async def _set(self, name: str, state: CampaignState) -> None:
        hospital = self._settings.hospital
        await self._with_store(
            lambda store: campaigns.set_state(store, hospital, name, state, datetime.now(UTC))
        )

    async def _with_store(self, act: Callable[[Store], Awaitable[object]]) -> None:
        """Somebody at a desk tries until it is done; what cannot be done any more is left."""
        until = time.monotonic() + DESK_SECONDS
        while True:
            try:
                async with self._opened() as store:
                    await act(store)
                return
            except Unavailable:
                if time.monotonic() >= until:
                    raise
                await asyncio.sleep(1.0)
            except AppError as error:
                self._tell(f"not done: {error.message}")
                return

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Store]:
        store = await open_store(self._settings, SystemIds())
        try:
            yield store
        finally:
            await store.close()


def _say(node: Node, word: str) -> None:
    assert node.gate is not None and node.gate.stdin is not None
    node.gate.stdin.write(f"{word}\n")
    node.gate.stdin.flush()


FAULTS: Mapping[str, Callable[[Nemesis], Awaitable[tuple[str, str]]]] = {
    "kill": Nemesis.kill,
    "pause_worker": Nemesis.pause_worker,
    "stop_asterisk": Nemesis.stop_asterisk,
    "pause_asterisk": Nemesis.pause_asterisk,
    "pause_postgres": Nemesis.pause_postgres,
    "stop_postgres": Nemesis.stop_postgres,
    "black_hole": Nemesis.black_hole,
    "skew": Nemesis.skew,
    "forbid": Nemesis.forbid,
    "pause_campaign": Nemesis.pause_campaign,
}
