"""The mouth of a call: says prompts from the cache, one after the other, and lets itself be interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import numpy as np
import structlog

from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Pace, Say
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, MediaPort
from ari_app.speech.slow_speech import slower

_log = structlog.get_logger()

_BYTES_PER_MS = SAMPLE_RATE * 2 // 1000
# rendered sentences begin with up to a tenth of a second of nothing, which the patient would wait through
_SOUND = 100
_MOST_LEAD = SAMPLE_RATE // 5
_KEPT_LEAD = SAMPLE_RATE // 100


class Speaker:
    """Plays what the dialogue says. Every sentence was synthesized before dialing (`sentences`: text to PCM).

    `slow` holds the slow form of those that were expected to be said slowly; others are made when a patient asks
    for it, and kept for the call.
    """

    def __init__(
        self, media: MediaPort, sentences: Mapping[str, bytes], slow: Mapping[str, bytes] | None = None
    ) -> None:
        self._media = media
        self._sentences = sentences
        self._slow = dict(slow or {})
        self._sounding: dict[str, Say] = {}
        self._audio: dict[str, bytes] = {}
        self._interrupted: tuple[Say, ...] = ()

    @property
    def is_sounding(self) -> bool:
        """Whether anything is being said or about to be."""
        return bool(self._sounding)

    @property
    def may_be_interrupted(self) -> bool:
        """Whether all that is sounding lets itself be interrupted."""
        return all(say.interruptible for say in self._sounding.values())

    @property
    def notices(self) -> tuple[str, ...]:
        """The ids of what is sounding or about to and may not be interrupted."""
        return tuple(say.id for say in self._sounding.values() if not say.interruptible)

    def is_notice(self, command_id: str) -> bool:
        """Whether a prompt that is sounding may not be interrupted."""
        return command_id in self.notices

    @property
    def seconds_queued(self) -> float:
        """How long all that is sounding or waits to sound lasts, from the start of the first."""
        return sum(len(pcm) for pcm in self._audio.values()) / (SAMPLE_RATE * 2)

    @property
    def was_interrupted(self) -> bool:
        """Whether prompts gave way to a patient of whom it is not known yet what was said."""
        return bool(self._interrupted)

    def audio_of(self, command_id: str) -> bytes:
        """The sound of a prompt that sounds or waits to; empty for others."""
        return self._audio.get(command_id, b"")

    async def prepare(self, commands: Iterable[Say]) -> None:
        """Make the slow sentences that are lacking, in a thread; `say` does it too.

        What may not be interrupted is urgent: nothing waits for that, and it sounds at the usual pace instead.
        """
        commands = tuple(commands)
        if not all(command.interruptible for command in commands):
            return
        wanted = {text for command in commands for text in _slow_in(command)}
        missing = [text for text in wanted if text not in self._slow and text in self._sentences]
        if missing:
            made = await asyncio.to_thread(lambda: {text: slower(self._sentences[text]) for text in missing})
            self._slow.update(made)

    async def say(self, command: Say) -> None:
        """Queue a prompt behind what is sounding. Raises Unavailable for a sentence that nobody rendered."""
        await self.prepare((command,))
        pcm = self._render(command)
        self._sounding[command.id] = command
        self._audio[command.id] = pcm
        await self._media.play(command.id, pcm)

    async def fall_silent(self) -> None:
        """Stop at once and forget what was left to say."""
        self._interrupted = ()
        if self._sounding:
            await self._media.flush()

    async def give_way(self) -> bool:
        """Stop for a patient who speaks, where the prompts allow it; `take_up_again` can say it anew."""
        if not self._sounding or not self.may_be_interrupted:
            return False
        self._interrupted = tuple(self._sounding.values())
        await self._media.flush()
        return True

    async def take_up_again(self) -> None:
        """After a false start: say what was cut off once more, and what was to follow it."""
        interrupted, self._interrupted = self._interrupted, ()
        if self._sounding:
            return
        for say in interrupted:
            _log.info("prompt_resumed", command_id=say.id)
            await self.say(say)

    def forget_interrupted(self) -> None:
        """The patient did say something: the interrupted prompts are not needed any more."""
        self._interrupted = ()

    def prompt_over(self, command_id: str) -> None:
        """A prompt stopped sounding."""
        self._sounding.pop(command_id, None)
        self._audio.pop(command_id, None)

    def _render(self, command: Say) -> bytes:
        missing = [text for text in command.sentences if text not in self._sentences]
        if missing:
            raise Unavailable(f"{len(missing)} sentence(s) of prompt {command.code} were never rendered")
        parts: list[bytes] = []
        for text, delivery in command.spoken:
            if parts:
                parts.append(bytes(_BYTES_PER_MS * delivery.pause_ms))
            usual = self._sentences[text]
            sound = self._slow.get(text, usual) if delivery.pace is Pace.SLOW else usual
            parts.append(sound if parts else _without_lead(sound))
        pcm = b"".join(parts)
        return pcm + bytes(-len(pcm) % FRAME_BYTES)


def _slow_in(command: Say) -> list[str]:
    return [text for text, delivery in command.spoken if delivery.pace is Pace.SLOW]


def _without_lead(pcm: bytes) -> bytes:
    """A sentence from 10 ms before its first sound on."""
    lead = np.abs(np.frombuffer(pcm[: 2 * _MOST_LEAD], "<i2").astype(np.int32)) >= _SOUND
    first = int(lead.argmax()) if lead.any() else 0
    return pcm[2 * max(0, first - _KEPT_LEAD) :]
