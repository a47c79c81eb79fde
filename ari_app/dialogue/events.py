"""What can happen in a call, as the dialogue sees it. Every event carries its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ari_app.core.vocabulary import Disposition, Flag


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the recording something is: milliseconds since the recording started, end exclusive."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The patient's phone was picked up and media flows."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """The turn right before, said to the question `code` and already acted on: only a breath parts it from this one."""

    code: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The patient finished saying something.

    `text` is what the recognizer settled on, `raw_text` what it heard before any matching; `confidence` 0..1
    speaks of the hearing alone. `code` names the question that was open when it began: what was said to one that is
    settled by now, or ("") under a notice that nobody may interrupt, answers no later question. None: the open one.
    `by_sound` are the dangers that the words only sound like, whatever they are; `suspected` those that are too
    unsure for that: they are worth a question and no more. `before` is the turn that this one may go on with: the
    patient paused, and began again before he could hear the reply.
    """

    at: datetime
    text: str
    raw_text: str
    confidence: float
    span: Span | None = None
    alternatives: tuple[str, ...] = ()
    code: str | None = None
    by_sound: tuple[Flag, ...] = ()
    suspected: tuple[Flag, ...] = ()
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Unheard:
    """The patient finished saying something, and the recognizer was away or behind; `code` as in Heard."""

    at: datetime
    span: Span | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class HeardPartial:
    """An unfinished hypothesis: only the danger net looks at it."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class MachineHeard:
    """What answered is no person: it said `text`, a full phrase that tells `kind`, to its end or not yet."""

    at: datetime
    kind: Disposition
    text: str


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """The patient finished keying digits; `code` as in Heard."""

    at: datetime
    digits: str
    span: Span | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class NoInput:
    """A listening time passed without speech or keys."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """A prompt stopped sounding: to its true end, or cut short after `heard_ms`."""

    at: datetime
    command_id: str
    heard_ms: int
    completed: bool
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class HungUp:
    """The patient's channel is gone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """A hand-over was tried: an agent took it, none was free, or it failed."""

    at: datetime
    result: Literal["connected", "no_agent", "failed"]


@dataclass(frozen=True, slots=True)
class Reopened:
    """A worker took the living call up again after a break: what was open is asked or said anew."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TimeIsUp:
    """The call has lasted as long as a call may.

    It is led to a goodbye, except while a patient in danger is being helped: then nothing is commanded, and the
    event is to come again later.
    """

    at: datetime


Event = (
    Answered
    | Heard
    | Unheard
    | HeardPartial
    | MachineHeard
    | KeysPressed
    | NoInput
    | PromptEnded
    | HungUp
    | TransferEnded
    | Reopened
    | TimeIsUp
)
