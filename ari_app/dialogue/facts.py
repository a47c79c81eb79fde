"""What a turn established and the store keeps, as data. Written in the same transaction as the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    ConsentKind,
    Disposition,
    FollowUpAction,
    IdentityFactor,
    InputSource,
    MessageTemplate,
    MissingReason,
    Priority,
)
from ari_app.dialogue.events import Span
from ari_app.language.understanding import Value


@dataclass(frozen=True, slots=True)
class RobotSaid:
    """The robot began to say something; `command_id` joins it to the PromptHeard that follows."""

    at: datetime
    command_id: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class PromptHeard:
    """How much of a prompt sounded at the patient's side."""

    at: datetime
    command_id: str
    heard_ms: int
    completed: bool
    span: Span | None


@dataclass(frozen=True, slots=True)
class PatientSaid:
    """The patient said or keyed something while `code` was open. `text` is already redacted of full ids."""

    at: datetime
    code: str
    text: str
    raw_text: str
    confidence: float
    source: InputSource
    span: Span | None
    intent: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """An item has a value, with its evidence. A later one for the same item replaces it."""

    at: datetime
    link_id: str
    value: Value
    unit: str | None
    status: AnswerStatus
    confidence: float
    text: str
    source: InputSource
    span: Span | None
    times_asked: int


@dataclass(frozen=True, slots=True)
class AnswerMissing:
    """An item has no value, and why."""

    at: datetime
    link_id: str
    reason: MissingReason
    times_asked: int


@dataclass(frozen=True, slots=True)
class ScoreComputed:
    """A scale's total and its band."""

    at: datetime
    code: str
    value: float
    band: str | None


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """The patient agreed to or refused something, in his own words."""

    at: datetime
    kind: ConsentKind
    granted: bool
    text_version: str
    text: str
    source: InputSource
    span: Span | None


@dataclass(frozen=True, slots=True)
class ConsentTakenBack:
    """What sounded like an agreement was none: the patient went on after a pause."""

    at: datetime
    kind: ConsentKind


@dataclass(frozen=True, slots=True)
class IdentityChecked:
    """A factor was compared with what is stored; the given value itself is not kept."""

    at: datetime
    factor: IdentityFactor
    matched: bool
    span: Span | None


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """Somebody must look at this by `due_at`."""

    at: datetime
    code: AlertCode
    priority: Priority
    sla_minutes: int
    due_at: datetime
    link_id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ActionRequested:
    """The call asks for something to be done, by the system or by a person."""

    at: datetime
    action: FollowUpAction
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class MessagePromised:
    """The patient gets a message; once in a call, however often it is promised."""

    at: datetime
    template: MessageTemplate


@dataclass(frozen=True, slots=True)
class NoteSentence:
    """One sentence of a note, its section (S, O, A, P) and the items it rests on."""

    section: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """The note of the call, made from the answers only."""

    at: datetime
    style: str
    sentences: tuple[NoteSentence, ...]
    key_findings: tuple[str, ...]
    risk_level: str
    next_action: str


@dataclass(frozen=True, slots=True)
class CallConcluded:
    """The dialogue is over, and how."""

    at: datetime
    disposition: Disposition


Fact = (
    RobotSaid
    | PromptHeard
    | PatientSaid
    | AnswerRecorded
    | AnswerMissing
    | ScoreComputed
    | ConsentRecorded
    | ConsentTakenBack
    | IdentityChecked
    | AlertRaised
    | ActionRequested
    | MessagePromised
    | NoteWritten
    | CallConcluded
)
