"""Several voices in order: the first that can speak a sentence does."""

from __future__ import annotations

from ari_app.core.errors import Unavailable
from ari_app.speech.voices import PromptVoice


class VoiceChain:
    """A voice made of others; a hospital's recordings stand before a synthetic voice."""

    def __init__(self, voices: tuple[PromptVoice, ...]) -> None:
        self._voices = voices

    def fingerprint(self, text: str) -> str | None:
        """That of the voice that would speak."""
        return next((mark for one in self._voices if (mark := one.fingerprint(text)) is not None), None)

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """By the first voice that can; raises Unavailable when none does."""
        for one in self._voices:
            if one.fingerprint(text) is not None:
                return await one.synthesize(text, voice=voice, speed=speed)
        raise Unavailable("no voice can speak this sentence")

    async def close(self) -> None:
        """Close every voice."""
        for one in self._voices:
            await one.close()
