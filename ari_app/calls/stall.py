"""What is said while the database keeps a call waiting, and when it stays away."""

from __future__ import annotations

from ari_app.calls.speaker import Speaker
from ari_app.dialogue.commands import Say

FILLER = ("请稍等。",)
APOLOGY = ("不好意思，系统有点慢，请您再等一下。",)
FAREWELL = (
    "非常抱歉，系统出了点问题，今天先到这里。",
    "如果您很不舒服，请马上拨打幺二零。",
    "我们会再联系您，再见。",
)
STALL_SENTENCES = frozenset({*FILLER, *APOLOGY, *FAREWELL})


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

    async def farewell(self) -> None:
        """A goodbye in place of what is being said: the call cannot go on."""
        await self._speaker.fall_silent()
        await self._say("farewell", FAREWELL, interruptible=False)

    async def _say(self, code: str, sentences: tuple[str, ...], *, interruptible: bool = True) -> None:
        self._count += 1
        await self._speaker.say(Say(f"stall:{self._count}", f"stall_{code}", sentences, interruptible))


class NoStallVoice:
    """Says nothing: a nurse talks with the patient, or nobody does."""

    async def filler(self) -> None:
        """Stay silent."""

    async def apology(self) -> None:
        """Stay silent."""
