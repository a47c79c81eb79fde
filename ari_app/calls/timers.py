"""The timers of one call. Starting one again makes the older one stale; all end with the call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ari_app.calls.signals import TimerFired, TimerKind


class Timers:
    """Named timers that put TimerFired where `post` says."""

    def __init__(self, post: Callable[[TimerFired], None]) -> None:
        self._post = post
        self._handles: dict[TimerKind, asyncio.TimerHandle] = {}
        self._numbers: dict[TimerKind, int] = {}

    def start(self, kind: TimerKind, seconds: float) -> None:
        """Start or restart a timer."""
        self.stop(kind)
        number = self._numbers.get(kind, 0) + 1
        self._numbers[kind] = number
        loop = asyncio.get_running_loop()
        self._handles[kind] = loop.call_later(seconds, self._post, TimerFired(kind, number))

    def stop(self, kind: TimerKind) -> None:
        """Stop a timer; one that already fired becomes stale."""
        handle = self._handles.pop(kind, None)
        if handle is not None:
            handle.cancel()
        self._numbers[kind] = self._numbers.get(kind, 0) + 1

    def is_current(self, fired: TimerFired) -> bool:
        """Whether this is the running timer's signal; one that is counts as used up."""
        if self._numbers.get(fired.kind) != fired.number or fired.kind not in self._handles:
            return False
        del self._handles[fired.kind]
        return True

    def is_running(self, kind: TimerKind) -> bool:
        """Whether a timer of this kind is under way."""
        return kind in self._handles

    def stop_all(self) -> None:
        """Stop every timer."""
        for kind in list(self._handles):
            self.stop(kind)
