"""What a call is given before it begins: its plan, and the worker's parts it works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from ari_app.ari.client import Client
from ari_app.calls.journal import Journal
from ari_app.calls.observer import CallObserver
from ari_app.core.clock import Clock
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.media.echo import EchoCanceller
from ari_app.media.link import MediaLink
from ari_app.media.vad import VoiceDetector
from ari_app.policy.line_outcome import AS_USUAL, CauseMapping
from ari_app.speech.port import Recognizer


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What is fixed about a call before it is dialed.

    `slow_sentences` are the slow forms of those that may have to be said slowly without waiting.
    `cause_mapping` is what the trunk's codes mean.
    `transcribes_talk`: what patient and nurse say to each other is to be written down.
    With `take_up` the call lives already and nothing is dialed; then `recording_started_at` (event loop's clock)
    is when its recording began, `recording_refused` tells that the patient wants none, and `answered_is_noted`
    that the store knows of the answer. `caller` is the channel of a patient who called: nothing is dialed either.
    """

    attempt: UUID
    endpoint: str
    caller_id: str
    ring_seconds: float
    longest_seconds: float
    agent: str | None
    agent_ring_seconds: float
    recordings: Path
    script: Script
    state: State
    sentences: Mapping[str, bytes]
    slow_sentences: Mapping[str, bytes] = field(default_factory=dict)
    generation: int = 0
    take_up: bool = False
    recording_started_at: float | None = None
    recording_refused: bool = False
    answered_is_noted: bool = False
    cause_mapping: CauseMapping = AS_USUAL
    caller: str | None = None
    transcribes_talk: bool = True


@dataclass(frozen=True, slots=True)
class CallTools:
    """The worker's parts that a call uses."""

    client: Client
    recognizer: Recognizer
    journal: Journal
    observer: CallObserver
    clock: Clock
    new_media_link: Callable[[], MediaLink]
    detector: VoiceDetector
    echo: EchoCanceller
