"""The robot's side of a call: the audio path with its mouth, and the ears that run beside the call's queue."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from ari_app.calls.early_media import EarlyMedia
from ari_app.calls.ears import Ears
from ari_app.calls.first_audio import FirstAudio
from ari_app.calls.plan import CallPlan, CallTools
from ari_app.calls.signals import ChannelGone, MediaLost, PromptOver, Signal
from ari_app.calls.speaker import Speaker
from ari_app.calls.stall import CachedStallVoice
from ari_app.core.errors import AppError
from ari_app.media.port import MediaPort

_log = structlog.get_logger()

# the longest that the last words may take
FAREWELL_SECONDS = 15.0
# what the recognizer may still need for words that were said right before the hang-up
LAST_WORDS_SECONDS = 4.0


class Robot:
    """Speaks and hears on one media connection until it is closed; what is heard goes to `post`."""

    def __init__(
        self,
        plan: CallPlan,
        media: MediaPort,
        tools: CallTools,
        post: Callable[[Signal], None],
    ) -> None:
        self._name = str(plan.attempt)
        self._media = media
        self._post = post
        self._monotonic = tools.clock.monotonic
        self.speaker = Speaker(media, plan.sentences, plan.slow_sentences)
        self.stall = CachedStallVoice(self.speaker)
        self.early = EarlyMedia(media, tools.recognizer, tools.detector, post, self._monotonic)
        self.first_audio = FirstAudio(post)
        self.ears = Ears(
            media,
            tools.recognizer,
            self.speaker,
            tools.detector,
            tools.echo,
            self.first_audio.pass_on,
            self._monotonic,
        )
        self.ears.before_answer = None if plan.take_up else self.early
        self._listening = asyncio.create_task(self._listen(), name=f"call-ears-{plan.attempt}")
        self._listening.add_done_callback(self._ears_ended)

    async def _listen(self) -> None:
        with structlog.contextvars.bound_contextvars(attempt_id=self._name):
            await self.ears.run()

    async def say_farewell(self, queue: asyncio.Queue[Signal]) -> None:
        """Say that the call cannot go on, to the end of the words; serves the call's queue meanwhile. Never raises."""
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self.stall.farewell()
                while self.speaker.is_sounding:
                    match await queue.get():
                        case PromptOver(command_id=command_id):
                            self.speaker.prompt_over(command_id)
                        case ChannelGone() | MediaLost():
                            return
                        case _:
                            pass
        except (AppError, TimeoutError) as error:
            _log.warning("farewell_not_said", attempt_id=self._name, reason=str(error))

    async def hear_out(
        self, queue: asyncio.Queue[Signal], take_last: Callable[[Signal], Awaitable[None]]
    ) -> None:
        """Whoever says "I cannot breathe" and hangs up is still heard: what was on its way goes to `take_last`.

        Raises what `take_last` raises.
        """
        self.ears.finish()
        try:
            async with asyncio.timeout(LAST_WORDS_SECONDS):
                while self._is_hearing or not queue.empty():
                    await take_last(await queue.get())
        except TimeoutError:
            _log.warning("last_words_lost", attempt_id=self._name)

    @property
    def _is_hearing(self) -> bool:
        """Whether last words can still come: from ears that failed none do."""
        return self.ears.is_hearing and not self._listening.done()

    def key_told(self, digit: str) -> None:
        """Asterisk's events told of a key that the patient pressed."""
        self._media.key_told(digit)

    async def close(self) -> None:
        """Let go of the audio."""
        await self.early.close()
        await self._media.close()
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    def _ears_ended(self, task: asyncio.Task[None]) -> None:
        """A robot that hears nothing must not go on."""
        if task.cancelled() or (failure := task.exception()) is None:
            return
        _log.error("call_ears_failed", attempt_id=self._name, exc_info=failure)
        self._post(MediaLost(self._monotonic()))
