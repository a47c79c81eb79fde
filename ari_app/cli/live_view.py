"""What a terminal shows of a call while it goes on: one line for each thing that happens."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

_PHASE = {
    "preparing": "preparing prompts",
    "dialing": "dialing",
    "ringing": "ringing",
    "answered": "answered",
    "ended": "ended",
}


class LiveView:
    """Prints the live transcript: seconds since the start, who speaks, the words, confidence and delay."""

    def __init__(self, console: Console, monotonic: Callable[[], float]) -> None:
        self._console = console
        self._monotonic = monotonic
        self._began = monotonic()

    def phase(self, name: str, detail: str = "") -> None:
        """A line of its own for each phase."""
        text = _PHASE.get(name, name)
        self._line("·", "call", f"{text}: {detail}" if detail else text, "dim")

    def robot_said(self, text: str) -> None:
        """A prompt."""
        self._line("▶", "robot", text, "cyan")

    def patient_said(self, text: str, confidence: float, heard_ms: int, source: str) -> None:
        """An utterance with how sure it was heard and how long after its end it was understood."""
        measured = "keypad" if source == "keypad" else f"confidence {confidence:.2f}, {heard_ms} ms"
        self._line("◀", "patient", f"{text}  ({measured})", "green")

    def alert_raised(self, code: str, priority: str) -> None:
        """An alert, as soon as it is stored."""
        self._line("!", "alert", f"{code} {priority}", "bold red")

    def _line(self, mark: str, who: str, text: str, style: str) -> None:
        line = Text(f"{self._monotonic() - self._began:7.2f} s  {mark} {who:<8}", style="dim")
        line.append(text, style=style)
        self._console.print(line, soft_wrap=True)
