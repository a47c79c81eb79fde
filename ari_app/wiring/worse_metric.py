"""What has grown worse since yesterday, for Prometheus; looked up seldom, because it reads eight days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import AppError
from ari_app.store.pool import Store
from ari_app.telemetry.metrics import Sample
from ari_app.wiring.line_report import worsened

_log = structlog.get_logger()

EVERY = timedelta(minutes=10)
MEANING = (
    "Shares that are worse in the last 24 hours than in the seven days before; nothing while all is well."
)


@dataclass(slots=True)
class WorseMetric:
    """Keeps the last look for ten minutes, and one that the database did not give in time."""

    store: Store
    hospital: HospitalSettings
    _looked_at: datetime | None = None
    _samples: list[Sample] = field(default_factory=list)

    async def samples(self, at: datetime) -> list[Sample]:
        """The share of the last 24 hours of each line, list, questionnaire or language that has grown worse."""
        if self._looked_at is None or at - self._looked_at >= EVERY:
            self._looked_at = at
            try:
                found = await worsened(self.store, self.hospital, at)
            except AppError as error:
                # what else is told is worth more than this, and asking at each scrape makes it no faster
                _log.warning("worse_shares_not_read", code=error.code, reason=error.message)
            else:
                self._samples = [
                    ({"what": each.what, "kind": each.kind, "name": each.name}, each.recent.value)
                    for each in found
                ]
        return self._samples
