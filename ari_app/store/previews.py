"""Previews: follow-ups shown to an agent, reserved for him until he confirms, skips, or the time is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import PreviewState
from ari_app.core.vocabulary import Disposition
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """A follow-up that is reserved for an agent until `expires_at` (UTC)."""

    id: UUID
    contact_id: UUID
    state: PreviewState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A follow-up whose agent has confirmed the call and is ready for it."""

    id: UUID
    contact_id: UUID
    agent_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class Tried:
    """An earlier call to a patient."""

    at: datetime
    disposition: Disposition
    mode: str


@dataclass(frozen=True, slots=True)
class Who:
    """What an agent sees before the call. `phone` is E.164."""

    patient_id: UUID
    name: str = field(repr=False)
    phone: str = field(repr=False)
    campaign: str
    questionnaire: str
    department: str | None
    plan_day: str | None
    due_at: datetime
    history: tuple[Tried, ...]


async def expire(uow: UnitOfWork, organization_id: UUID, at: datetime) -> None:
    """Give back what was reserved for too long."""
    await uow.run("previews.expire", organization_id=organization_id, at=at)


async def of_agent(uow: UnitOfWork, agent_id: UUID) -> Preview | None:
    """What is reserved for the agent, locked until the transaction ends."""
    row = await uow.one("previews.of_agent", agent_id=agent_id)
    if row is None:
        return None
    return Preview(row["id"], row["contact_id"], PreviewState(row["state"]), row["expires_at"])


async def reserved(uow: UnitOfWork, organization_id: UUID) -> frozenset[UUID]:
    """The follow-ups that are reserved for some agent."""
    rows = await uow.all("previews.reserved", organization_id=organization_id)
    return frozenset(UUID(str(row["contact_id"])) for row in rows)


async def add(
    uow: UnitOfWork,
    organization_id: UUID,
    agent_id: UUID,
    contact_id: UUID,
    at: datetime,
    expires_at: datetime,
) -> None:
    """Reserve a follow-up for an agent. Raises Conflict when one of them has another already."""
    await uow.run(
        "previews.insert",
        id=uow.new_id(),
        organization_id=organization_id,
        agent_id=agent_id,
        contact_id=contact_id,
        at=at,
        expires_at=expires_at,
    )


async def confirm(uow: UnitOfWork, preview_id: UUID, expires_at: datetime) -> None:
    """The agent wants the call; a worker has until `expires_at` to begin it."""
    await uow.run("previews.confirm", id=preview_id, expires_at=expires_at)


async def skip(uow: UnitOfWork, preview_id: UUID, reason: str, at: datetime) -> None:
    """The agent does not want it, for a reason that is a word."""
    await uow.run("previews.skip", id=preview_id, reason=reason, at=at)


async def lock_confirmed(uow: UnitOfWork, organization_id: UUID, at: datetime) -> list[Confirmed]:
    """What may be claimed now, with agents who are ready; all locked until the transaction ends."""
    rows = await uow.all("previews.confirmed", organization_id=organization_id, at=at)
    return [Confirmed(row["id"], row["contact_id"], row["agent_id"], row["campaign_id"]) for row in rows]


async def note_dialed(uow: UnitOfWork, preview_id: UUID, attempt_id: UUID, at: datetime) -> None:
    """It became an attempt."""
    await uow.run("previews.dialed", id=preview_id, attempt_id=attempt_id, at=at)


async def note_refused(uow: UnitOfWork, preview_id: UUID, reason: str, at: datetime) -> None:
    """Looked at again, it may not be dialed."""
    await uow.run("previews.refused", id=preview_id, reason=reason, at=at)


async def outcome(uow: UnitOfWork, preview_id: UUID) -> tuple[PreviewState, str | None]:
    """What became of it, and why."""
    row = await uow.one("previews.outcome", id=preview_id)
    assert row is not None
    return PreviewState(row["state"]), row["reason"]


async def who(uow: UnitOfWork, contact_id: UUID) -> Who:
    """Whom a follow-up is for, why, and what was tried before."""
    row = await uow.one("previews.who", contact_id=contact_id)
    assert row is not None
    patient_id = row["patient_id"]
    before: Sequence[Tried] = [
        Tried(each["dialing_at"], Disposition(each["disposition"]), each["mode"])
        for each in await uow.all("previews.history", patient_id=patient_id)
    ]
    return Who(
        patient_id=patient_id,
        name=uow.cipher.open(row["name_encrypted"], "patients.name_encrypted", patient_id),
        phone=uow.cipher.open(row["phone_encrypted"], "patients.phone_encrypted", patient_id),
        campaign=row["campaign"],
        questionnaire=row["questionnaire"],
        department=row["department"] or row["group_name"],
        plan_day=row["plan_day"],
        due_at=row["due_at"],
        history=tuple(before),
    )
