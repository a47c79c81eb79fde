"""Figures for Prometheus: of this process, and what is read of the whole system when somebody asks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest

LAG_EVERY_SECONDS = 0.25
_LAG_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)

Sample = tuple[Mapping[str, str], float]


class ProcessMetrics:
    """What only this process knows: CPU, memory, files, and how late its event loop is."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._lag = Histogram(
            "followup_loop_lag_seconds",
            "How late the event loop was for a timer; audio suffers above 0.02.",
            buckets=_LAG_BUCKETS,
            registry=self._registry,
        )

    async def watch_loop(self) -> None:
        """Measure until canceled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY_SECONDS
            await asyncio.sleep(LAG_EVERY_SECONDS)
            self._lag.observe(max(0.0, loop.time() - due))

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)


class Snapshot:
    """Gauges of one look at the whole system."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()

    def add(self, name: str, meaning: str, samples: Iterable[Sample]) -> None:
        """A family of values with the same labels; one without samples is left out."""
        found = list(samples)
        if not found:
            return
        labels = sorted(found[0][0])
        gauge = Gauge(f"followup_{name}", meaning, labels, registry=self._registry)
        for values, number in found:
            (gauge.labels(*(values[label] for label in labels)) if labels else gauge).set(number)

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)
