"""One call from the creation of its channels to the final disposition: one queue, one task that consumes it."""

from __future__ import annotations

import structlog

from ari_app.ari.faults import NotFound, TrunkUnavailable
from ari_app.calls.call_parts import CallParts
from ari_app.calls.call_queue import CallQueue, was_taken_over
from ari_app.calls.course import Course
from ari_app.calls.journal import Ending
from ari_app.calls.plan import CallPlan, CallTools
from ari_app.calls.signals import (
    AgentGone,
    Announced,
    ChannelGone,
    HandedOver,
    MachineAnswered,
    MediaLost,
    PickedUp,
    Ringing,
    Signal,
    TimerFired,
    TimerKind,
)
from ari_app.calls.stall import NoStallVoice
from ari_app.calls.talk import Talk, TalkSignal
from ari_app.calls.timers import Timers
from ari_app.core.errors import AppError, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.events import HungUp, TransferEnded
from ari_app.dialogue.state import Stage
from ari_app.store.attempts import NotDialed

_log = structlog.get_logger()

# the PBX gives up a little later than we do, so that a call outlives a lost worker only so long
PBX_MARGIN_SECONDS = 5.0
RECONNECT_SECONDS = 60.0
AGAIN_SECONDS = 1.0
# longer than the PBX rings the nurse: only an event that got lost lets this run out
TRANSFER_MARGIN_SECONDS = 5.0


class CallRunner:
    """Runs one call to its end. Nothing of it is left in Asterisk afterwards, however it ends."""

    def __init__(self, plan: CallPlan, tools: CallTools) -> None:
        self._plan = plan
        self._tools = tools
        self._course = Course(called_in=plan.caller is not None)
        self._queue = CallQueue(str(plan.attempt), self._course, tools.clock)
        self._post = self._queue.post
        self._timers = Timers(self._post)
        self._parts = CallParts(plan, tools, self._timers)

    async def run(self) -> Disposition:
        """Place the call, or take a living one up, and carry it to its end; returns its disposition.

        Raises Conflict when another worker has taken this call over, or another program its application; the
        call's channels are then left alone. A bug is raised after the attempt was ended.
        """
        try:
            return await self._run()
        finally:
            await self._parts.close()

    async def _run(self) -> Disposition:
        parts = self._parts
        async with self._queue.fed(self._tools.client, parts.legs, parts.recorder, parts.key_told):
            try:
                ending = await self._carry()
            except Exception:
                if not self._course.is_lost:
                    ending = self._course.broken_off(self._parts.outcome)
                    await self._tools.journal.ended(ending, self._parts.quality)
                raise
        await self._parts.settle()
        evidence = await self._parts.evidence(self._course, ending)
        await self._tools.journal.ended(ending, self._parts.quality, evidence)
        self._parts.tell_quality()
        self._tools.observer.phase("ended", ending.disposition.value)
        return ending.disposition

    async def _carry(self) -> Ending:
        try:
            if not self._plan.take_up or await self._take_up():
                await self._prepare()
                ending = await self._place_and_consume()
            else:
                ending = await self._consume()
        except TrunkUnavailable as error:
            _log.warning("trunk_unavailable", attempt_id=str(self._plan.attempt), reason=error.message)
            ending = Ending(Disposition.TRUNK_ERROR, None, None)
        except NotDialed:
            raise
        except AppError as error:
            self._course.is_lost = self._course.is_lost or was_taken_over(error)
            if self._course.is_lost:
                raise
            _log.error("call_failed", attempt_id=str(self._plan.attempt), reason=error.message)
            self._tools.observer.phase("failed", error.message)
            await self._say_farewell()
            ending = self._course.broken_off(self._parts.outcome)
        finally:
            self._timers.stop_all()
            await self._parts.let_go(keep_channels=self._course.is_lost)
        await self._parts.recording.keep(self._plan.recordings)
        return ending

    async def _prepare(self) -> None:
        try:
            await self._parts.prepare(self._post, self._transfer)
        except NotFound:
            if not self._course.called_in:
                raise
            self._post(ChannelGone(self._tools.clock.monotonic(), None, "gone before we picked up", None))

    async def _take_up(self) -> bool:
        """Find a living call again; whether the robot is to go on with its patient.

        Where a nurse talks with the patient the robot stays out; a call that is over is only hung up.
        """
        is_gone = False
        try:
            self._course.found_nurse = await self._parts.legs.take_up()
        except NotFound:
            is_gone = True
            self._post(ChannelGone(self._tools.clock.monotonic(), None, "gone before it was taken up", None))
        state = self._plan.state
        is_over = state.stage is Stage.OVER and not state.parting
        if not (self._course.found_nurse or is_over or is_gone):
            return True
        self._course.answered = True
        self._note_answer()
        self._parts.converse(NoStallVoice())
        await self._parts.recording.start(self._parts.legs.entered)
        if self._course.found_nurse:
            self._parts.note_talk()
            await self._note_hand_over()
        else:
            await self._parts.legs.hang_up_patient()
        return False

    def _note_answer(self) -> None:
        if not self._plan.answered_is_noted:
            self._tools.journal.answered()

    async def _note_hand_over(self) -> None:
        """A nurse had taken the call, and the lost worker may not have come to write it down."""
        if self._parts.conversation is None or self._parts.conversation.state.transfer is None:
            return
        try:
            await self._parts.conversation.handle(TransferEnded(self._tools.clock.now(), "connected"))
        except Unavailable as error:
            _log.warning("hand_over_not_stored", attempt_id=str(self._plan.attempt), reason=error.message)

    async def _place_and_consume(self) -> Ending:
        if self._plan.take_up or self._course.called_in:
            return await self._consume(PickedUp(self._tools.clock.monotonic()))
        await self._parts.legs.dial(self._plan.ring_seconds + PBX_MARGIN_SECONDS)
        await self._parts.hear_the_carrier()
        self._timers.start(TimerKind.RING, self._plan.ring_seconds)
        return await self._consume()

    async def _consume(self, first: Signal | None = None) -> Ending:
        """Serve the queue until the patient's channel is gone."""
        if first is not None:
            self._post(first)
        while True:
            signal = await self._queue.next()
            match signal:
                case ChannelGone():
                    return await self._gone(signal)
                case PickedUp():
                    await self._picked_up()
                case Ringing():
                    await self._ringing()
                case Announced():
                    await self._announced(signal)
                case MachineAnswered():
                    await self._machine_answered(signal)
                case MediaLost():
                    await self._media_lost()
                case AgentGone():
                    await self._agent_gone()
                case TimerFired(kind=TimerKind.RECONNECT):
                    raise Unavailable("Asterisk did not come back")
                case _ if self._course.answered:
                    await self._talk_on(signal)
                case _:
                    await self._before_answer(signal)

    async def _talk_on(self, signal: TalkSignal) -> None:
        """Serve one signal of the talk. A database that is away never parts a patient from the nurse."""
        if self._parts.talk is None:
            return
        try:
            await self._parts.talk.handle(signal)
        except Exception as error:
            if not self._is_handed_over or was_taken_over(error):
                raise
            _log.error("hand_over_not_stored", attempt_id=str(self._plan.attempt), reason=str(error))

    @property
    def _is_handed_over(self) -> bool:
        return self._course.found_nurse or self._parts.is_handed_over

    async def _picked_up(self) -> None:
        if self._course.media_is_lost:
            await self._media_lost()
        if self._course.answered or self._course.is_hopeless or self._parts.talk is None:
            return
        self._course.answered = True
        self._timers.stop(TimerKind.RING)
        self._timers.start(TimerKind.LONGEST, self._plan.longest_seconds)
        self._tools.observer.phase("answered")
        await self._parts.hear_the_patient()
        await self._parts.start_recording()
        self._note_answer()
        await self._parts.talk.begin(reopened=self._plan.take_up)

    async def _announced(self, signal: Announced) -> None:
        """The carrier said in words what became of the call: when nobody will answer, it ends unanswered."""
        if self._course.answered:
            return
        self._tools.observer.phase("announced", signal.kind.value)
        self._course.announced = signal.kind
        if signal.is_final and not self._course.is_hopeless:
            self._course.is_hopeless = True
            await self._give_up()

    async def _machine_answered(self, signal: MachineAnswered) -> None:
        if self._parts.talk is not None and self._course.answered:
            self._tools.observer.phase("machine", signal.kind.value)
            self._course.machine = signal
            await self._parts.talk.machine_answered(signal)

    async def _ringing(self) -> None:
        if not self._course.rang and not self._course.answered:
            self._course.rang = True
            self._tools.observer.phase("ringing")
            self._tools.journal.ringing()

    async def _before_answer(self, signal: Signal) -> None:
        if isinstance(signal, TimerFired) and signal.kind is TimerKind.RING:
            await self._give_up()

    async def _give_up(self) -> None:
        try:
            await self._parts.legs.hang_up_patient()
            self._course.gave_up = True
        except Unavailable:
            # whether it rang out is known when Asterisk is back
            self._await_asterisk()
            self._timers.start(TimerKind.RING, AGAIN_SECONDS)

    async def _media_lost(self) -> None:
        """Without audio the call cannot go on, unless a nurse has taken it."""
        if self._is_handed_over:
            return
        self._course.media_is_lost = True
        try:
            await self._parts.legs.hang_up_patient()
        except Unavailable:
            # all of Asterisk is out of reach: after the reconnect it tells what became of the channel
            self._await_asterisk()

    def _await_asterisk(self) -> None:
        if not self._timers.is_running(TimerKind.RECONNECT):
            self._timers.start(TimerKind.RECONNECT, RECONNECT_SECONDS)

    async def _agent_gone(self) -> None:
        """Nobody is left to talk with; a nurse who hung up before they were joined never took the call."""
        if self._is_handed_over:
            await self._parts.legs.hang_up_patient()

    async def _gone(self, signal: ChannelGone) -> Ending:
        self._course.is_gone = True
        if not self._course.answered or self._parts.conversation is None:
            return self._course.not_answered(signal, self._parts.early_line, self._plan.cause_mapping)
        before = self._parts.outcome
        try:
            if self._parts.talk is not None:
                await self._take_last_words(self._parts.talk)
                await self._parts.talk.end()
            else:
                await self._parts.conversation.handle(HungUp(self._tools.clock.now()))
        except Unavailable as error:
            _log.error("hang_up_not_stored", attempt_id=str(self._plan.attempt), reason=error.message)
        return self._course.hung_up(signal, before, self._parts.outcome)

    async def _take_last_words(self, talk: Talk) -> None:
        if self._parts.robot is not None and not talk.is_handed_over:
            await self._parts.robot.hear_out(self._queue.waiting, talk.take_last)

    async def _say_farewell(self) -> None:
        """The robot cannot go on: nobody is left on a silent line, or cut off without a word."""
        is_over = self._course.is_gone or self._parts.outcome is not None
        is_useless = is_over or self._course.media_is_lost or self._is_handed_over
        if self._parts.robot is not None and self._course.answered and not is_useless:
            await self._parts.robot.say_farewell(self._queue.waiting)

    async def _transfer(self) -> None:
        agent = self._plan.agent
        try:
            if agent is not None:
                await self._parts.legs.ring_agent(agent, self._plan.agent_ring_seconds, self._plan.caller_id)
                self._timers.start(
                    TimerKind.TRANSFER, self._plan.agent_ring_seconds + TRANSFER_MARGIN_SECONDS
                )
                return
        except AppError as error:
            _log.warning("agent_not_rung", code=error.code)
        self._post(HandedOver("no_agent", self._tools.clock.monotonic()))
