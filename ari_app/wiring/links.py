"""Redeeming a link of a message, whoever brings its token: a page, or a person at the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ari_app.core.errors import WrongInput
from ari_app.store import message_links
from ari_app.store.calling_policy import read_policy
from ari_app.store.message_links import Link, LinkVerb
from ari_app.store.pool import Store
from ari_app.wiring.care_plans import calendar


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What was done; `at` is when the patient will be called (UTC), None where that is not the point."""

    verb: LinkVerb
    at: datetime | None


async def look(store: Store, token: str, now: datetime) -> Link:
    """What a link would do. Raises WrongInput for one that is not valid."""
    async with store.unit_of_work() as uow:
        return await message_links.look(uow, token, now)


async def redeem(store: Store, token: str, now: datetime, when: datetime | None = None) -> Redeemed:
    """Do what the link is for, once. `when` (aware) is the time that a reschedule asks for. Raises WrongInput."""
    async with store.unit_of_work() as uow:
        link = await message_links.look(uow, token, now)
        if link.verb is LinkVerb.DO_NOT_DISTURB:
            await message_links.do_not_disturb(uow, token, now)
            return Redeemed(link.verb, None)
        rules = (await read_policy(uow, link.organization_id, calendar())).rules
        if link.verb is LinkVerb.CALL_BACK:
            return Redeemed(link.verb, await message_links.call_back(uow, token, rules, now))
        if when is None:
            raise WrongInput("this link moves a call: to when?", mend="give --at '2026-03-12 15:00'")
        return Redeemed(link.verb, await message_links.reschedule(uow, token, when, rules, now))
