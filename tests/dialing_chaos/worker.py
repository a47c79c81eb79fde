"""`ari-app run` with a wrong clock, shuffled events, or one rule broken."""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ari_app.ari import event_socket
from ari_app.cli import node as command
from ari_app.wiring import node as wiring
from tests.dialing_chaos.breaks import BREAKS, put

_READ_AGAIN_SECONDS = 0.05
_TWICE, _LATE = 0.15, 0.1
_LATE_SECONDS = 0.15


def main() -> None:
    """Twist what is asked for, then run the worker as ever."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--skewed", action="store_true", help="the clock is wrong by what CONFIG.skew holds")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="events come twice, and out of order")
    parser.add_argument("--break", dest="broken", choices=sorted(BREAKS))
    options = parser.parse_args()
    if options.skewed:
        _skew(options.config.with_suffix(".skew"))
    if options.shuffle is not None:
        _shuffle(random.Random(options.shuffle))
    if options.broken is not None:
        BREAKS[options.broken].apply()
    command.run(options.config)


class SkewedClock:
    """The machine's clock, off by the seconds that a file holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._off, self._read_at = timedelta(), -1.0

    def now(self) -> datetime:
        """The wrong wall time."""
        if time.monotonic() - self._read_at > _READ_AGAIN_SECONDS:
            self._off = timedelta(seconds=float(self._path.read_text(encoding="utf-8") or 0))
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._off

    def monotonic(self) -> float:
        """Nothing is wrong with this one."""
        return time.monotonic()


def _skew(path: Path) -> None:
    put(wiring, "SystemClock", lambda: SkewedClock(path))


def _shuffle(chance: random.Random) -> None:
    open_as_ever = event_socket.EventSocket.__init__

    def open_shuffled(self: Any, *words: Any, **named: Any) -> None:
        open_as_ever(self, *words, **named)
        self._post = _ShuffledPost(self._post, chance)

    put(event_socket.EventSocket, "__init__", open_shuffled)


class _ShuffledPost:
    """Delivers some events twice and some late, behind those that followed them."""

    def __init__(self, post: Any, chance: random.Random) -> None:
        self._post, self._chance = post, chance

    def announce(self, event: Any) -> None:
        """What concerns the connection stays as it is."""
        self._post.announce(event)

    def deliver(self, event: Any, ids: Collection[str]) -> None:
        """One event to whom it concerns."""
        drawn = self._chance.random()
        if drawn < _LATE:
            later = self._chance.uniform(0.0, _LATE_SECONDS)
            asyncio.get_running_loop().call_later(later, self._post.deliver, event, ids)
            return
        self._post.deliver(event, ids)
        if drawn < _LATE + _TWICE:
            self._post.deliver(event, ids)


if __name__ == "__main__":
    main()
