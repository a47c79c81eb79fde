"""The transcripts of talks between patients and nurses: due when a call has ended, written whole, or left out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import structlog

from ari_app.core.clock import Clock
from ari_app.core.errors import AppError, Conflict, Damaged
from ari_app.dialogue.events import Heard
from ari_app.dialogue.told_nurse import signs_told
from ari_app.jobs.talk_hearing import RecognizerBusy, RecordedTalk, Said, TalkHearing
from ari_app.language.danger_by_sound import sounds_like
from ari_app.language.redaction import redact_full_ids
from ari_app.media.recording import Side
from ari_app.speech.port import Recognizer
from ari_app.store import person_talks
from ari_app.store.person_talks import DueTalk, LeftOut, TalkTurn
from ari_app.store.pool import Store

_log = structlog.get_logger()

LOOK_SECONDS = 10.0
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
# with the pauses between them they reach into the night, when nobody is called
MOST_TRIES = 18
# a span ends where the recognizer was sure of a voice; the last sound of it may go on for a little
HEARD_MARGIN_MS = 300


@dataclass(frozen=True, slots=True)
class TalkSources:
    """Whose talks are written, and what with.

    `recognizer_for` gives what hears a patient's language behind everybody else (None: Mandarin), `hot_words_of` the
    names that a questionnaire's free answers may hold, `zone` is the hospital's time.
    """

    worker: str
    recordings: Path
    recognizer_for: Callable[[str | None], Recognizer]
    hot_words_of: Callable[[str], tuple[str, ...]]
    zone: tzinfo


class TalkTranscripts:
    """Writes one transcript after the other; what is stopped in the middle is due as before."""

    def __init__(self, store: Store, clock: Clock, hearing: TalkHearing, sources: TalkSources) -> None:
        self._store = store
        self._clock = clock
        self._hearing = hearing
        self._sources = sources

    async def run(self) -> None:
        """Look for due ones for ever. A failure is logged, and nothing of a living call waits for this."""
        while True:
            try:
                if await self.write_next():
                    continue
            except AppError as error:
                _log.warning("talks_not_transcribed", code=error.code, reason=error.message)
            await asyncio.sleep(LOOK_SECONDS)

    async def write_next(self) -> bool:
        """Deal with the talk that has been due the longest; False when none is due. Raises Unavailable."""
        async with self._store.unit_of_work() as uow:
            talk = await person_talks.next_due(uow, self._sources.worker, self._clock.now())
        if talk is None:
            return False
        try:
            await self._write(talk)
        except Conflict as error:
            _log.info("talk_settled_already", attempt_id=str(talk.call.attempt_id), reason=error.message)
        except Damaged as error:
            _log.error("talk_not_readable", attempt_id=str(talk.call.attempt_id), reason=error.message)
            await self._leave_out(talk, LeftOut.DAMAGED)
        except RecognizerBusy as error:
            await self._put_off(talk, LeftOut.RECOGNIZER_AWAY, error.message)
        except AppError:
            raise
        except Exception:
            # one that cannot be dealt with keeps neither the others nor any call from going on
            _log.exception("talk_failed", attempt_id=str(talk.call.attempt_id))
            await self._put_off(talk, LeftOut.DAMAGED, "an error of ours")
        return True

    async def _write(self, talk: DueTalk) -> None:
        path = self._sources.recordings / (talk.recording_path or f"{talk.call.attempt_id}.wav")
        if talk.is_refused:
            await self._leave_out(talk, LeftOut.REFUSED)
        elif talk.recording_started_at is None:
            await self._leave_out(talk, LeftOut.NOT_RECORDED)
        elif not path.exists():
            # an Asterisk that was out of reach may still keep it
            await self._put_off(talk, LeftOut.NOT_RECORDED, "its recording is not there")
        else:
            await self._transcribe(talk, path, talk.recording_started_at)

    async def _transcribe(self, talk: DueTalk, path: Path, started_at: datetime) -> None:
        joined_ms = max(0, round((talk.began_at - started_at).total_seconds() * 1000))
        # what the patient said while he waited for the nurse was answered by nobody, and is stored nowhere yet
        since_ms = min(talk.heard_until_ms + HEARD_MARGIN_MS, joined_ms) if talk.heard_until_ms else joined_ms
        recognizers = {
            Side.PATIENT: self._sources.recognizer_for(talk.language),
            Side.AGENT: self._sources.recognizer_for(None),
        }
        hot_words = self._sources.hot_words_of(talk.questionnaire)
        heard = await self._hearing.hear(RecordedTalk(path, since_ms, joined_ms), recognizers, hot_words)
        turns = [turn for said in heard if (turn := self._turn(said, started_at)) is not None]
        unheard = sum(said.transcript is None for said in heard)
        async with self._store.unit_of_work() as uow:
            await person_talks.write(uow, talk.call, turns, unheard, self._clock.now())
        _log.info("talk_transcribed", attempt_id=str(talk.call.attempt_id), turns=len(turns), unheard=unheard)

    def _turn(self, said: Said, started_at: datetime) -> TalkTurn | None:
        transcript = said.transcript
        if transcript is None or not transcript.text:
            return None
        said_at = started_at + timedelta(milliseconds=said.span.start_ms)
        is_patient = said.side is Side.PATIENT
        heard = Heard(
            said_at,
            transcript.text,
            transcript.raw_text,
            transcript.confidence,
            said.span,
            transcript.alternatives,
            by_sound=sounds_like(transcript.raw_text),
        )
        signs = signs_told(heard, said_at.astimezone(self._sources.zone)) if is_patient else ()
        return TalkTurn(
            "patient" if is_patient else "agent",
            redact_full_ids(transcript.text),
            redact_full_ids(transcript.raw_text),
            transcript.confidence,
            said.span,
            said_at,
            tuple(sign.value for sign in signs),
        )

    async def _put_off(self, talk: DueTalk, reason: LeftOut, why: str) -> None:
        if talk.tries + 1 >= MOST_TRIES:
            await self._leave_out(talk, reason)
            return
        pause = min(FIRST_PAUSE * 2**talk.tries, LONGEST_PAUSE)
        async with self._store.unit_of_work() as uow:
            await person_talks.put_off(uow, talk.call.call_id, self._clock.now() + pause)
        _log.info("talk_put_off", attempt_id=str(talk.call.attempt_id), reason=why)

    async def _leave_out(self, talk: DueTalk, reason: LeftOut) -> None:
        async with self._store.unit_of_work() as uow:
            await person_talks.leave_out(uow, talk.call.call_id, reason, self._clock.now())
        _log.info("talk_left_out", attempt_id=str(talk.call.attempt_id), reason=reason.value)
