"""The talk with a patient who picked up: turns signals into dialogue events and does what the dialogue wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import assert_never

import structlog

from ari_app.calls.as_events import AsEvents
from ari_app.calls.conversation import Conversation
from ari_app.calls.ears import Ears
from ari_app.calls.going_on import GoingOn
from ari_app.calls.observer import CallObserver
from ari_app.calls.parting import Parting
from ari_app.calls.patience import Patience
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import (
    BackInReach,
    HandedOver,
    Keyed,
    MachineAnswered,
    OutOfReach,
    Overheard,
    PromptBegan,
    PromptOver,
    Signal,
    Spoke,
    TimerFired,
    TimerKind,
    VoiceBegan,
    VoiceEnded,
)
from ari_app.calls.speaker import Speaker
from ari_app.calls.timers import Timers
from ari_app.core.clock import Clock
from ari_app.core.errors import AppError
from ari_app.dialogue.aside import UNDER_A_NOTICE
from ari_app.dialogue.commands import Command, DestroyRecording, HangUp, Listen, Say, Transfer
from ari_app.dialogue.events import (
    Answered,
    Event,
    HungUp,
    MachineHeard,
    NoInput,
    PromptEnded,
    Reopened,
    TimeIsUp,
    TransferEnded,
)
from ari_app.dialogue.machine import is_unknown_who

_log = structlog.get_logger()

WATCHDOG_SECONDS = 6.0
# how long a call at its longest still goes on for a patient in danger before it is asked again
IN_DANGER_SECONDS = 60.0
# a patient who hears nothing does not wait for longer; what became of the channel is found at the reconnect
OUT_OF_REACH_SECONDS = 60.0

TalkSignal = (
    OutOfReach
    | BackInReach
    | VoiceBegan
    | VoiceEnded
    | Overheard
    | Spoke
    | Keyed
    | PromptBegan
    | PromptOver
    | HandedOver
    | TimerFired
)


@dataclass(frozen=True, slots=True)
class TalkParts:
    """What a talk works with; each part belongs to this call alone."""

    conversation: Conversation
    speaker: Speaker
    ears: Ears
    recorder: Recorder
    timers: Timers
    patience: Patience
    clock: Clock
    observer: CallObserver


class Talk:
    """One owner per piece of state: the dialogue's is the conversation's, the audio's the speaker's."""

    def __init__(
        self,
        parts: TalkParts,
        hang_up: Callable[[], Awaitable[None]],
        transfer: Callable[[], Awaitable[None]],
        join_agent: Callable[[], Awaitable[None]],
        destroy_recording: Callable[[], Awaitable[None]],
    ) -> None:
        self._parts = parts
        self._parting = Parting(parts.ears, parts.speaker, parts.timers, hang_up)
        self._transfer = transfer
        self._join_agent = join_agent
        self._destroy_recording = destroy_recording
        self._open: Listen | None = None
        self._events = AsEvents(parts.recorder, parts.clock)
        self._handed_over = False
        self._out_of_reach = False
        self._was_unheard = False
        self._going_on = GoingOn()

    @property
    def is_handed_over(self) -> bool:
        """Whether a nurse talks with the patient now; the robot only waits for the end."""
        return self._handed_over

    async def begin(self, *, reopened: bool) -> None:
        """The patient is on the line: greet, or ask the open item again after a break."""
        self._parts.ears.open()
        now = self._parts.clock.now()
        await self._happen(Reopened(now) if reopened else Answered(now))
        self._parting.go_on()

    async def take_last(self, signal: Signal) -> None:
        """What was still on its way when the line went: it is stored and its dangers told, but nothing is done."""
        match signal:
            case Overheard():
                await self._parts.conversation.handle(self._events.overheard(signal))
            case Spoke():
                for spoke in self._going_on.take(signal, is_speaking=False):
                    await self._take_last_spoken(spoke)
            case Keyed():
                await self._parts.conversation.handle(self._events.pressed(signal))
            case _:
                pass

    async def _take_last_spoken(self, spoke: Spoke) -> None:
        if spoke.transcript is not None and spoke.transcript.text:
            await self._parts.conversation.handle(self._events.heard(spoke, spoke.transcript))

    async def end(self) -> None:
        """The patient's channel is gone."""
        if (left := self._going_on.left()) is not None:
            await self._take_last_spoken(left)
        await self._parts.conversation.handle(HungUp(self._parts.clock.now()))

    async def handle(self, signal: TalkSignal) -> None:
        """Serve one signal of the call's queue."""
        if self._handed_over:
            return
        match signal:
            case OutOfReach() | BackInReach():
                await self._reach(signal)
            case VoiceBegan():
                self._parts.timers.stop(TimerKind.NO_INPUT)
            case VoiceEnded():
                self._parts.patience.voice_ended()
            case Overheard():
                await self._happen(self._events.overheard(signal))
            case Spoke():
                await self._spoke(signal)
            case Keyed():
                await self._keyed(signal)
            case PromptBegan():
                self._events.prompt_began(signal)
                self._going_on.prompt_began(signal)
            case PromptOver():
                await self._prompt_over(signal)
            case HandedOver():
                await self._transfer_ended(signal)
            case TimerFired():
                await self._timer_fired(signal)
            case _:
                assert_never(signal)
        self._parting.go_on()
        self._watch()

    async def _reach(self, signal: OutOfReach | BackInReach) -> None:
        """What was asked into a dead line, or not answered over one, is asked anew; one that stays dead is left."""
        self._out_of_reach = isinstance(signal, OutOfReach)
        if self._out_of_reach:
            if not self._parts.timers.is_running(TimerKind.RECONNECT):
                self._parts.timers.start(TimerKind.RECONNECT, OUT_OF_REACH_SECONDS)
            return
        if self._parting.is_begun:
            return
        self._parts.timers.stop(TimerKind.RECONNECT)
        if self._was_unheard:
            self._was_unheard = False
            await self._happen(Reopened(self._parts.clock.now()))

    async def _spoke(self, signal: Spoke) -> None:
        for spoke in self._going_on.take(signal, is_speaking=self._parts.ears.is_speaking):
            await self._understood(spoke)

    async def _understood(self, signal: Spoke) -> None:
        self._parts.patience.understood()
        self._was_unheard = False
        transcript = signal.transcript
        if transcript is not None and not transcript.text:
            await self._false_start()
            return
        if transcript is None:
            is_replied = await self._happen(self._events.unheard(signal))
        else:
            waited = round((signal.at - signal.ended_at) * 1000)
            self._parts.observer.patient_said(transcript.text, transcript.confidence, waited, "voice")
            is_replied = await self._happen(self._events.heard(signal, transcript))
        if signal.code == UNDER_A_NOTICE or not (is_replied or self._parting.is_begun):
            # nothing came of it: what gave way to it is said after all
            await self._parts.speaker.take_up_again()
        else:
            self._parts.speaker.forget_interrupted()
        self._wait_for_input()

    async def machine_answered(self, signal: MachineAnswered) -> None:
        """Nothing more is said to a machine than what its ending says: not even the rest of a notice."""
        if self._handed_over or not is_unknown_who(self._parts.conversation.state):
            return
        await self._parts.speaker.fall_silent()
        await self._happen(MachineHeard(self._parts.clock.now(), signal.kind, signal.text))
        self._parting.go_on()

    async def _false_start(self) -> None:
        await self._parts.speaker.take_up_again()
        self._wait_for_input()

    async def _keyed(self, signal: Keyed) -> None:
        self._was_unheard = False
        self._parts.speaker.forget_interrupted()
        self._parts.observer.patient_said(signal.digits, 1.0, 0, "keypad")
        await self._happen(self._events.pressed(signal))
        self._wait_for_input()

    async def _prompt_over(self, signal: PromptOver) -> None:
        self._parts.speaker.prompt_over(signal.command_id)
        self._going_on.prompt_over(signal)
        self._was_unheard = not signal.completed
        await self._happen(self._events.prompt_ended(signal))
        self._wait_for_input()

    async def _transfer_ended(self, signal: HandedOver) -> None:
        self._parts.timers.stop(TimerKind.TRANSFER)
        result = signal.result
        if result == "connected":
            await self._parts.speaker.fall_silent()
            try:
                await self._join_agent()
            except AppError as error:
                _log.warning("agent_not_joined", code=error.code)
                result = "failed"
            else:
                self._parts.timers.stop(TimerKind.NO_INPUT)
                self._handed_over = True
        await self._happen(TransferEnded(self._parts.clock.now(), result))

    async def _timer_fired(self, signal: TimerFired) -> None:
        if not self._parts.timers.is_current(signal):
            return
        if self._out_of_reach and signal.kind in (TimerKind.NO_INPUT, TimerKind.WATCHDOG):
            self._was_unheard = True
            return
        match signal.kind:
            case TimerKind.NO_INPUT:
                # whoever speaks or keys at this moment is not silent; the wait begins anew afterwards
                if not self._parts.ears.is_hearing:
                    await self._happen(NoInput(self._parts.clock.now()))
            case TimerKind.WATCHDOG:
                _log.error("watchdog_fired", open_item=self._open.expectation.code if self._open else None)
                await self._happen(NoInput(self._parts.clock.now()))
            case TimerKind.UNDERSTANDING:
                if not self._parting.is_begun:
                    await self._parts.patience.waited()
            case TimerKind.LONGEST:
                await self._time_is_up()
            case TimerKind.TRANSFER:
                await self._transfer_ended(HandedOver("no_agent", self._parts.clock.monotonic()))
            case TimerKind.LAST_WORD:
                await self._parting.last_word_waited_for()
            case TimerKind.GOODBYE | TimerKind.RING | TimerKind.RECONNECT:
                await self._parting.leave()

    async def _time_is_up(self) -> None:
        await self._happen(TimeIsUp(self._parts.clock.now()))
        if not self._parting.is_begun:
            self._parts.timers.start(TimerKind.LONGEST, IN_DANGER_SECONDS)

    async def _happen(self, event: Event) -> bool:
        """Tell the dialogue and do what it wants; whether that is more than to go on as before."""
        commands = await self._parts.conversation.handle(event)
        says = [command for command in commands if isinstance(command, Say)]
        # before anything is queued, so that a prompt that takes its time to make is not behind its own successor
        await self._parts.speaker.prepare(says)
        if says and not isinstance(event, PromptEnded):
            if self._parts.speaker.may_be_interrupted:
                await self._parts.speaker.fall_silent()
        for command in commands:
            await self._perform(command)
        return bool(commands)

    async def _perform(self, command: Command) -> None:
        match command:
            case Say():
                # what was waited for has come, by voice or key; the wait begins anew when this has been said
                self._parts.timers.stop(TimerKind.NO_INPUT)
                await self._parts.speaker.say(command)
            case Listen():
                self._parting.stay()
                self._open = command
                self._parts.ears.expect(command.expectation)
                self._wait_for_input()
            case Transfer():
                self._parting.stay()
                await self._transfer()
            case DestroyRecording():
                await self._destroy_recording()
            case HangUp():
                self._say_goodbye()
            case _:
                assert_never(command)

    def _say_goodbye(self) -> None:
        self._open = None
        self._parts.ears.expect(None)
        self._parting.begin()

    def _wait_for_input(self) -> None:
        if self._open is None or self._parting.is_begun or self._parts.speaker.is_sounding:
            return
        if not self._parts.ears.is_hearing:
            self._parts.timers.start(TimerKind.NO_INPUT, self._open.no_input_seconds)

    def _watch(self) -> None:
        """No state without a timer: when nothing at all is under way, the watchdog runs."""
        busy = (
            self._parts.speaker.is_sounding
            or self._parts.ears.is_hearing
            or self._parts.timers.is_running(TimerKind.NO_INPUT)
            or self._parting.is_begun
            or self._handed_over
            or self._out_of_reach
        )
        if busy:
            self._parts.timers.stop(TimerKind.WATCHDOG)
        elif not self._parts.timers.is_running(TimerKind.WATCHDOG):
            self._parts.timers.start(TimerKind.WATCHDOG, WATCHDOG_SECONDS)
