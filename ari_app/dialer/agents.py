"""The agents of one claim: a campaign in which people talk dials no more patients than are ready for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from ari_app.core.vocabulary import CampaignMode, Suppression
from ari_app.store import agents
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.unit_of_work import UnitOfWork


class ReadyAgents:
    """Those who are ready, counted as they are taken. Their rows stay locked until the claim ends."""

    def __init__(self, ready: Sequence[UUID]) -> None:
        self._ready = list(ready)

    @classmethod
    async def read(
        cls, uow: UnitOfWork, organization_id: UUID, campaigns: Iterable[RunningCampaign]
    ) -> ReadyAgents:
        """Lock those who are ready, when a campaign needs them."""
        is_needed = any(_needs_agent(campaign) for campaign in campaigns)
        return cls(await agents.lock_ready(uow, organization_id) if is_needed else ())

    def missing(self, campaign: RunningCampaign) -> Suppression | None:
        """The reason for a campaign that needs an agent while none is ready."""
        return Suppression.NO_READY_AGENT if _needs_agent(campaign) and not self._ready else None

    def room_for(self, campaign: RunningCampaign, room: int) -> int:
        """Of so much room what the agents can serve."""
        return min(room, len(self._ready)) if _needs_agent(campaign) else room

    def take(self, campaign: RunningCampaign) -> UUID | None:
        """The agent for the next attempt: who is ready for longest; None when the robot talks."""
        return self._ready.pop(0) if _needs_agent(campaign) else None


def _needs_agent(campaign: RunningCampaign) -> bool:
    return campaign.mode == CampaignMode.PROGRESSIVE
