"""Whether a share has fallen (or risen) against its own last days by more than chance would have it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# fewer than this tell nothing, whatever their share
LEAST_RECENT = 20
LEAST_BEFORE = 50
# of the share before: a change that is smaller is not worth a warning, however many calls show it
LEAST_CHANGE = 0.25
# standard errors: about one false warning in 700 looks at a share that has not changed
LEAST_SURPRISE = 3.0


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


def has_fallen(recent: Share, before: Share) -> bool:
    """By a quarter at least, and beyond chance."""
    return _is_known(recent, before) and (
        recent.value <= before.value * (1 - LEAST_CHANGE) and _surprise(recent, before) <= -LEAST_SURPRISE
    )


def has_risen(recent: Share, before: Share) -> bool:
    """By a quarter at least, and beyond chance."""
    return _is_known(recent, before) and (
        recent.value >= before.value * (1 + LEAST_CHANGE) and _surprise(recent, before) >= LEAST_SURPRISE
    )


def _is_known(recent: Share, before: Share) -> bool:
    return recent.whole >= LEAST_RECENT and before.whole >= LEAST_BEFORE


def _surprise(recent: Share, before: Share) -> float:
    """The difference in standard errors of two shares that are really one."""
    together = (recent.part + before.part) / (recent.whole + before.whole)
    error = sqrt(together * (1 - together) * (1 / recent.whole + 1 / before.whole))
    return (recent.value - before.value) / error if error else 0.0
