"""What is fixed about a call in which a nurse talks, before it is dialed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ari_app.calls.person_words import PersonWords


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One such call.

    `agent` is the nurse's phone as Asterisk dials it; with `agent_first` it rings before the patient's does, and the
    nurse hears how that rings. `sounds` is every sentence of `words` as audio. With `take_up` the call lives already;
    then `recording_started_at` (event loop's clock) is when its recording began.
    `records`: the patient has not refused to be recorded; `transcribes_talk`: what is recorded is to be written down.
    """

    attempt: UUID
    endpoint: str
    caller_id: str
    ring_seconds: float
    longest_seconds: float
    agent: str
    agent_ring_seconds: float
    recordings: Path
    words: PersonWords
    sounds: Mapping[str, bytes]
    agent_first: bool = False
    generation: int = 0
    take_up: bool = False
    recording_started_at: float | None = None
    answered_is_noted: bool = False
    records: bool = True
    transcribes_talk: bool = True
