"""What is heard first after the answer: a mailbox or an assistant gives itself away by a full phrase."""

from __future__ import annotations

from collections.abc import Callable

from ari_app.calls.signals import MachineAnswered, Overheard, Signal, Spoke
from ari_app.language.announcement import announcement_over

WATCHED_SECONDS = 45.0
"""A machine has said what it is by then, and who is asked whether it is he has mostly answered (then nothing ends)."""


class FirstAudio:
    """Stands between the ears and the call's queue; every signal goes on, a machine is told before its words.

    Unfinished words count too: nothing about a patient is to be said onto a tape while it still greets.
    """

    def __init__(self, post: Callable[[Signal], None]) -> None:
        self._post = post
        self._since: float | None = None
        self._told = False
        self._said: list[str] = []

    def begin(self, at: float) -> None:
        """The call was answered."""
        self._since = at

    def pass_on(self, signal: Signal) -> None:
        """Post the signal, and before it what it tells of a machine."""
        if not self._told and self._since is not None:
            self._look(signal, self._since)
        self._post(signal)

    def _look(self, signal: Signal, since: float) -> None:
        match signal:
            case Overheard(text=text):
                pass
            case Spoke(transcript=transcript) if transcript is not None:
                text = transcript.raw_text or transcript.text
            case _:
                return
        if signal.at - since > WATCHED_SECONDS:
            return
        found = announcement_over([*self._said, text])
        if found is not None and found.is_final:
            self._told = True
            self._post(MachineAnswered(signal.at, found.kind, text, found.phrase))
        elif isinstance(signal, Spoke):
            self._said.append(text)
