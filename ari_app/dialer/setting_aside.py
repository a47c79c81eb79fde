"""What is done with a follow-up that may not be dialed now, or never."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import Suppression
from ari_app.policy.governance import Later, Never
from ari_app.store import claims
from ari_app.store.candidates import DueContact
from ari_app.store.unit_of_work import UnitOfWork


async def put_off(
    uow: UnitOfWork,
    organization_id: UUID,
    contact: DueContact,
    reason: Suppression,
    until: datetime,
    at: datetime,
) -> None:
    """It is looked at again at `until`."""
    await claims.put_off(uow, organization_id, contact.id, reason, until, at)


async def set_aside(
    uow: UnitOfWork, organization_id: UUID, contact: DueContact, decision: Later | Never, at: datetime
) -> None:
    """Put it off, or close it, with work for a person where there is some."""
    if isinstance(decision, Later):
        await put_off(uow, organization_id, contact, decision.reason, decision.at, at)
        return
    await claims.close(uow, organization_id, contact.id, decision.reason, at)
    if decision.work is not None:
        await claims.add_work(
            uow,
            organization_id,
            decision.work,
            contact.patient_id,
            at,
            contact_id=contact.id,
            reason=decision.reason.value,
        )
