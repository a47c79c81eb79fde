"""Over which trunk and under which number an attempt is dialed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.dialer.limits import Limits
from ari_app.policy.breaker import BreakerRule
from ari_app.policy.caller_ids import choose
from ari_app.store import caller_ids, lines
from ari_app.store.caller_ids import PooledCallerId
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import DueContact
from ari_app.store.lines import Trunk
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Line:
    """A trunk and one of our numbers on it; None: those of the settings."""

    trunk: Trunk | None
    caller: PooledCallerId | None


class LineChoice:
    """The trunks and numbers of one claim, counted as they are taken."""

    def __init__(
        self, trunks: Sequence[Trunk], pool: Sequence[PooledCallerId], limits: Limits, at: datetime
    ) -> None:
        self._trunks, self._pool = list(trunks), list(pool)
        self._limits, self._at = limits, at

    def blocked(self) -> Suppression | None:
        """Why no trunk can take a call; None when one can."""
        return None if not self._trunks or self._free_trunks() else self._worst()

    def choose(self, campaign: RunningCampaign, contact: DueContact) -> Line | None:
        """The line for a contact; None when no number of ours may be shown."""
        trunks: list[Trunk | None] = [*self._free_trunks()] or [None]
        for trunk in trunks:
            pool = [each for each in self._pool if _fits(each, campaign, trunk)]
            if not self._pool:
                return Line(trunk, None)
            chosen = choose(
                [each.caller for each in pool],
                area=contact.area,
                last_shown=contact.last_shown,
                keep=contact.keep_caller_id,
            )
            if chosen is not None:
                return Line(trunk, next(each for each in pool if each.caller.number == chosen.number))
        return None

    async def take(self, uow: UnitOfWork, line: Line, today: date, rule: BreakerRule) -> None:
        """An attempt is claimed for the line."""
        if line.caller is not None:
            await caller_ids.use(uow, line.caller.id, today, self._at)
            used = replace(
                line.caller.caller, used_today=line.caller.caller.used_today + 1, last_used_at=self._at
            )
            self._pool[self._pool.index(line.caller)] = replace(line.caller, caller=used)
        if line.trunk is not None:
            breaker = line.trunk.breaker.tried(self._at, rule)
            if breaker != line.trunk.breaker:
                await lines.set_breaker(uow, line.trunk.id, breaker)
                self._trunks[self._trunks.index(line.trunk)] = replace(line.trunk, breaker=breaker)

    def _free_trunks(self) -> list[Trunk]:
        return [
            trunk
            for trunk in self._trunks
            if trunk.breaker.allows(self._at) and self._limits.trunk_full(trunk) is None
        ]

    def _worst(self) -> Suppression:
        working = [trunk for trunk in self._trunks if trunk.breaker.allows(self._at)]
        if not working:
            return Suppression.TRUNK_DOWN
        return self._limits.trunk_full(working[0]) or Suppression.TRUNK_FULL


def _fits(each: PooledCallerId, campaign: RunningCampaign, trunk: Trunk | None) -> bool:
    carried: UUID | None = None if trunk is None else trunk.id
    is_allowed = not campaign.caller_ids or each.caller.number in campaign.caller_ids
    return is_allowed and each.trunk_id in (None, carried)
