"""What lines, hours, lists and recognition yield over some days, and what has grown worse since yesterday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.config.settings import HospitalSettings
from ari_app.dialogue.question import LOW_CONFIDENCE
from ari_app.policy.share_change import Share, has_fallen, has_risen
from ari_app.policy.wasted import is_wasted
from ari_app.store import line_report
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import Row, UnitOfWork
from ari_app.wiring.campaigns import known_organization_of

DAY = timedelta(days=1)
# what the last 24 hours are compared with
BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Worsening:
    """`what` of `kind` `name` is `recent` in the last 24 hours and was `before` in the seven days before them."""

    what: str
    kind: str
    name: str
    recent: Share
    before: Share


@dataclass(frozen=True, slots=True)
class LineReport:
    """Attempts of the period by caller_id, trunk, hour, source, and by outcome."""

    since: datetime
    until: datetime
    lines: Sequence[Row]
    outcomes: Sequence[Row]
    warnings: tuple[Worsening, ...]

    @property
    def dialed(self) -> int:
        """Attempts of the period."""
        return sum(row["dialed"] for row in self.outcomes)

    @property
    def wasted(self) -> int:
        """Those that brought nobody to the phone."""
        return sum(row["dialed"] for row in self.outcomes if is_wasted(row["name"]))


@dataclass(frozen=True, slots=True)
class SpeechReport:
    """What patients said by day, questionnaire and language, and how much of it was heard badly."""

    since: datetime
    until: datetime
    rows: Sequence[Row]
    warnings: tuple[Worsening, ...]


async def read_lines(store: Store, hospital: HospitalSettings, at: datetime, days: int) -> LineReport:
    """Of the last `days` days."""
    zone, since = hospital.time_zone, at - days * DAY
    async with store.reading() as uow:
        organization = await _begin(uow, hospital)
        return LineReport(
            since,
            at,
            await line_report.by_line(uow, organization, since, at, zone),
            await line_report.by_outcome(uow, organization, since, at),
            tuple(await _fallen(uow, organization, zone, at)),
        )


async def read_speech(store: Store, hospital: HospitalSettings, at: datetime, days: int) -> SpeechReport:
    """Of the last `days` days."""
    zone, since = hospital.time_zone, at - days * DAY
    async with store.reading() as uow:
        organization = await _begin(uow, hospital)
        rows = await line_report.heard(uow, organization, since, at, zone, LOW_CONFIDENCE)
        return SpeechReport(since, at, rows, tuple(await _risen(uow, organization, zone, at)))


async def worsened(store: Store, hospital: HospitalSettings, at: datetime) -> tuple[Worsening, ...]:
    """Every warning there is."""
    async with store.reading() as uow:
        organization = await _begin(uow, hospital)
        fallen = await _fallen(uow, organization, hospital.time_zone, at)
        return (*fallen, *await _risen(uow, organization, hospital.time_zone, at))


async def _begin(uow: UnitOfWork, hospital: HospitalSettings) -> UUID:
    await line_report.prepare(uow)
    return await known_organization_of(uow, hospital)


async def _fallen(uow: UnitOfWork, organization: UUID, zone: str, at: datetime) -> list[Worsening]:
    now = await line_report.by_line(uow, organization, at - DAY, at, zone)
    earlier = await line_report.by_line(uow, organization, at - DAY - BEFORE, at - DAY, zone)
    before = {(row["kind"], row["name"]): Share(row["reached"], row["dialed"]) for row in earlier}
    return [
        Worsening("reached", kind, name, recent, before[kind, name])
        for kind, name, recent in ((r["kind"], r["name"], Share(r["reached"], r["dialed"])) for r in now)
        if kind != "hour" and (kind, name) in before and has_fallen(recent, before[kind, name])
    ]


async def _risen(uow: UnitOfWork, organization: UUID, zone: str, at: datetime) -> list[Worsening]:
    now = await line_report.heard(uow, organization, at - DAY, at, zone, LOW_CONFIDENCE)
    earlier = await line_report.heard(uow, organization, at - DAY - BEFORE, at - DAY, zone, LOW_CONFIDENCE)
    before = dict(_unsure(earlier))
    return [
        Worsening("unsure", kind, name, recent, before[kind, name])
        for (kind, name), recent in _unsure(now)
        if (kind, name) in before and has_risen(recent, before[kind, name])
    ]


def _unsure(rows: Sequence[Row]) -> Iterator[tuple[tuple[str, str], Share]]:
    for kind in ("questionnaire", "language"):
        unsure, heard = defaultdict[str, int](int), defaultdict[str, int](int)
        for row in rows:
            unsure[row[kind]] += row["unsure"]
            heard[row[kind]] += row["heard"]
        for name, whole in heard.items():
            yield (kind, name), Share(unsure[name], whole)
