"""Who watches a call while it goes on: the terminal of `ari-app call`, later a console."""

from __future__ import annotations

from typing import Protocol


class CallObserver(Protocol):
    """Told what happens, as it happens. Never waited for, never trusted with a decision."""

    def phase(self, name: str, detail: str = "") -> None:
        """The call entered a phase: dialing, ringing, answered, ended, …"""
        ...

    def robot_said(self, text: str) -> None:
        """A prompt began to sound."""
        ...

    def patient_said(self, text: str, confidence: float, heard_ms: int, source: str) -> None:
        """An utterance or key presses were taken; `heard_ms` from the end of speech to this moment."""
        ...

    def alert_raised(self, code: str, priority: str) -> None:
        """A rule or the danger net raised an alert; it is already stored."""
        ...


class NoObserver:
    """Nobody watches."""

    def phase(self, name: str, detail: str = "") -> None:
        """Ignore it."""

    def robot_said(self, text: str) -> None:
        """Ignore it."""

    def patient_said(self, text: str, confidence: float, heard_ms: int, source: str) -> None:
        """Ignore it."""

    def alert_raised(self, code: str, priority: str) -> None:
        """Ignore it."""
