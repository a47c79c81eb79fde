"""How fast a worker takes attempts while calls cannot be dialed: a dead trunk must not use the queue up."""

from __future__ import annotations

from collections.abc import Callable

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 60.0


class ClaimPause:
    """After a call that could not be dialed nothing is claimed for a while, then one call tries; waits double.

    `monotonic` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._seconds = 0.0
        self._until = 0.0
        self._is_trying = False

    def at_most(self, wanted: int) -> int:
        """How many attempts may be claimed now, of those that the worker has room for."""
        if not self._seconds:
            return wanted
        return min(1, wanted) if self._monotonic() >= self._until else 0

    def tried(self) -> None:
        """An attempt was claimed as the one that tries: the others wait for what becomes of it."""
        if self._seconds:
            self._is_trying = True
            self._until = self._monotonic() + self._seconds

    def was_dialed(self) -> None:
        """A call reached the telephone network."""
        self._seconds, self._is_trying = 0.0, False

    def was_not_dialed(self) -> None:
        """A call never reached the telephone network, which was nobody's fault who was called."""
        if self._is_trying or not self._seconds:
            self._seconds = min(max(FIRST_SECONDS, self._seconds * 2), LONGEST_SECONDS)
        self._is_trying = False
        self._until = self._monotonic() + self._seconds
