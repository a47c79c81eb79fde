"""The transcripts of talks with nurses, with this node's recognizers, detectors and recordings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import aiohttp

from ari_app.jobs.talk_hearing import TalkHearing
from ari_app.jobs.talk_transcripts import TalkSources, TalkTranscripts
from ari_app.speech.routed_recognizer import RoutedRecognizer
from ari_app.wiring.node import Node, further_engines, recognizer_of

# nobody waits for these words
DEADLINE_SECONDS = 30.0


@asynccontextmanager
async def open_transcripts(node: Node) -> AsyncIterator[TalkTranscripts]:
    """What writes them; its recognizers hear living calls first."""
    speech = node.settings.speech.model_copy(update={"asr_deadline_seconds": DEADLINE_SECONDS})
    async with aiohttp.ClientSession() as session:
        recognizer = RoutedRecognizer(
            recognizer_of(session, speech, background=True),
            further_engines(session, speech, background=True),
            speech.engine_for.routes,
            speech.engine_for_language,
        )
        sources = TalkSources(
            worker=node.settings.worker.id,
            recordings=node.settings.call.recordings,
            recognizer_for=recognizer.for_language,
            hot_words_of=speech.hot_words_of,
            zone=ZoneInfo(node.settings.hospital.time_zone),
        )
        hearing = TalkHearing(node.clock.monotonic)
        yield TalkTranscripts(node.store, node.clock, hearing, sources)


async def keep_transcribing(node: Node) -> None:
    """Write them for ever, where the settings want it."""
    if not node.settings.call.transcribe_talks:
        return
    async with open_transcripts(node) as transcripts:
        await transcripts.run()
