"""The far end of a stress run: one SIP phone that meets every call in the same way and keeps what it met."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ari_app.lab.sip_phone import Call, SipPhone
from tests.support.far_end import is_loud

LISTENS_SECONDS = 6.0
LONGEST_NERVOUS_SECONDS = 0.15


class Crowd:
    """`met` counts the calls; `greeting_ms` holds, for each that was listened to, how long it was silent.

    None there: nothing was heard within 6 s of the answer.
    """

    def __init__(self, *, listens: bool, seed: int) -> None:
        self._listens = listens
        self._random = random.Random(seed)
        self.met = 0
        self.greeting_ms: list[int | None] = []

    @asynccontextmanager
    async def open(self, port: int) -> AsyncIterator[None]:
        """Take calls until the block ends."""
        async with SipPhone.open(port=port) as phone:
            serving = asyncio.create_task(self._serve(phone), name="crowd")
            try:
                yield
            finally:
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving

    async def _serve(self, phone: SipPhone) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                call = await phone.next_call(86_400)
                self.met += 1
                tasks.create_task(self._meet(call), name=f"crowd-{call.called}")

    async def _meet(self, call: Call) -> None:
        await call.answered.wait()
        if self._listens:
            self.greeting_ms.append(await _silent_ms(call))
        else:
            await asyncio.sleep(self._random.uniform(0, LONGEST_NERVOUS_SECONDS))
        await call.hang_up()


async def _silent_ms(call: Call) -> int | None:
    """From the answer to the first sound."""
    assert call.answered_at is not None
    with suppress(TimeoutError):
        async with asyncio.timeout(LISTENS_SECONDS):
            async for at, pcm in call.frames():
                if is_loud(pcm):
                    return round((at - call.answered_at) * 1000)
    return None
