"""A call in which a nurse talks with the patient: dialed, joined with the nurse's phone, recorded, told of its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from ari_app.ari.client import Client
from ari_app.ari.faults import AriConflict, NotFound, TrunkUnavailable, Unprocessable
from ari_app.calls.call_queue import CallQueue, was_taken_over
from ari_app.calls.call_recording import CallRecording
from ari_app.calls.course import Course
from ari_app.calls.journal import Ending, Journal
from ari_app.calls.legs import LegIds, Legs
from ari_app.calls.person_plan import PersonPlan
from ari_app.calls.recorder import Recorder
from ari_app.calls.short_voice import ShortVoice
from ari_app.calls.signals import AgentGone, ChannelGone, HandedOver, PickedUp, Ringing
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError
from ari_app.core.vocabulary import Disposition
from ari_app.media.link import MediaLink
from ari_app.store.attempts import NotDialed

_log = structlog.get_logger()

# a patient who picked up and hears nothing hangs up: by then the nurse is there, or the sentence begins
SILENT_SECONDS = 1.5
PBX_MARGIN_SECONDS = 5.0
HANG_UP_SECONDS = 10.0


class PersonCall:
    """Runs one such call to its end; nothing of it is left in Asterisk afterwards, however it ends.

    `confirm` is asked right before the patient is dialed and raises NotDialed when that may not be any more. `missed`
    tells after `run` that the nurse was rung and did not take the call.
    """

    def __init__(
        self,
        plan: PersonPlan,
        client: Client,
        journal: Journal,
        clock: Clock,
        link: MediaLink,
        confirm: Callable[[], Awaitable[None]],
    ) -> None:
        self._confirm = confirm
        self._plan, self._journal, self._clock, self._link = plan, journal, clock, link
        self._client = client
        self._legs = Legs(client, client.app, LegIds(plan.attempt, plan.generation))
        self._recorder = Recorder(client, client.app, self._legs.patient, str(plan.attempt))
        self._recording = CallRecording(self._recorder, journal, clock, plan.recording_started_at)
        self._recording_begins: asyncio.Task[None] | None = None
        self._course = Course()
        self._queue = CallQueue(str(plan.attempt), self._course, clock)
        self._voice = ShortVoice(plan.sounds)
        self._talked = False
        self._cause: int | None = None
        self._tech_cause: int | None = None
        self.missed = False

    async def run(self) -> Ending:
        """Dial, or take a living call up, and carry it to its end.

        Raises NotDialed when the attempt may not be dialed any more, Conflict when the call belongs to another
        worker now: its channels are then left alone.
        """
        async with self._queue.fed(self._client, self._legs, self._recorder, lambda _: None):
            return await self._carried()

    async def _carried(self) -> Ending:
        try:
            ending = await (self._take_up() if self._plan.take_up else self._place())
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
            ending = self._broken_off()
        finally:
            await self._let_go()
        await self._recording.keep(self._plan.recordings)
        return ending

    async def _place(self) -> Ending:
        await (self._prepare_after_agent() if self._plan.agent_first else self._prepare())
        if (gone := await self._ring()) is not None:
            return self._course.not_answered(gone)
        self._begin_recording()
        self._journal.answered()
        if self._plan.agent_first:
            self._note_talk()
        elif not await self._connect():
            return await self._part()
        return await self._until_over()

    async def _until_agent(self) -> None:
        """Ring the nurse, who talks first. Raises NotDialed when she does not come."""
        await self._legs.ring_agent(self._plan.agent, self._plan.agent_ring_seconds, self._plan.caller_id)
        until = self._clock.monotonic() + self._plan.agent_ring_seconds + PBX_MARGIN_SECONDS
        while True:
            match await self._queue.next_until(until):
                case HandedOver(result="connected"):
                    return
                case None | HandedOver():
                    self.missed = True
                    raise NotDialed("the agent did not take the call that he had confirmed")
                case _:
                    pass

    async def _prepare(self) -> None:
        await self._confirm()
        await self._journal.dialing()
        await self._make_channels()
        await self._legs.dial(self._plan.ring_seconds + PBX_MARGIN_SECONDS)

    async def _prepare_after_agent(self) -> None:
        """The nurse's phone rings first; nothing is dialed to the patient before the last look.

        His channel is made ahead of hers: Asterisk refuses an id (409) with which that of another channel begins.
        """
        await self._make_channels()
        await self._until_agent()
        await self._legs.join_agent()
        await self._confirm()
        await self._journal.dialing()
        await self._legs.dial(self._plan.ring_seconds + PBX_MARGIN_SECONDS)

    async def _make_channels(self) -> None:
        try:
            told = await self._legs.create(self._plan.endpoint, self._plan.caller_id, self._link.request)
            self._voice.begin(await self._link.connect(told))
        finally:
            self._link.drop()
        await self._legs.join()

    async def _ring(self) -> ChannelGone | None:
        """Until the patient picks up: None; else how the channel went."""
        until = self._clock.monotonic() + self._plan.ring_seconds
        while True:
            match await self._queue.next_until(until):
                case None if self._course.gave_up:
                    return self._gone(None)
                case None | AgentGone():
                    self._course.gave_up = True
                    await self._legs.hang_up_patient()
                    until = self._clock.monotonic() + HANG_UP_SECONDS
                case Ringing() if not self._course.rang:
                    self._course.rang = True
                    self._journal.ringing()
                    await self._tell_agent(rings=True)
                case PickedUp():
                    self._course.answered = True
                    await self._tell_agent(rings=False)
                    return None
                case ChannelGone() as gone:
                    return self._gone(gone)
                case _:
                    pass

    async def _tell_agent(self, *, rings: bool) -> None:
        """A nurse who waits hears that the patient's phone rings."""
        if not self._plan.agent_first:
            return
        agent = self._client.channels.at(self._legs.ids.agent)
        try:
            await (agent.ring() if rings else agent.ringStop())
        except AppError as error:
            _log.info("ringing_not_told", attempt_id=str(self._plan.attempt), code=error.code)

    async def _connect(self) -> bool:
        """Ring the nurse; whether they talk. The patient hears a sentence unless it happens at once."""
        await self._legs.ring_agent(self._plan.agent, self._plan.agent_ring_seconds, self._plan.caller_id)
        now = self._clock.monotonic()
        speak_at: float | None = now + SILENT_SECONDS
        give_up_at = now + self._plan.agent_ring_seconds + PBX_MARGIN_SECONDS
        while True:
            match await self._queue.next_until(min(give_up_at, speak_at or give_up_at)):
                case None if speak_at is not None:
                    speak_at = None
                    await self._voice.say(self._plan.words.one_moment)
                case HandedOver(result="connected"):
                    return await self._join()
                case None | HandedOver():
                    self.missed = True
                    return False
                case ChannelGone() as gone:
                    self._gone(gone)
                    return False
                case _:
                    pass

    async def _join(self) -> bool:
        """Let them talk; a nurse who hung up at once never took the call."""
        await self._voice.fall_silent()
        try:
            await self._legs.join_agent()
        except (NotFound, AriConflict, Unprocessable):
            self.missed = True
            return False
        self._note_talk()
        return True

    def _note_talk(self) -> None:
        """They talk; what they say is on the recording, and written down after the call."""
        self._talked = True
        if self._plan.records and self._plan.transcribes_talk:
            self._journal.talk_began()

    async def _part(self) -> Ending:
        """Nobody came to the phone, or the patient did not wait: the call ends, with an apology where it is heard."""
        if not self._course.is_gone:
            seconds = await self._voice.say(self._plan.words.apology)
            await self._until_gone(self._clock.monotonic() + seconds)
            return await self._hung_up(Disposition.CALLBACK_SCHEDULED)
        return Ending(Disposition.INTERRUPTED, self._cause, self._tech_cause)

    async def _until_over(self) -> Ending:
        """They talk, until one of them hangs up or it lasts too long."""
        until = self._clock.monotonic() + self._plan.longest_seconds
        while not self._course.is_gone:
            match await self._queue.next_until(until):
                case ChannelGone() as gone:
                    self._gone(gone)
                case None | AgentGone():
                    break
                case _:
                    pass
        return await self._hung_up(Disposition.TRANSFERRED)

    async def _take_up(self) -> Ending:
        """A lost worker's call: where they talk it goes on, else it ends."""
        try:
            self._talked = await self._legs.take_up()
        except NotFound:
            return self._broken_off()
        self._course.answered = True
        if not self._plan.answered_is_noted:
            self._journal.answered()
        self._begin_recording()
        if self._talked:
            self._note_talk()
            return await self._until_over()
        return await self._hung_up(Disposition.INTERRUPTED)

    async def _hung_up(self, disposition: Disposition) -> Ending:
        """Hang up, when the patient has not, and wait for the causes."""
        if not self._course.is_gone:
            await self._legs.hang_up_patient()
            await self._until_gone(self._clock.monotonic() + HANG_UP_SECONDS)
        return Ending(disposition, self._cause, self._tech_cause)

    async def _until_gone(self, until: float) -> None:
        while not self._course.is_gone:
            match await self._queue.next_until(until):
                case ChannelGone() as gone:
                    self._gone(gone)
                case None:
                    return
                case _:
                    pass

    def _gone(self, gone: ChannelGone | None) -> ChannelGone:
        self._course.is_gone = True
        gone = gone or ChannelGone(self._clock.monotonic(), None, "its end was not told", None)
        self._cause, self._tech_cause = gone.cause, gone.tech_cause
        return gone

    def _broken_off(self) -> Ending:
        """A fault of ours; what the two talked before stays a talk."""
        return self._course.broken_off(Disposition.TRANSFERRED if self._talked else None)

    def _begin_recording(self) -> None:
        if not self._plan.records:
            return
        recording = self._recording.start(self._legs.entered)
        self._recording_begins = asyncio.create_task(recording, name=f"call-recorder-{self._plan.attempt}")

    async def _let_go(self) -> None:
        await self._voice.close()
        if self._recording_begins is not None:
            self._recording_begins.cancel()
            await asyncio.gather(self._recording_begins, return_exceptions=True)
        await self._recording.close()
        if self._course.is_lost:
            return
        try:
            await self._legs.tear_down()
        except AppError as error:
            _log.warning("tear_down_incomplete", attempt_id=str(self._plan.attempt), code=error.code)
