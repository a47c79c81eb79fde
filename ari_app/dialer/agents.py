"""The agents of one claim: a campaign in which people talk dials no more patients than are ready for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignMode, Suppression
from ari_app.store import agents, previews
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import DueContact
from ari_app.store.previews import Confirmed
from ari_app.store.unit_of_work import UnitOfWork


class ReadyAgents:
    """Those who are ready, and those who have confirmed a call, counted as they are taken.

    Their rows stay locked until the claim ends.
    """

    def __init__(self, ready: Sequence[UUID], confirmed: Sequence[Confirmed]) -> None:
        self._ready = list(ready)
        self._confirmed = {one.contact_id: one for one in confirmed}

    @classmethod
    async def read(
        cls, uow: UnitOfWork, organization_id: UUID, campaigns: Iterable[RunningCampaign], at: datetime
    ) -> ReadyAgents:
        """Lock those whom the campaigns need."""
        modes = {campaign.mode for campaign in campaigns}
        by_people, shown = CampaignMode.PROGRESSIVE in modes, CampaignMode.PREVIEW in modes
        return cls(
            await agents.lock_ready(uow, organization_id) if by_people else (),
            await previews.lock_confirmed(uow, organization_id, at) if shown else (),
        )

    def missing(self, campaign: RunningCampaign) -> Suppression | None:
        """The reason for a campaign that needs an agent while none is there."""
        match campaign.mode:
            case CampaignMode.PROGRESSIVE if not self._ready:
                return Suppression.NO_READY_AGENT
            case CampaignMode.PREVIEW if not self.confirmed(campaign):
                return Suppression.NOT_CONFIRMED
            case _:
                return None

    def room_for(self, campaign: RunningCampaign, room: int) -> int:
        """Of so much room what the agents can serve."""
        return min(room, len(self._ready)) if campaign.mode == CampaignMode.PROGRESSIVE else room

    def confirmed(self, campaign: RunningCampaign) -> list[UUID]:
        """The follow-ups of a preview campaign that are to be dialed now."""
        return [one.contact_id for one in self._confirmed.values() if one.campaign_id == campaign.id]

    def take(self, campaign: RunningCampaign, contact: DueContact) -> UUID | None:
        """The agent for the attempt: who confirmed it, or is ready for longest; None when the robot talks."""
        match campaign.mode:
            case CampaignMode.PROGRESSIVE:
                return self._ready.pop(0)
            case CampaignMode.PREVIEW:
                return self._confirmed[contact.id].agent_id
            case _:
                return None

    async def dialed(self, uow: UnitOfWork, contact: DueContact, attempt_id: UUID, at: datetime) -> None:
        """An attempt was made of what an agent confirmed."""
        if (one := self._confirmed.pop(contact.id, None)) is not None:
            await previews.note_dialed(uow, one.id, attempt_id, at)

    async def refused(self, uow: UnitOfWork, contact: DueContact, reason: Suppression, at: datetime) -> None:
        """What an agent confirmed may not be dialed after all: he is told why."""
        if (one := self._confirmed.pop(contact.id, None)) is not None:
            await previews.note_refused(uow, one.id, reason.value, at)
