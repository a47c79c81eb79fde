"""Telling what happens: one line a step with its seconds and bytes, a live line on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

PLAIN_EVERY_SECONDS = 15.0
BAR_WIDTH = 24


def megabytes(count: int) -> str:
    """Bytes for a reader: '94.4 MB', '0.3 MB'."""
    return f"{count / 1e6:.1f} MB"


def count_of(number: str, unit: str) -> int:
    """Bytes of what apt and pip print: ('1,015', 'kB') → 1015000."""
    scale = {"B": 1, "kB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}[unit]
    return round(float(number.replace(",", "")) * scale)


class Step:
    """One step under way. Bytes are what was fetched over the network or copied from the given folder."""

    def __init__(self, name: str, stream: TextIO, live: bool) -> None:
        self.name = name
        self.fetched = 0
        self.total = 0
        self._notes: list[str] = []
        self._stream = stream
        self._live = live
        self._started = time.monotonic()
        self._plain_due = self._started + PLAIN_EVERY_SECONDS

    @property
    def seconds(self) -> float:
        """Since the step began."""
        return time.monotonic() - self._started

    def add(self, count: int) -> None:
        """Count `count` bytes more as fetched."""
        self.fetched += count
        self.tick()

    def note(self, text: str) -> None:
        """Something the reader should know; stands beside the step's result."""
        self._notes.append(text)

    def tick(self, under_way: int = 0) -> None:
        """Show that the step lives; `under_way` bytes are on their way beside those counted."""
        done = self.fetched + under_way
        if self._live:
            self._stream.write(f"\r\x1b[2K  {self.name:<28} {self._bar(done)} {self.seconds:5.1f} s")
            self._stream.flush()
        elif time.monotonic() >= self._plain_due:
            self._plain_due += PLAIN_EVERY_SECONDS
            print(
                f"  {self.name:<28} … {megabytes(done)} after {self.seconds:.0f} s",
                file=self._stream,
                flush=True,
            )

    def close(self, word: str) -> None:
        """The step's last line."""
        notes = f"  ({'; '.join(self._notes)})" if self._notes else ""
        clear = "\r\x1b[2K" if self._live else ""
        line = (
            f"{clear}  {self.name:<28} {word:<9} {self.seconds:7.1f} s {megabytes(self.fetched):>10}{notes}"
        )
        print(line, file=self._stream, flush=True)

    def _bar(self, done: int) -> str:
        if not self.total:
            return f"{megabytes(done):>10}"
        full = min(BAR_WIDTH, BAR_WIDTH * done // self.total)
        return f"[{'#' * full}{'.' * (BAR_WIDTH - full)}] {megabytes(done)} of {megabytes(self.total)}"


class Progress:
    """All steps of one set-up."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._stream = stream or sys.stdout
        self._quiet = quiet
        self._live = self._stream.isatty() and not quiet
        self._started = time.monotonic()
        self.fetched = 0

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Run a block as a step; it is told as done, or as failed when the block raises."""
        step = Step(name, self._stream, self._live)
        if not self._quiet and not self._live:
            print(f"  {name:<28} …", file=self._stream, flush=True)
        try:
            yield step
        except BaseException:
            step.close("failed")
            raise
        self.fetched += step.fetched
        if not self._quiet:
            step.close("done")

    def say(self, text: str) -> None:
        """A line beside the steps."""
        if not self._quiet:
            print(text, file=self._stream, flush=True)

    @property
    def seconds(self) -> float:
        """Since the set-up began."""
        return time.monotonic() - self._started
