"""Where a conversation stands: a value that can be written to JSON between any two turns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ari_app.core.errors import Damaged
from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    Disposition,
    Flag,
    MissingReason,
    Priority,
)
from ari_app.dialogue.events import Span
from ari_app.language.understanding import Value

SCHEMA = 1


class Stage(StrEnum):
    """The part of the conversation that is open."""

    RINGING = "ringing"
    CONSENT = "consent"
    PERSON = "person"
    HANDOVER = "handover"
    VERIFY = "verify"
    DATA_CONSENT = "data_consent"
    ITEMS = "items"
    CLOSING = "closing"
    LATER = "later"
    CALLS_WISH = "calls_wish"
    SUSPICION = "suspicion"
    CRISIS = "crisis"
    TRANSFER = "transfer"
    OVER = "over"


class TransferReason(StrEnum):
    """Why a person was asked for; it decides what follows when none is free."""

    ASKED = "asked"
    WOUND = "wound"
    EMERGENCY = "emergency"
    SELF_HARM = "self_harm"


@dataclass(frozen=True, slots=True)
class Answer:
    """A settled answer."""

    link_id: str
    value: Value
    unit: str | None
    status: AnswerStatus


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that stays without a value, and why."""

    link_id: str
    reason: MissingReason


@dataclass(frozen=True, slots=True)
class Pending:
    """A value that was read back and waits for a yes, with where it was said."""

    value: Value
    unit: str | None
    confidence: float
    text: str
    span: Span | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert that was raised in this call."""

    code: AlertCode
    priority: Priority
    link_id: str | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A total or a band that the answers allow."""

    code: str
    value: float | str


@dataclass(frozen=True, slots=True)
class State:
    """The whole state. `turn` grows with every step that is stored; `open_code` is the open question.

    `times_asked`, `silences`, `unclear`, `low`, `pauses`, `cry_doubted`, `cry_begun`, `pending` and `half` speak of the
    open question alone; `half` is the said part of an answer that has two. `wrong` counts identity answers that did not
    match, `restarts` how often somebody else came to the phone and was greeted. `net_caught` is set when an unfinished
    utterance was already acted on. `verified` tells that whoever speaks now passed the identity check,
    `identified` that somebody in this call did. `doubts_death` is set when the verified patient himself seems to
    have said that he died, `slow` when he asked to be spoken to slowly, `parting` while a goodbye is being said.
    `asked_which` is set while a relative is asked how he is related; `first_words` is what was heard while it is not
    known who speaks, `asked_machine` is set when whoever speaks was asked whether it is an assistant, `asks_machine`
    while nothing was asked since. `moods` are those that were answered with a word of sympathy; `said` holds a
    prompt that has several wordings once for each time that it was said. `cry_doubted` is set while a question is
    asked again because a cry for help was hardly heard in answer to it, `cry_begun` while one was heard in an
    utterance that is not over. `suspected` is a
    danger that may have been told and is still to be asked for, `suspicions` are those that came up in this call.
    """

    session_id: str
    turn: int = 0
    stage: Stage = Stage.RINGING
    open_code: str | None = None
    times_asked: int = 0
    silences: int = 0
    unclear: int = 0
    low: int = 0
    pauses: int = 0
    wrong: int = 0
    restarts: int = 0
    pending: Pending | None = None
    half: Value = None
    informant: str | None = None
    verified: bool = False
    identified: bool = False
    net_caught: bool = False
    doubts_death: bool = False
    slow: bool = False
    parting: bool = False
    asked_which: bool = False
    asked_machine: bool = False
    asks_machine: bool = False
    cry_doubted: bool = False
    cry_begun: bool = False
    first_words: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    suspected: Flag | None = None
    suspicions: tuple[Flag, ...] = ()
    transfer: TransferReason | None = None
    resume: Stage | None = None
    answers: tuple[Answer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    flags: tuple[Flag, ...] = ()
    raised: tuple[Raised, ...] = ()
    actions: tuple[str, ...] = ()
    rules_applied: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    scores: tuple[Scored, ...] = ()
    disposition: Disposition | None = None

    def to_json(self) -> str:
        """The state as JSON text; `from_json` gives back an equal value."""
        return _ENCODER.encode({"schema": SCHEMA, **_fields(self)})

    @staticmethod
    def from_json(text: str) -> State:
        """Read what `to_json` wrote. Raises Damaged when the text is of another schema or not a state."""
        try:
            data = json.loads(text)
            if data.pop("schema") != SCHEMA:
                raise Damaged("the stored dialogue state has another schema", mend="end the call and redial")
            return _state(data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(f"the stored dialogue state cannot be read: {type(error).__name__}") from error


def _fields(value: object) -> dict[str, object]:
    """The fields of one of the values above, nested values as they are."""
    return {name: getattr(value, name) for name in type(value).__dict__["__slots__"]}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_fields)


def _state(data: dict[str, Any]) -> State:
    pending = data.pop("pending")
    transfer, resume, disposition = data.pop("transfer"), data.pop("resume"), data.pop("disposition")
    suspected = data.pop("suspected", None)
    return State(
        stage=Stage(data.pop("stage")),
        pending=_pending(pending) if pending else None,
        transfer=TransferReason(transfer) if transfer else None,
        resume=Stage(resume) if resume else None,
        answers=tuple(_answer(each) for each in data.pop("answers")),
        gaps=tuple(Gap(each["link_id"], MissingReason(each["reason"])) for each in data.pop("gaps")),
        flags=tuple(Flag(each) for each in data.pop("flags")),
        raised=tuple(
            Raised(AlertCode(each["code"]), Priority(each["priority"]), each["link_id"])
            for each in data.pop("raised")
        ),
        actions=tuple(data.pop("actions")),
        rules_applied=tuple(data.pop("rules_applied")),
        asked=tuple(data.pop("asked")),
        moods=tuple(data.pop("moods", ())),
        first_words=tuple(data.pop("first_words", ())),
        said=tuple(data.pop("said", ())),
        suspected=Flag(suspected) if suspected else None,
        suspicions=tuple(Flag(each) for each in data.pop("suspicions", ())),
        scores=tuple(Scored(each["code"], each["value"]) for each in data.pop("scores", ())),
        disposition=Disposition(disposition) if disposition else None,
        **data,
    )


def _answer(data: dict[str, Any]) -> Answer:
    return Answer(data["link_id"], data["value"], data["unit"], AnswerStatus(data["status"]))


def _pending(data: dict[str, Any]) -> Pending:
    span, flags = data.pop("span"), data.pop("flags", ())
    return Pending(**data, span=Span(**span) if span else None, flags=tuple(Flag(each) for each in flags))
