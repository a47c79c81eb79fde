"""What has grown worse since yesterday, for Prometheus; looked up seldom, because it reads eight days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ari_app.config.settings import HospitalSettings
from ari_app.store.pool import Store
from ari_app.telemetry.metrics import Sample
from ari_app.wiring.line_report import worsened

EVERY = timedelta(minutes=10)
MEANING = (
    "Shares that are worse in the last 24 hours than in the seven days before; nothing while all is well."
)


@dataclass(slots=True)
class WorseMetric:
    """Keeps the last look for ten minutes."""

    store: Store
    hospital: HospitalSettings
    _looked_at: datetime | None = None
    _samples: list[Sample] = field(default_factory=list)

    async def samples(self, at: datetime) -> list[Sample]:
        """The share of the last 24 hours of each line, list, questionnaire or language that has grown worse."""
        if self._looked_at is None or at - self._looked_at >= EVERY:
            self._samples = [
                ({"what": each.what, "kind": each.kind, "name": each.name}, each.recent.value)
                for each in await worsened(self.store, self.hospital, at)
            ]
            self._looked_at = at
        return self._samples
