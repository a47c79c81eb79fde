"""How many more attempts may be claimed now: limits of system, campaign, trunk and worker, kept while claiming."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.claims import Load
from ari_app.store.lines import Trunk

LONGEST_INTERVAL = timedelta(seconds=60)


class Limits:
    """Counts what is under way and what this claim adds.

    `worker_room` is how many more calls the claiming worker carries.
    """

    def __init__(
        self,
        load: Load,
        at: datetime,
        *,
        worker_room: int,
        concurrency: int | None,
        calls_per_second: float | None,
    ) -> None:
        self._at = at
        self._total, self._most = load.total, concurrency
        self._rate = calls_per_second
        self._worker_room = worker_room
        self._campaigns, self._trunks = Counter(load.by_campaign), Counter(load.by_trunk)
        self._recent = list(load.recent)

    def full_for(self, campaign: RunningCampaign) -> Suppression | None:
        """Why nothing of the campaign can be claimed now, its trunk aside."""
        if self._worker_room <= 0:
            return Suppression.WORKER_FULL
        if self._most is not None and self._total >= self._most:
            return Suppression.SYSTEM_FULL
        if self._campaigns[campaign.id] >= campaign.concurrency:
            return Suppression.CAMPAIGN_FULL
        all_times = [at for _, _, at in self._recent]
        own_times = [at for owner, _, at in self._recent if owner == campaign.id]
        if self._is_too_fast(self._rate, all_times) or self._is_too_fast(
            campaign.calls_per_second, own_times
        ):
            return Suppression.CALL_RATE
        return None

    def trunk_full(self, trunk: Trunk) -> Suppression | None:
        """Why nothing can be claimed for the trunk now."""
        if self._trunks[trunk.id] >= trunk.concurrency:
            return Suppression.TRUNK_FULL
        times = [at for _, owner, at in self._recent if owner == trunk.id]
        return Suppression.CALL_RATE if self._is_too_fast(trunk.calls_per_second, times) else None

    def room_for(self, campaign: RunningCampaign) -> int:
        """How many contacts of the campaign are worth looking at at once."""
        rooms = [self._worker_room, campaign.concurrency - self._campaigns[campaign.id]]
        if self._most is not None:
            rooms.append(self._most - self._total)
        return max(0, min(rooms))

    def take(self, campaign_id: UUID, trunk_id: UUID | None) -> None:
        """One more is claimed."""
        self._total += 1
        self._worker_room -= 1
        self._campaigns[campaign_id] += 1
        self._trunks[trunk_id] += 1
        self._recent.append((campaign_id, trunk_id, self._at))

    def _is_too_fast(self, rate: float | None, times: list[datetime]) -> bool:
        """At least one second is looked at: a rate of 2.5 allows two in any second, 0.5 one in any two seconds."""
        if rate is None:
            return False
        if rate >= 1:
            return sum(1 for at in times if at > self._at - timedelta(seconds=1)) >= int(rate)
        return any(at > self._at - interval_of(rate) for at in times)


def interval_of(rate: float) -> timedelta:
    """The span that has to be looked at for a rate of calls per second, at most a minute."""
    return min(timedelta(seconds=max(1.0, 1.0 / rate)), LONGEST_INTERVAL)
