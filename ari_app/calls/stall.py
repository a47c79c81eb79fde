"""What is said while the database keeps a call waiting."""

from __future__ import annotations

from ari_app.calls.speaker import Speaker
from ari_app.dialogue.commands import Say

FILLER = ("请稍等。",)
APOLOGY = ("不好意思，系统有点慢，请您再等一下。",)


class CachedStallVoice:
    """Says fillers from the cache, over the call's own speaker."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._count = 0

    async def filler(self) -> None:
        """A short sound of patience."""
        await self._say("filler", FILLER)

    async def apology(self) -> None:
        """A sentence that asks for patience."""
        await self._say("apology", APOLOGY)

    async def _say(self, code: str, sentences: tuple[str, ...]) -> None:
        self._count += 1
        await self._speaker.say(Say(f"stall:{self._count}", f"stall_{code}", sentences, interruptible=True))
