"""How much of a processor one dialing call may take for the recognizer: a fifth of a core, and a first try."""

from __future__ import annotations

SHARE = 0.2
FIRST_SECONDS = 1.2
"""What is granted before any time has passed: most announcements begin at once, and are over soon."""
EXPECTED_SECONDS = 1.0


class EarlyBudget:
    """Counts the recognizer's working time against the time since dialing. Times are monotonic seconds.

    The time until the recognizer answers stands for its processor time: it is never less for an engine that decodes
    on one thread, and more while it has a queue, so a busy recognizer is asked less.
    """

    def __init__(self, began_at: float) -> None:
        self._began_at = began_at
        self._times = 0
        self.spent = 0.0

    def allows(self, now: float) -> bool:
        """Whether another stretch may be recognized now."""
        expected = self.spent / self._times if self._times else EXPECTED_SECONDS
        return self.spent + expected <= SHARE * (now - self._began_at) + FIRST_SECONDS

    def spend(self, seconds: float) -> None:
        """The recognizer has worked so long."""
        self._times += 1
        self.spent += seconds
