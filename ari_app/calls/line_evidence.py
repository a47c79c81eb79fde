"""The evidence of one attempt's line: its signals together, and its early media kept apart from the talk."""

from __future__ import annotations

import asyncio
import wave
from dataclasses import replace
from pathlib import Path

import structlog

from ari_app.calls.course import Course
from ari_app.calls.journal import Ending
from ari_app.calls.plan import CallPlan
from ari_app.media.port import SAMPLE_RATE
from ari_app.media.resample import Resampler
from ari_app.policy.early_line import EarlyLine, LineEvidence

_log = structlog.get_logger()

LINE_RATE = 8_000


async def line_evidence(
    course: Course, ending: Ending, early: EarlyLine, pcm: bytes, plan: CallPlan
) -> LineEvidence:
    """All that is known of the line; `pcm` (16 kHz) is stored as a file. Never raises for that."""
    recording = f"{plan.attempt}-early.wav" if pcm else None
    if recording is not None:
        try:
            await asyncio.to_thread(_write, plan.recordings / recording, pcm)
        except OSError as error:
            _log.error("early_media_not_kept", attempt_id=str(plan.attempt), reason=str(error))
            recording = None
    if (machine := course.machine) is not None:
        early = replace(early, announced=machine.kind, phrase=machine.phrase, words=machine.text)
    return LineEvidence(
        decided_by=ending.decided_by,
        early=early,
        saw_ringing=course.rang,
        our_timeout=course.gave_up and not course.is_hopeless,
        cause=ending.hangup_cause,
        cause_text=ending.cause_text,
        tech_cause=ending.tech_cause,
        recording=recording,
    )


def _write(path: Path, pcm: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(LINE_RATE)
        file.writeframes(Resampler(SAMPLE_RATE, LINE_RATE).feed(pcm))
