"""The dialogue of one call: each event goes to the engine, the step is committed, then its commands are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from ari_app.calls.observer import CallObserver
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.commands import Command
from ari_app.dialogue.engine import advance
from ari_app.dialogue.events import Event, PromptEnded
from ari_app.dialogue.facts import AlertRaised, RobotSaid
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.dialogue.turn import Step

_log = structlog.get_logger()

FILLER_AFTER_SECONDS = 0.8
APOLOGY_AFTER_SECONDS = 5.0
GIVE_UP_AFTER_SECONDS = 12.0


class StepJournal(Protocol):
    """Where steps are committed."""

    async def record(self, before: State, step: Step) -> None:
        """Commit a step. Raises Unavailable when the database cannot be reached, Conflict when another runner
        took the call over."""
        ...


class StallVoice(Protocol):
    """What is said while the database keeps a call waiting; none of it needs the database."""

    async def filler(self) -> None:
        """A short sound of patience."""
        ...

    async def apology(self) -> None:
        """A sentence that asks for patience."""
        ...


class Conversation:
    """Owns the dialogue's state. One task calls it; the state is only replaced after its commit.

    A step that is not committed in time is owed: it is offered to the database in the background until that takes
    it, no other goes before it, and its commands are never performed. Close it at the end.
    """

    def __init__(
        self,
        script: Script,
        state: State,
        journal: StepJournal,
        stall: StallVoice,
        observer: CallObserver,
    ) -> None:
        self.script = script
        self.state = state
        self._journal = journal
        self._stall = stall
        self._observer = observer
        self._owed: tuple[Step, asyncio.Task[None]] | None = None

    @property
    def owes(self) -> bool:
        """Whether a step waits for the database."""
        return self._owed is not None

    @property
    def outcome(self) -> Disposition | None:
        """How the conversation ended, also where that is still owed; None when it did not."""
        return (self.state if self._owed is None else self._owed[0].state).disposition

    async def settle_within(self, seconds: float) -> None:
        """Wait so long for the step that is owed. Raises like `handle`, with the step still owed."""
        if self._owed is None:
            return
        step, task = self._owed
        if not (await asyncio.wait({task}, timeout=seconds))[0]:
            raise Unavailable("the database has not taken the step before")
        self._owed = None
        task.result()
        self._take(step)

    async def close(self) -> None:
        """Offer nothing more to the database."""
        if self._owed is not None:
            _log.error("step_lost", turn=self._owed[0].state.turn)
            self._owed[1].cancel()
            await asyncio.gather(self._owed[1], return_exceptions=True)

    async def handle(self, event: Event) -> tuple[Command, ...]:
        """Advance by one event and commit; returns the commands that are to be performed now.

        Raises Unavailable when the step could not be committed in time, Conflict when this runner lost the call.
        """
        if self.outcome is not None and isinstance(event, PromptEnded):
            await self._note(event)
            return ()
        await self.settle_within(GIVE_UP_AFTER_SECONDS)
        step = advance(self.script, self.state, event)
        if step.state == self.state and not step.facts and not step.commands:
            return ()
        await self._commit(step, self._is_committed)
        self._take(step)
        return step.commands

    async def _note(self, event: PromptEnded) -> None:
        """What only tells how the goodbye sounded keeps nobody on the line, and parts nobody from it who speaks.

        It is owed where the database is slow, and left out where something is owed already.
        """
        try:
            await self.settle_within(FILLER_AFTER_SECONDS)
            step = advance(self.script, self.state, event)
            await self._commit(step, lambda task: _ends_within(task, FILLER_AFTER_SECONDS))
            self._take(step)
        except Unavailable as error:
            _log.warning("goodbye_not_noted", command_id=event.command_id, reason=error.message)

    def _take(self, step: Step) -> None:
        self.state = step.state
        self._tell(step)

    def _tell(self, step: Step) -> None:
        for fact in step.facts:
            if isinstance(fact, RobotSaid):
                self._observer.robot_said(fact.text)
            elif isinstance(fact, AlertRaised):
                self._observer.alert_raised(fact.code, fact.priority)

    async def _commit(self, step: Step, wait: Callable[[asyncio.Task[None]], Awaitable[bool]]) -> None:
        task = asyncio.create_task(self._record_until_done(step), name="commit-step")
        try:
            if await wait(task):
                return await task
        except BaseException:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        # not canceled: that would wait for a server that stands still, and the patient with it
        self._owed = (step, task)
        raise Unavailable("the database did not take a step in time")

    async def _is_committed(self, task: asyncio.Task[None]) -> bool:
        """Wait as long as a patient can be asked to, with a word now and then; whether the task has ended."""
        stalls = ((FILLER_AFTER_SECONDS, self._stall.filler), (APOLOGY_AFTER_SECONDS, self._stall.apology))
        waited = 0.0
        for at, speak in stalls:
            if await _ends_within(task, at - waited):
                return True
            waited = at
            _log.warning("commit_slow", waited_seconds=at)
            await speak()
        return await _ends_within(task, GIVE_UP_AFTER_SECONDS - waited)

    async def _record_until_done(self, step: Step) -> None:
        pause = 0.1
        while True:
            try:
                return await self._journal.record(self.state, step)
            except Unavailable as error:
                _log.warning("commit_failed", reason=error.message)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)


async def _ends_within(task: asyncio.Task[None], seconds: float) -> bool:
    return bool((await asyncio.wait({task}, timeout=seconds))[0])
