"""The step of a dialogue that is being written, and the columns that its rows share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ari_app.dialogue.events import Span
from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Step:
    """The step of the dialogue whose facts are written."""

    uow: UnitOfWork
    call: CallRef
    turn: int
    endpoints: Sequence[str]

    @property
    def keys(self) -> dict[str, object]:
        """The columns that every fact of the call has."""
        return {"organization_id": self.call.organization_id, "call_id": self.call.call_id}


def span_columns(span: Span | None) -> dict[str, int | None]:
    """The two span columns, both null when the span is unknown."""
    return {
        "span_start_ms": None if span is None else span.start_ms,
        "span_end_ms": None if span is None else span.end_ms,
    }
