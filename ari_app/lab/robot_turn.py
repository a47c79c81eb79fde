"""When the robot speaks and when it has finished, from its frames and times that are passed in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ari_app.lab.g711 import Pcm
from ari_app.lab.telephone_line import is_voiced

_LEAD_IN_FRAMES: Final = 10
"""Frames before the first voiced one that belong to a turn: a sentence may begin with a faint consonant."""


@dataclass(frozen=True, slots=True)
class TurnRules:
    """Enough voice to be speech, and enough quiet to be its end: the robot pauses less between sentences."""

    least_voice_seconds: float = 0.3
    quiet_seconds: float = 0.7


@dataclass(slots=True)
class RobotTurn:
    """What the robot said in one go, between the arrival of its first and of its last voiced frame."""

    started_at: float
    ended_at: float
    voice_seconds: float = 0.0
    frames: list[Pcm] = field(default_factory=list)

    def pcm(self) -> Pcm:
        """All of it, pauses that were sent included."""
        return np.concatenate(self.frames) if self.frames else np.zeros(0, np.int16)


class TurnListener:
    """Fed with each frame that comes; since silence is not sent, it is asked now and then what is over."""

    def __init__(self, rules: TurnRules) -> None:
        self._rules = rules
        self._turn: RobotTurn | None = None
        self._quiet: deque[Pcm] = deque(maxlen=_LEAD_IN_FRAMES)

    @property
    def speaking_since(self) -> float | None:
        """When the present turn began."""
        return self._turn.started_at if self._turn else None

    def feed(self, at: float, pcm: Pcm) -> None:
        """A frame came."""
        voiced = is_voiced(pcm)
        if self._turn is None:
            if not voiced:
                self._quiet.append(pcm)
                return
            self._turn = RobotTurn(at, at, frames=list(self._quiet))
            self._quiet.clear()
        self._turn.frames.append(pcm)
        if voiced:
            self._turn.ended_at = at
            self._turn.voice_seconds += len(pcm) / 8_000

    def finished(self, now: float) -> RobotTurn | None:
        """The turn that is over by `now`; clicks that are no speech are dropped."""
        turn = self._turn
        if turn is None or now - turn.ended_at < self._rules.quiet_seconds:
            return None
        self._turn = None
        return turn if turn.voice_seconds >= self._rules.least_voice_seconds else None

    def resume(self, turn: RobotTurn) -> None:
        """The robot went on: what seemed over was the first part of what is being said."""
        rest = self._turn
        self._turn = turn
        if rest is not None:
            turn.frames += rest.frames
            turn.ended_at = rest.ended_at
            turn.voice_seconds += rest.voice_seconds
