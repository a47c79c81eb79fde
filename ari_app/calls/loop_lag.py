"""Whether the event loop comes late to what it has to do: then no further call fits into this process."""

from __future__ import annotations

import asyncio
from collections import deque

SAMPLE_SECONDS = 0.02
SAMPLES = 250
# an audio frame lasts as long; where many come later than that, patients wait (docs/figures/capacity.md)
LATE_SECONDS = 0.020
# single ones are late when anything else on the machine wants the processor
LATE_SHARE = 0.1


class LoopLag:
    """Watches its own short sleeps: as late as they are, so late is everything else. Judges the last five seconds."""

    def __init__(self) -> None:
        self._late: deque[bool] = deque(maxlen=SAMPLES)

    @property
    def is_late(self) -> bool:
        """Whether more than one sleep in ten was more than 20 ms late."""
        return sum(self._late) > LATE_SHARE * SAMPLES

    def sample(self, late_seconds: float) -> None:
        """A sleep was so late."""
        self._late.append(late_seconds > LATE_SECONDS)

    async def watch(self) -> None:
        """Sample until canceled."""
        now = asyncio.get_running_loop().time
        while True:
            due = now() + SAMPLE_SECONDS
            await asyncio.sleep(SAMPLE_SECONDS)
            self.sample(now() - due)
