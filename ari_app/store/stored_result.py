"""What is kept of one call, decrypted: for the screen, for webhooks, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.vocabulary import AnswerSource
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import NoteSentence
from ari_app.language.understanding import Value
from ari_app.policy.audio_quality import AudioQuality


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One thing said. Confidence and intent are the patient's alone, `heard_ms` the robot's."""

    turn: int
    speaker: str
    code: str
    command_id: str | None
    text: str = field(repr=False)
    raw_text: str | None = field(repr=False)
    confidence: float | None
    source: str | None
    intent: str | None
    flags: tuple[str, ...]
    span: Span | None
    heard_ms: int | None
    completed: bool | None
    latency_ms: int | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The current answer of an item, with its evidence."""

    id: UUID
    link_id: str
    value: Value = field(repr=False)
    unit: str | None
    status: str
    confidence: float
    text: str = field(repr=False)
    source: str
    span: Span | None
    times_asked: int
    parser_version: str
    answered_at: datetime

    @property
    def filled_by(self) -> str:
        """Whose work it is: `ai` for what the robot understood, `human` for what a nurse wrote down."""
        return "human" if self.source == AnswerSource.PERSON else "ai"


@dataclass(frozen=True, slots=True)
class StoredMissing:
    """An item without a value."""

    link_id: str
    reason: str
    times_asked: int


@dataclass(frozen=True, slots=True)
class StoredScore:
    """A scale's total."""

    code: str
    value: float
    band: str | None


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert and how far it has come."""

    id: UUID
    code: str
    priority: str
    sla_minutes: int
    link_id: str | None
    reason: str = field(repr=False)
    state: str
    raised_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class StoredConsent:
    """What was agreed to or refused, in the patient's words; one that was taken back is none."""

    kind: str
    granted: bool
    text_version: str
    text: str = field(repr=False)
    source: str
    span: Span | None
    audio_ref: str | None
    given_at: datetime
    taken_back_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether it was agreed to, and not taken back."""
        return self.granted and self.taken_back_at is None


@dataclass(frozen=True, slots=True)
class StoredIdentityCheck:
    """A factor and whether it matched."""

    factor: str
    matched: bool
    span: Span | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class StoredAction:
    """What was asked to be done."""

    action: str
    detail: str | None = field(repr=False)
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class StoredNote:
    """The current note."""

    style: str
    sentences: tuple[NoteSentence, ...] = field(repr=False)
    key_findings: tuple[str, ...] = field(repr=False)
    next_action: str = field(repr=False)
    risk_level: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPersonResult:
    """How the call went, as the nurse who talked wrote it down."""

    disposition: str
    note: str | None = field(repr=False)
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredResult:
    """All that is kept of one call. Times are UTC, spans milliseconds from `recording_started_at`.

    `disposition` is None while the call goes on; `risk_level` is the highest of the note's and the alerts'.
    `earlier_answers` were given in the calls that this one went on with, and stand; their spans are in those
    calls' recordings and not told here.
    """

    call_id: UUID
    organization_id: UUID
    attempt_id: UUID
    attempt_number: int
    attempt_state: str
    call_status: str
    disposition: str | None
    hangup_cause: int | None
    tech_cause: str | None
    contact_external_id: str
    patient_external_id: str
    encounter_external_id: str | None
    questionnaire_code: str
    questionnaire_version: str
    plan_day: str | None
    engine_version: str
    answered_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    recording_path: str | None
    recording_started_at: datetime | None
    recording_destroyed_at: datetime | None
    turns: tuple[StoredTurn, ...]
    answers: tuple[StoredAnswer, ...]
    missing: tuple[StoredMissing, ...]
    scores: tuple[StoredScore, ...]
    alerts: tuple[StoredAlert, ...]
    consents: tuple[StoredConsent, ...]
    identity_checks: tuple[StoredIdentityCheck, ...]
    actions: tuple[StoredAction, ...]
    note: StoredNote | None
    rules_version: str | None = None
    prompts_version: str | None = None
    wording_variant: str | None = None
    order_variant: str | None = None
    item_order: tuple[str, ...] | None = None
    audio_quality: AudioQuality | None = None
    earlier_answers: tuple[StoredAnswer, ...] = ()
    person: StoredPersonResult | None = None

    @property
    def risk_level(self) -> str:
        """P1, P2, P3 or none: the highest of the note's and the alerts', which may be raised after the note."""
        noted = () if self.note is None else (self.note.risk_level,)
        return min((*noted, *(alert.priority for alert in self.alerts)), default="none")
