"""Agents made, shown, and told to be ready or away, by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import AgentState
from ari_app.core.errors import WrongInput
from ari_app.store import agents
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import Row
from ari_app.wiring.campaigns import known_organization_of, organization_of

_NAME = re.compile(r"[\w.-]{1,64}")
_ENDPOINT = re.compile(r"[A-Za-z]+/[^,&|() ]{1,200}")


async def put(store: Store, hospital: HospitalSettings, name: str, endpoint: str, at: datetime) -> None:
    """Make an agent, or give one another phone. Raises WrongInput, and Conflict for a phone that is another's."""
    if not _NAME.fullmatch(name):
        raise WrongInput("an agent's name is one word, such as nurse-wang or 8012")
    if not _ENDPOINT.fullmatch(endpoint):
        raise WrongInput("--phone is one phone as Asterisk dials it", mend="write it as PJSIP/101")
    async with store.unit_of_work() as uow:
        await agents.put(uow, await organization_of(uow, hospital), name, endpoint, at)


async def set_state(
    store: Store, hospital: HospitalSettings, name: str, state: AgentState, at: datetime
) -> None:
    """The agent is ready or away. Raises WrongInput, and Conflict while a call is claimed for him."""
    async with store.unit_of_work() as uow:
        await agents.set_state(uow, await known_organization_of(uow, hospital), name, state, at)


async def shown(store: Store, hospital: HospitalSettings) -> Sequence[Row]:
    """Every agent with what he does."""
    async with store.unit_of_work() as uow:
        return await agents.shown(uow, await known_organization_of(uow, hospital))
