"""Agents: nurses with desk phones, whether they are ready, and the attempts that they are reserved for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import AgentState, CampaignMode
from ari_app.core.errors import Conflict, WrongInput
from ari_app.store.unit_of_work import Row, UnitOfWork

# what an agent may change of his own; only the end of a call, or a claim, changes a busy one
_FROM: dict[AgentState, tuple[AgentState, ...]] = {
    AgentState.READY: (AgentState.AWAY, AgentState.READY, AgentState.WRAPPING),
    AgentState.AWAY: (AgentState.AWAY, AgentState.READY, AgentState.WRAPPING),
}


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent for whom an attempt was claimed; `endpoint` is the phone as Asterisk dials it."""

    id: UUID
    name: str
    endpoint: str
    mode: CampaignMode


async def put(uow: UnitOfWork, organization_id: UUID, name: str, endpoint: str, at: datetime) -> None:
    """Make an agent, who is away at first, or give one another phone. Raises Conflict for a phone that is taken."""
    await uow.run(
        "agents.put", id=uow.new_id(), organization_id=organization_id, name=name, endpoint=endpoint, at=at
    )


async def set_state(
    uow: UnitOfWork, organization_id: UUID, name: str, state: AgentState, at: datetime
) -> None:
    """The agent is ready, or goes away. Raises Conflict while a call is claimed for him, WrongInput for no such one."""
    changed = await uow.one(
        "agents.set_state",
        organization_id=organization_id,
        name=name,
        state=state.value,
        from_states=[each.value for each in _FROM[state]],
        at=at,
    )
    if changed is None:
        if await uow.one("agents.by_name", organization_id=organization_id, name=name) is None:
            raise WrongInput(f"there is no agent {name}", mend="make one with ari-app agent add")
        raise Conflict(f"agent {name} is in a call", mend="say it again when the call is over")


async def lock_ready_one(uow: UnitOfWork, organization_id: UUID, name: str) -> UUID:
    """An agent who must be ready, locked until the transaction ends.

    Raises WrongInput when there is none of this name, Conflict when he is not ready.
    """
    row = await uow.one("agents.lock_by_name", organization_id=organization_id, name=name)
    if row is None:
        raise WrongInput(f"there is no agent {name}", mend="make one with ari-app agent add")
    if row["state"] != AgentState.READY:
        raise Conflict(f"agent {name} is {row['state']}", mend=f"ari-app agent ready {name}")
    return UUID(str(row["id"]))


async def shown(uow: UnitOfWork, organization_id: UUID) -> Sequence[Row]:
    """Every agent with what he does."""
    return await uow.all("agents.shown", organization_id=organization_id)


async def lock_ready(uow: UnitOfWork, organization_id: UUID) -> list[UUID]:
    """Agents who are ready, who waits longest first, locked until the transaction ends."""
    rows = await uow.all("agents.lock_ready", organization_id=organization_id)
    return [UUID(str(row["id"])) for row in rows]


async def of_attempt(uow: UnitOfWork, attempt_id: UUID) -> Agent | None:
    """The agent for whom an attempt was claimed; None when the robot talks."""
    row = await uow.one("agents.of_attempt", attempt_id=attempt_id)
    if row is None:
        return None
    return Agent(row["id"], row["name"], row["endpoint"], CampaignMode(row["mode"]))


async def note_missed(uow: UnitOfWork, attempt_id: UUID, at: datetime) -> None:
    """The agent was rung and did not take the call: nothing more is dialed for him until he says that he is ready."""
    await uow.run("agents.missed", attempt_id=attempt_id, at=at)
