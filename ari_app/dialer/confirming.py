"""A claimed attempt whose preparation took long is looked at once more, as in the claim, and given new time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ari_app.core.dialing_vocabulary import NumberKind
from ari_app.dialer.claim_rules import ClaimRules, check_clock
from ari_app.dialer.port import Claimed
from ari_app.policy.governance import Dial, decide
from ari_app.store import campaigns, candidates, claims, workers
from ari_app.store.attempts import NotDialed
from ari_app.store.calling_policy import read_policy
from ari_app.store.candidates import Circumstances
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.workers import WorkerHold


async def confirm(store: Store, hold: WorkerHold, rules: ClaimRules, at: datetime, claimed: Claimed) -> None:
    """Raises NotDialed when the attempt may not be dialed now, Conflict when another process runs as this worker.

    The limits need no second look: the attempt has its line since it was claimed.
    """
    async with store.unit_of_work() as uow:
        await claims.lock(uow, hold.organization_id)
        check_clock(at, (await workers.read(uow, hold)).database_time, rules.most_skew)
        until = await _until(uow, hold, rules, at, claimed)
        if until is None or not await claims.confirm(uow, claimed.lease, until[0], until[1]):
            raise NotDialed(f"attempt {claimed.lease.attempt_id} may not be dialed any more")


async def _until(
    uow: UnitOfWork, hold: WorkerHold, rules: ClaimRules, at: datetime, claimed: Claimed
) -> tuple[NumberKind, datetime] | None:
    running = {one.id: one for one in await campaigns.running(uow, hold.organization_id)}
    campaign = running.get(claimed.campaign_id)
    if campaign is None:
        return None
    policy = await read_policy(uow, hold.organization_id, rules.calendar)
    around = Circumstances(
        organization_id=hold.organization_id,
        campaign=campaign,
        at=at,
        today=at.astimezone(campaign.zone).date(),
        whitelist_only=policy.whitelist_only,
        people_on_duty=rules.people_on_duty(),
        own_attempt=claimed.lease.attempt_id,
    )
    for contact in await candidates.lock_and_read(uow, [claimed.contact_id], around):
        decision = decide(contact.candidate, replace(policy.rules, zone=campaign.zone), at)
        if isinstance(decision, Dial):
            return decision.number, decision.dial_before
    return None
