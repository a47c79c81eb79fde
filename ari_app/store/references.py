"""What the modules of this room hand to each other and to the runner of a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run an attempt. It is lost as soon as another worker's epoch is higher."""

    attempt_id: UUID
    organization_id: UUID
    worker: str
    epoch: int


@dataclass(frozen=True, slots=True)
class CallRef:
    """A conversation and the lease under which it is run."""

    call_id: UUID
    organization_id: UUID
    attempt_id: UUID
    patient_id: UUID
    lease_epoch: int


@dataclass(frozen=True, slots=True)
class Timer:
    """What a call waits for, by `kind` (lower_snake, one of each), and when it fires."""

    kind: str
    due_at: datetime
