"""The claim: one transaction that looks at due contacts, decides, and makes the attempts that may be dialed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.core.dialing_vocabulary import CampaignMode, Suppression
from ari_app.dialer.agents import ReadyAgents
from ari_app.dialer.claim_rules import ClaimRules, check_clock
from ari_app.dialer.limits import Limits, interval_of
from ari_app.dialer.line_choice import LineChoice
from ari_app.dialer.ordering import in_order, looked_at
from ari_app.dialer.port import Claimed
from ari_app.dialer.releasing import ReleaseGate
from ari_app.dialer.setting_aside import put_off, set_aside
from ari_app.policy.calling_rules import closed_because, next_allowed
from ari_app.policy.governance import BEFORE_CLOSING, Dial, Later, Never, decide
from ari_app.policy.line_outcome import AS_USUAL
from ari_app.store import caller_ids, campaigns, candidates, claims, lines, workers
from ari_app.store.calling_policy import StoredPolicy, read_policy
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.candidates import Circumstances, DueContact
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.workers import WorkerHold

MOST_AT_ONCE = 64
MOST_BATCHES = 4
NO_NUMBER_WAIT = timedelta(minutes=15)
NOT_RELEASED_WAIT = timedelta(hours=24)


async def claim(
    store: Store, hold: WorkerHold, rules: ClaimRules, at: datetime, at_most: int
) -> tuple[Claimed, ...]:
    """Claim up to `at_most` attempts for the worker, never more than any limit leaves over all workers.

    Raises Conflict when another process runs as this worker, Unavailable when its clock is wrong.
    """
    async with store.unit_of_work() as uow:
        await claims.lock(uow, hold.organization_id)
        state = await workers.read(uow, hold)
        check_clock(at, state.database_time, rules.most_skew)
        if not state.is_active or at_most <= 0:
            return ()
        found = await campaigns.running(uow, hold.organization_id)
        if not found:
            return ()
        one = await _Claim.begin(uow, hold, rules, at, found, at_most, state.capacity)
        for campaign in found:
            await one.serve(campaign)
        return tuple(one.claimed)


class _Claim:
    """One claim under way."""

    def __init__(
        self,
        uow: UnitOfWork,
        hold: WorkerHold,
        rules: ClaimRules,
        at: datetime,
        policy: StoredPolicy,
        limits: Limits,
        choice: LineChoice,
        agents: ReadyAgents,
    ) -> None:
        self._uow, self._hold, self._rules, self._at = uow, hold, rules, at
        self._policy, self._limits, self._choice, self._agents = policy, limits, choice, agents
        self._called: set[object] = set()
        self.claimed: list[Claimed] = []

    @classmethod
    async def begin(
        cls,
        uow: UnitOfWork,
        hold: WorkerHold,
        rules: ClaimRules,
        at: datetime,
        found: list[RunningCampaign],
        at_most: int,
        capacity: int,
    ) -> _Claim:
        """Read the limits and what is used of them."""
        organization_id = hold.organization_id
        policy = await read_policy(uow, organization_id, rules.calendar)
        trunks = await lines.close_proven(uow, await lines.lock_trunks(uow, organization_id))
        rates = [policy.calls_per_second]
        rates += [one.calls_per_second for one in found] + [one.calls_per_second for one in trunks]
        span = max((interval_of(rate) for rate in rates if rate is not None), default=timedelta())
        load = await claims.read_load(uow, organization_id, at, at - span)
        room = min(at_most, capacity - load.by_worker.get(hold.worker, 0))
        limits = Limits(
            load,
            at,
            worker_room=room,
            concurrency=policy.concurrency,
            calls_per_second=policy.calls_per_second,
        )
        today = at.astimezone(policy.rules.zone).date()
        pool = await caller_ids.read_pool(uow, organization_id, today, at)
        choice = LineChoice(trunks, pool, limits, at)
        agents = await ReadyAgents.read(uow, organization_id, found, at)
        return cls(uow, hold, rules, at, policy, limits, choice, agents)

    async def serve(self, campaign: RunningCampaign) -> None:
        """Claim what the campaign may have now, and note why it has to wait when it gets nothing."""
        closed = self._closed(campaign)
        gate = await ReleaseGate.open(self._uow, campaign, self._at)
        waits, before = closed, len(self.claimed)
        for _ in range(MOST_BATCHES):
            full = self._full_for(campaign)
            waits = full or closed or gate.waits
            if full is not None:
                break
            room = self._agents.room_for(campaign, self._limits.room_for(campaign))
            wanted = looked_at(campaign, min(room, MOST_AT_ONCE), MOST_AT_ONCE)
            ids = await self._due_ids(campaign, gate, wanted, first_only=closed is not None)
            contacts = await candidates.lock_and_read(self._uow, ids, self._around(campaign))
            if not contacts:
                break
            for contact in await in_order(self._uow, campaign, contacts, self._at):
                await self._look_at(campaign, contact, gate)
        await self._note_wait(campaign, None if len(self.claimed) > before else waits, closed)

    async def _due_ids(
        self, campaign: RunningCampaign, gate: ReleaseGate, at_most: int, *, first_only: bool
    ) -> list[UUID]:
        """What is worth a look; in preview dialing only what an agent has confirmed."""
        if campaign.mode == CampaignMode.PREVIEW:
            return self._agents.confirmed(campaign)[:at_most]
        find = candidates.begun_ids if gate.is_full else candidates.due_ids
        return await find(self._uow, campaign.id, self._at, at_most, first_only=first_only)

    def _full_for(self, campaign: RunningCampaign) -> Suppression | None:
        """Why nothing of the campaign can be claimed now, whoever is due."""
        return self._limits.full_for(campaign) or self._agents.missing(campaign) or self._choice.blocked()

    def _closed(self, campaign: RunningCampaign) -> Suppression | None:
        """Why the campaign as a whole is outside its hours, or so near their end that nothing is dialed any more."""
        calling = replace(self._policy.rules, zone=campaign.zone)
        moments = (self._at, self._at + BEFORE_CLOSING)
        found = (closed_because(moment, calling, campaign.windows) for moment in moments)
        return next((reason for reason in found if reason is not None), None)

    async def _note_wait(
        self, campaign: RunningCampaign, waits: Suppression | None, closed: Suppression | None
    ) -> None:
        """Only what changed is written: limits that come and go with each call are no news."""
        if waits in _PASSING:
            return
        calling = replace(self._policy.rules, zone=campaign.zone)
        until = (
            next_allowed(self._at + BEFORE_CLOSING, calling, campaign.windows)
            if waits is not None and waits is closed
            else None
        )
        if campaign.waits != (None if waits is None else waits.value, until):
            await campaigns.set_wait(self._uow, campaign.id, waits, until)

    def _around(self, campaign: RunningCampaign) -> Circumstances:
        return Circumstances(
            organization_id=self._hold.organization_id,
            campaign=campaign,
            at=self._at,
            today=self._at.astimezone(campaign.zone).date(),
            whitelist_only=self._policy.whitelist_only,
            people_on_duty=self._rules.people_on_duty(),
        )

    async def _look_at(self, campaign: RunningCampaign, contact: DueContact, gate: ReleaseGate) -> None:
        """Decide about one contact and do it. One for which a limit leaves no room stays as it is."""
        candidate = contact.candidate
        if not self._called.isdisjoint((contact.patient_id, *contact.indexes)):
            candidate = replace(candidate, in_call=True)
        match decide(candidate, replace(self._policy.rules, zone=campaign.zone), self._at):
            case Later() | Never() as decision:
                organization_id = self._hold.organization_id
                await set_aside(self._uow, organization_id, contact, decision, self._at)
                await self._agents.refused(self._uow, contact, decision.reason, self._at)
            case Dial() if gate.is_elsewhere(contact):
                await self._put_off(contact, Suppression.RELEASE_LIMIT, self._at + NOT_RELEASED_WAIT)
            case Dial() as dial:
                if gate.admits(contact) and await self._dial(campaign, contact, dial):
                    gate.took(contact)

    async def _dial(self, campaign: RunningCampaign, contact: DueContact, dial: Dial) -> bool:
        if self._full_for(campaign):
            return False
        line = self._choice.choose(campaign, contact)
        if line is None:
            await self._put_off(contact, Suppression.NO_CALLER_ID, self._in_hours(campaign, contact))
            return False
        trunk_id: UUID | None = None if line.trunk is None else line.trunk.id
        draft = claims.AttemptDraft(
            contact=contact,
            number=dial.number,
            campaign_id=campaign.id,
            mode=campaign.mode,
            trunk_id=trunk_id,
            caller_id=None if line.caller is None else line.caller.caller.number,
            dial_before=dial.dial_before,
            agent_id=self._agents.take(campaign, contact),
        )
        organization_id, expires = self._hold.organization_id, self._at + self._rules.lease
        lease = await claims.make_attempt(
            self._uow, organization_id, draft, self._hold.worker, self._at, expires
        )
        await self._agents.dialed(self._uow, contact, lease.attempt_id, self._at)
        today = self._at.astimezone(self._policy.rules.zone).date()
        await self._choice.take(self._uow, line, today, self._rules.breaker)
        self._limits.take(campaign.id, trunk_id)
        self._called |= {contact.patient_id, *contact.indexes}
        self.claimed.append(
            Claimed(
                lease=lease,
                contact_id=contact.id,
                campaign_id=campaign.id,
                dial_before=dial.dial_before,
                caller_id=draft.caller_id,
                dial=None if line.trunk is None else line.trunk.dial,
                cause_mapping=AS_USUAL if line.trunk is None else line.trunk.cause_mapping,
            )
        )
        return True

    def _in_hours(self, campaign: RunningCampaign, contact: DueContact) -> datetime:
        """A while from now, inside hours: a call that was asked for is not drawn on into the night."""
        one, wait = contact.candidate, self._at + NO_NUMBER_WAIT
        rules = self._policy.rules.opened(weekends=one.on_weekends, holidays=one.on_holidays)
        found = next_allowed(wait, rules, campaign.windows, one.patient_windows, exempt=one.urgent)
        return found or wait

    async def _put_off(self, contact: DueContact, reason: Suppression, until: datetime) -> None:
        await put_off(self._uow, self._hold.organization_id, contact, reason, until, self._at)
        await self._agents.refused(self._uow, contact, reason, self._at)


_PASSING = frozenset(
    {
        Suppression.WORKER_FULL,
        Suppression.SYSTEM_FULL,
        Suppression.CAMPAIGN_FULL,
        Suppression.TRUNK_FULL,
        Suppression.CALL_RATE,
    }
)
"""Limits that free by themselves as calls end."""
