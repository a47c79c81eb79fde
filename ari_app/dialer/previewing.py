"""Preview dialing: the next follow-up that may be called is shown to an agent and reserved for him."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignMode, PreviewState, Suppression
from ari_app.core.errors import WrongInput
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.ordering import in_order
from ari_app.dialer.releasing import ReleaseGate
from ari_app.dialer.setting_aside import put_off, set_aside
from ari_app.policy.calling_rules import closed_because
from ari_app.policy.governance import BEFORE_CLOSING, Later, Never, decide
from ari_app.store import agents, campaigns, candidates, claims, previews
from ari_app.store.calling_policy import StoredPolicy, read_policy
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import Circumstances, DueContact
from ari_app.store.pool import Store
from ari_app.store.previews import Preview
from ari_app.store.unit_of_work import UnitOfWork

RESERVED = timedelta(minutes=5)
"""How long an agent may look before the follow-up is anybody's again."""
TO_BEGIN = timedelta(seconds=60)
"""How long a confirmed call may wait for a worker with room."""
NOT_RELEASED_WAIT = timedelta(hours=24)
MOST_AT_ONCE = 64
MOST_BATCHES = 4


async def show_next(
    store: Store, organization_id: UUID, agent: str, rules: ClaimRules, at: datetime
) -> Preview | None:
    """Reserve the next follow-up for the agent, or what is reserved already; None when nothing may be called now.

    Raises WrongInput for an agent whom nobody knows, Conflict for one who is not ready.
    """
    async with store.unit_of_work() as uow:
        await claims.lock(uow, organization_id)
        agent_id = await agents.lock_ready_one(uow, organization_id, agent)
        await previews.expire(uow, organization_id, at)
        if (before := await previews.of_agent(uow, agent_id)) is not None:
            return before
        policy = await read_policy(uow, organization_id, rules.calendar)
        search = _Search(
            uow, organization_id, policy, rules, at, await previews.reserved(uow, organization_id)
        )
        for campaign in await campaigns.running(uow, organization_id, (CampaignMode.PREVIEW.value,)):
            if (found := await search.first(campaign)) is not None:
                await previews.add(uow, organization_id, agent_id, found, at, at + RESERVED)
                return await previews.of_agent(uow, agent_id)
    return None


async def confirm_shown(store: Store, organization_id: UUID, agent: str, at: datetime) -> Preview:
    """The agent wants the call: a worker claims it now. Raises WrongInput when nothing is reserved for him."""
    async with store.unit_of_work() as uow:
        shown = await _shown(uow, organization_id, agent, at)
        await previews.confirm(uow, shown.id, at + TO_BEGIN)
        return shown


async def skip_shown(
    store: Store, organization_id: UUID, agent: str, reason: str, wait: timedelta, at: datetime
) -> None:
    """The agent does not call: the follow-up is shown again after `wait`. Raises WrongInput as above."""
    async with store.unit_of_work() as uow:
        shown = await _shown(uow, organization_id, agent, at)
        await previews.skip(uow, shown.id, reason, at)
        await claims.put_off(uow, organization_id, shown.contact_id, Suppression.AGENT_SKIPPED, at + wait, at)


async def _shown(uow: UnitOfWork, organization_id: UUID, agent: str, at: datetime) -> Preview:
    agent_id = await agents.lock_ready_one(uow, organization_id, agent)
    await previews.expire(uow, organization_id, at)
    shown = await previews.of_agent(uow, agent_id)
    if shown is None or shown.state is not PreviewState.SHOWN:
        raise WrongInput(
            f"nothing is shown to agent {agent}, or no longer", mend=f"ari-app agent next {agent}"
        )
    return shown


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for what may be called, and sets aside what may not, as a claim does."""

    uow: UnitOfWork
    organization_id: UUID
    policy: StoredPolicy
    rules: ClaimRules
    at: datetime
    reserved: frozenset[UUID]

    async def first(self, campaign: RunningCampaign) -> UUID | None:
        """The first follow-up of the campaign that may be called now."""
        gate, closed = await ReleaseGate.open(self.uow, campaign, self.at), self._is_closed(campaign)
        for _ in range(MOST_BATCHES):
            find = candidates.begun_ids if gate.is_full else candidates.due_ids
            at_most = MOST_AT_ONCE + len(self.reserved)
            ids = await find(self.uow, campaign.id, self.at, at_most, first_only=closed)
            free = [one for one in ids if one not in self.reserved]
            contacts = await candidates.lock_and_read(self.uow, free, self._around(campaign))
            for contact in await in_order(self.uow, campaign, contacts, self.at):
                if await self._may_be_shown(campaign, contact, gate):
                    return contact.id
            if not contacts:
                return None
        return None

    async def _may_be_shown(self, campaign: RunningCampaign, contact: DueContact, gate: ReleaseGate) -> bool:
        rules = replace(self.policy.rules, zone=campaign.zone)
        decision = decide(contact.candidate, rules, self.at)
        if isinstance(decision, Later | Never):
            await set_aside(self.uow, self.organization_id, contact, decision, self.at)
            return False
        if gate.is_elsewhere(contact):
            until = self.at + NOT_RELEASED_WAIT
            reason = Suppression.RELEASE_LIMIT
            await put_off(self.uow, self.organization_id, contact, reason, until, self.at)
            return False
        return gate.admits(contact)

    def _is_closed(self, campaign: RunningCampaign) -> bool:
        calling = replace(self.policy.rules, zone=campaign.zone)
        moments = (self.at, self.at + BEFORE_CLOSING)
        return any(closed_because(moment, calling, campaign.windows) is not None for moment in moments)

    def _around(self, campaign: RunningCampaign) -> Circumstances:
        return Circumstances(
            organization_id=self.organization_id,
            campaign=campaign,
            at=self.at,
            today=self.at.astimezone(campaign.zone).date(),
            whitelist_only=self.policy.whitelist_only,
            people_on_duty=True,
        )
