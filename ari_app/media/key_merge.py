"""Keys that two sources tell of, each in its own time: every press counts once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

# The two tell of the same press within milliseconds; more than this lies between two presses of the same key that
# only one source has each told of.
MATCH_SECONDS = 2.0


class KeySource(Enum):
    """Who tells of a key."""

    AUDIO_PATH = auto()
    ARI = auto()


@dataclass(frozen=True, slots=True)
class _Told:
    source: KeySource
    digit: str
    at: float


class KeyMerge:
    """Knows which presses only one source has told of so far. A source that never tells of any does no harm."""

    def __init__(self) -> None:
        self._unmatched: deque[_Told] = deque()

    def is_new(self, source: KeySource, digit: str, at: float) -> bool:
        """Take what a source tells at `at` (monotonic s, never going back); False when the other one told it."""
        while self._unmatched and at - self._unmatched[0].at > MATCH_SECONDS:
            self._unmatched.popleft()
        for told in self._unmatched:
            if told.source is not source and told.digit == digit:
                self._unmatched.remove(told)
                return False
        self._unmatched.append(_Told(source, digit, at))
        return True
