"""One utterance of a connection on its way through an engine, in order and without holding up the connection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ari_app.core.errors import AppError
from ari_app.speech.decode_pool import Busy, DecodePool, Late
from ari_app.speech.engine import Engine, Listening
from ari_app.speech.port import Transcript
from ari_app.speech.protocol import StreamConfig

T = TypeVar("T")

MOST_BEHIND_SECONDS = 1.0
"""While waiting work is older than this, no further utterance is begun: its patient is asked for keys at once."""
MOST_FIRST_SECONDS = 2.0
"""What a first look may take where a second one follows: a machine that is slower has no time for it."""
SECOND_LOOK_SECONDS = 1.0
"""How long a second look at one utterance may keep the reply waiting."""
# what a thread works on at once, so that one long utterance does not keep others, or the end, waiting
_PIECE_SECONDS = 1.0
_PIECE_DEADLINE_SECONDS = 60.0


class ServedUtterance:
    """Audio goes to the engine one piece after the other; only one thread works on it at a time."""

    def __init__(self, engine: Engine, pool: DecodePool, config: StreamConfig) -> None:
        self._engine = engine
        self._pool = pool
        self._config = config
        self._listening: Listening | None = None
        self._untaken = bytearray()
        self._hearing: asyncio.Task[None] | None = None
        self._failure: AppError | None = None
        self._pieces: list[Transcript] = []
        # work that missed its deadline may still run when the next begins, and native code bears one thread only
        self._alone = threading.Lock()
        self.bytes = 0

    def put(self, pcm: bytes) -> None:
        """Add audio. An engine that hears as it comes begins with it; one that is behind refuses the utterance."""
        if not self.bytes:
            self._failure = self._refusal()
        self.bytes += len(pcm)
        if self._failure is not None:
            return
        if not self._engine.hears_as_it_comes:
            self._begun().add(pcm)
            return
        self._untaken += pcm
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear_untaken(), name="asr-hearing")

    def _refusal(self) -> Busy | None:
        """Why none is begun now: others wait too long, or this one is to keep nobody waiting."""
        if self._pool.behind_s > MOST_BEHIND_SECONDS:
            return Busy("the recognizer is behind", mend="add recognizer processes or hosts")
        if self._config.background and not self._pool.has_free_thread:
            return Busy("the recognizer hears others")
        return None

    def take_piece(self) -> Transcript | None:
        """What the engine found to have ended by itself, the oldest first; only where not all is wanted in one."""
        return self._pieces.pop(0) if self._pieces else None

    async def so_far(self) -> Transcript:
        """What was heard up to now. Raises Busy, Late or EngineFailed."""
        return await self._ask(lambda listening: listening.so_far(), may_wait=False)

    async def end(self) -> Transcript:
        """What was heard, no more audio coming, and what else it may have been. Raises Busy, Late or EngineFailed."""
        began = asyncio.get_running_loop().time()
        heard = await self._ask(lambda listening: listening.end(), may_wait=True)
        took_s = asyncio.get_running_loop().time() - began
        return replace(heard, others=await self._others(took_s)) if heard.text else heard

    async def _others(self, took_s: float) -> tuple[str, ...]:
        """A second look, where a thread is free for it and the first was quick; done without where it takes long."""
        left_s = min(SECOND_LOOK_SECONDS, self._config.deadline_ms / 1000 - took_s)
        if took_s > MOST_FIRST_SECONDS or left_s <= 0 or self._pool.pending >= self._pool.parallel:
            return ()
        work = partial(self._answer, lambda listening: listening.other_hearings())
        try:
            return await self._pool.run(work, left_s, may_wait=False)
        except AppError:
            return ()

    async def close(self) -> None:
        """Let go of it; what a thread does at this moment ends by itself."""
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.wait({self._hearing})

    async def _ask(self, answer: Callable[[Listening], Transcript], *, may_wait: bool) -> Transcript:
        deadline_s = self._config.deadline_ms / 1000
        began = asyncio.get_running_loop().time()
        await self._catch_up(deadline_s)
        if self._failure is not None:
            raise self._failure
        left_s = max(0.0, deadline_s - (asyncio.get_running_loop().time() - began))
        work = partial(self._answer, answer)
        if self._engine.hears_as_it_comes:
            return await self._pool.go_on(work, left_s)
        if self._config.background and not self._pool.has_free_thread:
            raise Busy("the recognizer hears others")
        return await self._pool.run(work, left_s, may_wait=may_wait)

    async def _catch_up(self, deadline_s: float) -> None:
        if self._hearing is None:
            return
        done, _ = await asyncio.wait({self._hearing}, timeout=deadline_s)
        if not done:
            raise Late("the recognizer is behind")
        self._hearing.result()

    async def _hear_untaken(self) -> None:
        while self._untaken and self._failure is None:
            pcm = self._take(int(self._config.sample_rate * _PIECE_SECONDS) * 2)
            try:
                piece = await self._pool.go_on(partial(self._add, pcm), _PIECE_DEADLINE_SECONDS)
            except AppError as error:
                self._failure = error
            else:
                if piece is not None:
                    self._pieces.append(piece)

    def _take(self, most: int) -> bytes:
        pcm = bytes(self._untaken[:most])
        del self._untaken[:most]
        return pcm

    def _add(self, pcm: bytes) -> Transcript | None:
        with self._alone:
            return self._begun().add(pcm)

    def _answer(self, answer: Callable[[Listening], T]) -> T:
        with self._alone:
            return answer(self._begun())

    def _begun(self) -> Listening:
        """The engine's side of it, made when it is first needed."""
        if self._listening is None:
            config = self._config
            self._listening = self._engine.listen(
                config.sample_rate, config.expectation, whole=config.extended
            )
        return self._listening
