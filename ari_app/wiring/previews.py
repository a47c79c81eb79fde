"""Preview dialing for the agents' commands: who is next, dial, skip; all by rows, which a worker acts on."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from ari_app.config.settings import HospitalSettings
from ari_app.core.clock import Clock
from ari_app.core.dialing_vocabulary import PreviewState
from ari_app.core.errors import WrongInput
from ari_app.dialer import previewing
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.store import previews
from ari_app.store.audit import AuditEntry, record
from ari_app.store.pool import Store
from ari_app.store.previews import Who
from ari_app.wiring import care_plans
from ari_app.wiring.campaigns import known_organization_of

POLL_SECONDS = 0.25
_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom an agent may call, reserved for him until `expires_at` (UTC)."""

    who: Who
    expires_at: datetime


async def show_next(store: Store, hospital: HospitalSettings, agent: str, at: datetime) -> Shown | None:
    """The next follow-up that may be called; None when there is none now. Who looked is kept in the audit.

    Raises WrongInput for an agent whom nobody knows, Conflict for one who is not ready.
    """
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
    # the claim's lease plays no part: nothing is claimed here
    rules = ClaimRules(lease=timedelta(), calendar=care_plans.calendar())
    found = await previewing.show_next(store, organization, agent, rules, at)
    if found is None:
        return None
    async with store.unit_of_work() as uow:
        who = await previews.who(uow, found.contact_id)
        entry = AuditEntry(organization, agent, "previewed", "contacts", str(found.contact_id), at)
        await record(uow, entry)
    return Shown(who, found.expires_at)


async def dial(
    store: Store, hospital: HospitalSettings, agent: str, clock: Clock, seconds: float
) -> tuple[PreviewState, str | None]:
    """The agent confirms: a worker looks at it once more and rings him first. What became of it within `seconds`.

    Still confirmed: no worker has taken it yet. Raises WrongInput when nothing is shown to him.
    """
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
    shown = await previewing.confirm_shown(store, organization, agent, clock.now())
    until = clock.monotonic() + seconds
    while True:
        async with store.unit_of_work() as uow:
            state, reason = await previews.outcome(uow, shown.id)
        if state is not PreviewState.CONFIRMED or clock.monotonic() >= until:
            return state, reason
        await asyncio.sleep(POLL_SECONDS)


async def skip(
    store: Store, hospital: HospitalSettings, agent: str, reason: str, hours: float, at: datetime
) -> None:
    """The agent skips what is shown to him; it is shown again after so many hours. Raises WrongInput."""
    if not _REASON.fullmatch(reason):
        raise WrongInput("a reason is one word such as in_surgery: stored as it is, without patient data")
    async with store.unit_of_work() as uow:
        organization = await known_organization_of(uow, hospital)
    await previewing.skip_shown(store, organization, agent, reason, timedelta(hours=hours), at)
