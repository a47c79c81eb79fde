"""Joins the FastAGI scripts to the store: `ari-app agi` needs the database, no Asterisk and no models."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ari_app.core.clock import Clock
from ari_app.integrations.agi_scripts import ALLOWED, AgiPorts, KnownCaller, Verdict
from ari_app.policy.governance import Dial, Later, decide
from ari_app.store import inbound, number_facts
from ari_app.store.calling_policy import read_policy
from ari_app.store.pool import Store
from ari_app.wiring.care_plans import calendar


@dataclass(frozen=True, slots=True)
class StoredNumbers:
    """Answers the scripts from what one organization has stored."""

    store: Store
    clock: Clock
    organization_id: UUID

    async def who(self, phone: str) -> KnownCaller:
        """What is known of an E.164 number."""
        now = self.clock.now()
        async with self.store.unit_of_work() as uow:
            is_known = await inbound.is_known(uow, self.organization_id, phone)
            found = await inbound.open_follow_ups(uow, self.organization_id, phone, now)
        return KnownCaller(
            is_known,
            found[0].contact_id if found else None,
            any(each.is_being_called for each in found),
        )

    async def may_call(self, phone: str) -> Verdict:
        """By the rules of the dialer: lists, caps, hours, and whether a call is under way."""
        now = self.clock.now()
        async with self.store.unit_of_work() as uow:
            policy = await read_policy(uow, self.organization_id, calendar())
            candidate = await number_facts.candidate_of(uow, self.organization_id, phone, now)
        match decide(candidate, policy.rules, now):
            case Dial():
                return Verdict(True, ALLOWED)
            case Later(at, reason):
                return Verdict(False, reason.value, at)
            case never:
                return Verdict(False, never.reason.value)

    async def log(self, phone: str, kind: str, reference: str) -> int:
        """Enter a call into the ledger that the caps count."""
        async with self.store.unit_of_work() as uow:
            return await number_facts.add_touches(
                uow, self.organization_id, phone, kind, reference, self.clock.now()
            )


def ports_of(numbers: StoredNumbers) -> AgiPorts:
    """The scripts' ports, all answered by the store."""
    return AgiPorts(who=numbers, may_call=numbers, log=numbers)
