"""What one call is made of: its channels, its recording, and once it talks the robot, the conversation and the talk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from ari_app.calls.call_recording import CallRecording
from ari_app.calls.conversation import Conversation, StallVoice
from ari_app.calls.course import Course
from ari_app.calls.journal import END_RETRY_SECONDS, Ending
from ari_app.calls.legs import LegIds, Legs
from ari_app.calls.line_evidence import line_evidence
from ari_app.calls.patience import Patience
from ari_app.calls.plan import CallPlan, CallTools
from ari_app.calls.recorder import Recorder
from ari_app.calls.robot import Robot
from ari_app.calls.signals import Signal
from ari_app.calls.talk import Talk, TalkParts
from ari_app.calls.timers import Timers
from ari_app.core.errors import AppError, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.media.link import ExternalMedia
from ari_app.media.port import MediaPort
from ari_app.policy.audio_quality import AudioQuality, complaints, describe
from ari_app.policy.early_line import UNHEARD, EarlyLine, LineEvidence

_log = structlog.get_logger()

RECORDING_GRACE_SECONDS = 0.15
# a restart of Asterisk or of the network to it; what is left after a longer one is found at the next connect
OUT_OF_REACH_SECONDS = 60.0
TEAR_DOWN_PAUSE_SECONDS = 1.0


class CallParts:
    """Makes the parts of one call when they are needed, and lets go of them."""

    def __init__(self, plan: CallPlan, tools: CallTools, timers: Timers) -> None:
        self._plan = plan
        self._tools = tools
        self._timers = timers
        ids = LegIds(plan.attempt, plan.generation, plan.caller)
        self.legs = Legs(tools.client, tools.client.app, ids)
        self.recorder = Recorder(tools.client, tools.client.app, self.legs.patient, str(plan.attempt))
        self.recording = CallRecording(
            self.recorder,
            tools.journal,
            tools.clock,
            plan.recording_started_at,
            is_refused=plan.recording_refused,
        )
        self.robot: Robot | None = None
        self.talk: Talk | None = None
        self.conversation: Conversation | None = None
        self._starting: asyncio.Task[None] | None = None

    @property
    def outcome(self) -> Disposition | None:
        """How the conversation ended; None when it did not, or never began."""
        return None if self.conversation is None else self.conversation.outcome

    @property
    def is_handed_over(self) -> bool:
        """Whether a nurse took the patient from the robot."""
        return self.talk is not None and self.talk.is_handed_over

    @property
    def quality(self) -> AudioQuality | None:
        """How good the line was, as far as this worker heard it; None when it heard nothing."""
        quality = None if self.robot is None else self.robot.ears.quality
        return quality if quality is not None and quality.heard_seconds else None

    def tell_quality(self) -> None:
        """Show how good the line was; a bad one is told in the log too."""
        if (quality := self.quality) is None:
            return
        self._tools.observer.phase("line", describe(quality))
        for complaint in complaints(quality):
            _log.warning("line_is_bad", attempt_id=str(self._plan.attempt), reason=complaint)
            self._tools.observer.phase("bad line", complaint)

    def converse(self, stall: StallVoice) -> Conversation:
        """Begin the conversation, or go on with the one that a lost worker had begun."""
        plan, tools = self._plan, self._tools
        self.conversation = Conversation(plan.script, plan.state, tools.journal, stall, tools.observer)
        return self.conversation

    async def prepare(self, post: Callable[[Signal], None], transfer: Callable[[], Awaitable[None]]) -> None:
        """Channels, audio and ears: everything that the robot needs to talk."""
        media = await self._open_audio()
        self.robot = robot = Robot(self._plan, media, self._tools, post)
        parts = TalkParts(
            self.converse(robot.stall),
            robot.speaker,
            robot.ears,
            self.recorder,
            self._timers,
            Patience(robot.ears, robot.speaker, self._timers, robot.stall),
            self._tools.clock,
            self._tools.observer,
        )
        self.talk = Talk(parts, self.legs.hang_up_patient, transfer, self._join_agent, self.recording.destroy)
        await self.legs.join()

    async def _join_agent(self) -> None:
        await self.legs.join_agent()
        self.note_talk()

    def note_talk(self) -> None:
        """A nurse talks with the patient: what they say is on the recording, and written down after the call."""
        if self._plan.transcribes_talk:
            self._tools.journal.talk_began()

    async def _open_audio(self) -> MediaPort:
        link = self._tools.new_media_link()
        try:
            return await link.connect(await self._open_legs(link.request))
        finally:
            link.drop()

    async def _open_legs(self, wanted: ExternalMedia) -> str:
        if self._plan.take_up:
            return await self.legs.create_media(wanted)
        if self._plan.caller is not None:
            self._tools.observer.phase("called")
            return await self.legs.receive(wanted)
        self._tools.observer.phase("dialing")
        await self._tools.journal.dialing()
        return await self.legs.create(self._plan.endpoint, self._plan.caller_id, wanted)

    def key_told(self, digit: str) -> None:
        """Asterisk's events told of a key that the patient pressed."""
        if self.robot is not None:
            self.robot.key_told(digit)

    async def start_recording(self) -> None:
        """Begin the recording; the greeting waits for it a moment only."""
        recording = self.recording.start(self.legs.entered)
        self._starting = asyncio.create_task(recording, name=f"call-recorder-{self._plan.attempt}")
        await asyncio.wait({self._starting}, timeout=RECORDING_GRACE_SECONDS)

    async def hear_the_carrier(self) -> None:
        """It is dialed: what sounds from now on is not the patient yet."""
        if self.robot is not None:
            await self.robot.early.begin()

    async def hear_the_patient(self) -> None:
        """It was answered: what sounds from now on is whoever took the call, or what did."""
        if self.robot is not None:
            await self.robot.early.over()
            self.robot.first_audio.begin(self._tools.clock.monotonic())

    @property
    def early_line(self) -> EarlyLine:
        """What was heard before the answer."""
        return UNHEARD if self.robot is None else self.robot.early.told()

    async def evidence(self, course: Course, ending: Ending) -> LineEvidence:
        """Why the attempt has its disposition, with the early media as a file of its own."""
        kept = b"" if self.robot is None else self.robot.early.kept
        return await line_evidence(course, ending, self.early_line, kept, self._plan)

    async def settle(self) -> None:
        """What the database has not taken yet is given a last minute: an answer, a danger, a hand-over."""
        if self.conversation is not None:
            try:
                await self.conversation.settle_within(END_RETRY_SECONDS)
            except Unavailable as error:
                _log.error("call_not_settled", attempt_id=str(self._plan.attempt), reason=error.message)

    async def let_go(self, *, keep_channels: bool) -> None:
        """Leave nothing in Asterisk and no task behind. An Asterisk that is out of reach is waited for.

        `keep_channels` when they are another worker's now.
        """
        is_left = keep_channels or await self._torn_down()
        if self.robot is not None:
            await self.robot.close()
        await self.recording.close()
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        until = self._tools.clock.monotonic() + OUT_OF_REACH_SECONDS
        while not is_left and self._tools.clock.monotonic() < until:
            await asyncio.sleep(TEAR_DOWN_PAUSE_SECONDS)
            is_left = await self._torn_down()

    async def _torn_down(self) -> bool:
        """Whether nothing of the call is in Asterisk any more."""
        try:
            await self.legs.tear_down()
        except AppError as error:
            _log.warning("tear_down_incomplete", attempt_id=str(self._plan.attempt), code=error.code)
            return not isinstance(error, Unavailable)
        return True

    async def close(self) -> None:
        """The call is over and stored, or cannot be."""
        if self.conversation is not None:
            await self.conversation.close()
        await self._tools.journal.close()
