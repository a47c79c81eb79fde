"""A recognizer that needs no model: voice goes in, the text that the test wrote for the open question comes out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from ari_app.core.errors import Unavailable
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import Transcript

CONFIDENCE = 0.95


class ScriptedRecognizer:
    """`texts` maps a question's code to what is understood there; nothing is understood elsewhere.

    Until `fails` is set back, every utterance ends in Unavailable. `heard` lists the questions whose utterances
    were finished, `opened` counts those that were begun. What is understood is told while `may_tell` is set.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.fails = False
        self.heard: list[str] = []
        self.opened = 0
        self.may_tell = asyncio.Event()
        self.may_tell.set()
        self._changed = asyncio.Condition()

    async def reached(self, *, opened: int = 0, heard: int = 0) -> None:
        """Wait until so many utterances have begun, and so many ended."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.opened >= opened and len(self.heard) >= heard)

    async def tell(self) -> None:
        """Something has changed."""
        async with self._changed:
            self._changed.notify_all()

    async def open(self, expectation: Expectation | None) -> ScriptedStream:
        """Begin an utterance."""
        if self.fails:
            raise Unavailable("the scripted recognizer is told to fail")
        self.opened += 1
        await self.tell()
        return ScriptedStream(self, expectation.code if expectation else "")


class ScriptedStream:
    """One utterance: however much was said, the text is the script's."""

    def __init__(self, recognizer: ScriptedRecognizer, code: str) -> None:
        self._recognizer = recognizer
        self._code = code

    async def feed(self, pcm: bytes) -> None:
        """Ignore what was said."""

    async def hypothesis(self) -> Transcript | None:
        """The whole text, as early as asked."""
        return self._transcript(final=False)

    async def finish(self) -> Transcript:
        """The text. Raises Unavailable when the recognizer is told to fail meanwhile."""
        if self._recognizer.fails:
            raise Unavailable("the scripted recognizer is told to fail")
        transcript = self._transcript(final=True)
        self._recognizer.heard.append(self._code)
        await self._recognizer.tell()
        await self._recognizer.may_tell.wait()
        return transcript

    async def close(self) -> None:
        """Nothing is held."""

    def _transcript(self, *, final: bool) -> Transcript:
        text = self._recognizer.texts.get(self._code, "")
        return Transcript(text, text, CONFIDENCE if text else 0.0, final)
