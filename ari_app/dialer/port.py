"""What the dialer needs of others: somebody who places the calls that it claimed, and tries the lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ari_app.policy.line_outcome import AS_USUAL, CauseMapping
from ari_app.store.line_test_schedules import DueTest
from ari_app.store.references import Lease


@dataclass(frozen=True, slots=True)
class Claimed:
    """An attempt that this worker holds and may dial until `dial_before` (UTC).

    `caller_id` is the number to show and `dial` how the number is dialed; None: as the settings say.
    `cause_mapping` is what the trunk's codes mean.
    """

    lease: Lease
    contact_id: UUID
    campaign_id: UUID
    dial_before: datetime
    caller_id: str | None
    dial: str | None
    cause_mapping: CauseMapping = AS_USUAL


class TryLine(Protocol):
    """Takes a test call over a line that is due and sees to it; returns at once."""

    def __call__(self, due: DueTest, /) -> None:
        """Begin to carry it."""
        ...


class PlaceCall(Protocol):
    """Takes a claimed attempt and sees to its call; returns at once."""

    def __call__(self, claimed: Claimed) -> None:
        """Begin to carry it."""
        ...
