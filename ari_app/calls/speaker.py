"""The mouth of a call: says prompts from the cache, one after the other, and lets itself be interrupted."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Say
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, MediaPort

_log = structlog.get_logger()

SENTENCE_PAUSE_MS = 220


class Speaker:
    """Plays what the dialogue says. Every sentence was synthesized before dialing (`sentences`: text to PCM)."""

    def __init__(self, media: MediaPort, sentences: Mapping[str, bytes]) -> None:
        self._media = media
        self._sentences = sentences
        self._sounding: dict[str, Say] = {}
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

    async def say(self, command: Say) -> None:
        """Queue a prompt behind what is sounding. Raises Unavailable for a sentence that nobody rendered."""
        self._sounding[command.id] = command
        await self._media.play(command.id, self._render(command))

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

    def _render(self, command: Say) -> bytes:
        pause = bytes(SAMPLE_RATE * 2 * SENTENCE_PAUSE_MS // 1000)
        missing = [text for text in command.sentences if text not in self._sentences]
        if missing:
            raise Unavailable(f"{len(missing)} sentence(s) of prompt {command.code} were never rendered")
        pcm = pause.join(self._sentences[text] for text in command.sentences)
        return pcm + bytes(-len(pcm) % FRAME_BYTES)
