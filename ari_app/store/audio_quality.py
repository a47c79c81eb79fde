"""How good the line of a call was: one row, written with its end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from ari_app.policy.audio_quality import AudioQuality
from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork


async def record(uow: UnitOfWork, call: CallRef, quality: AudioQuality, at: datetime) -> None:
    """Write it down, once, in the transaction that ends the attempt. Raises Conflict when it was written before."""
    await uow.run(
        "audio_quality.insert",
        call_id=call.call_id,
        organization_id=call.organization_id,
        at=at,
        **asdict(quality),
    )


async def read(uow: UnitOfWork, call_id: UUID) -> AudioQuality | None:
    """What was measured; None for a call that was not heard to its end."""
    row = await uow.one("audio_quality.read", call_id=call_id)
    return None if row is None else AudioQuality(**row)
