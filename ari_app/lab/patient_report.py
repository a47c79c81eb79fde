"""What a simulated patient heard, said and measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class PatientTurn:
    """One turn of the robot and what the patient did about it; times in milliseconds since the answer.

    `kind` is question, confirmation, goodbye or unknown. `latency_ms` runs from the end of the patient's
    voice to the robot's next voice as heard at the phone; None when nothing followed, or the robot cut in.
    """

    kind: str
    code: str | None
    heard_text: str
    heard_from_ms: int
    heard_to_ms: int
    said: str = ""
    said_from_ms: int | None = None
    said_to_ms: int | None = None
    latency_ms: int | None = None


@dataclass(slots=True)
class PatientReport:
    """A whole call as the patient met it. `greeting_ms`: from 200 OK to the robot's first voice."""

    title: str
    called: str
    caller_name: str
    greeting_ms: int | None = None
    end_reason: str | None = None
    seconds: float = 0.0
    turns: list[PatientTurn] = field(default_factory=list)

    def to_json(self) -> str:
        """As a JSON document."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)
