"""The result of understanding one utterance, and what is known while doing so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ari_app.core.vocabulary import Action, Flag, Intent, QType

Value = str | int | float | bool | None | list[str] | dict[str, object]


@dataclass(frozen=True, slots=True)
class Context:
    """What the open question brings along; every field may be absent (docs/contract.md)."""

    now: datetime | None = None
    current_qtype: QType | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    proposition: str | None = None
    name: str | None = None
    relation_ok: bool = False
    appointment: datetime | None = None
    themes: tuple[str, ...] = ()
    previous: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What an utterance means for the open question.

    `value` is in `unit` (UCUM); `confidence` is 0..1 and speaks of the parse alone, not of the hearing.
    `low`/`high` come with a range, `op` with a bound, `sys`/`dia` with half a blood pressure.
    """

    action: Action
    intent: Intent
    value: Value = None
    unit: str | None = None
    flags: tuple[Flag, ...] = ()
    confidence: float = 0.0
    low: float | None = None
    high: float | None = None
    op: str | None = None
    sys: int | None = None
    dia: int | None = None
    condition: str | None = None
    scope: str | None = None
