"""Why an attempt ended as it did: one row, written with its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ari_app.core.vocabulary import Disposition
from ari_app.policy.early_line import EarlyLine, LineEvidence, Ringback
from ari_app.policy.line_outcome import DecidedBy
from ari_app.store.references import Lease
from ari_app.store.unit_of_work import UnitOfWork

_WORDS = "line_evidence.words_encrypted"


async def record(uow: UnitOfWork, lease: Lease, evidence: LineEvidence, at: datetime) -> None:
    """Write it down, once, in the transaction that ends the attempt. Raises Conflict when it was written before."""
    early = evidence.early
    await uow.run(
        "line_evidence.insert",
        attempt_id=lease.attempt_id,
        organization_id=lease.organization_id,
        decided_by=evidence.decided_by,
        announced=early.announced,
        phrase=early.phrase,
        words_encrypted=uow.cipher.seal_optional(early.words, _WORDS, lease.attempt_id),
        ringback=early.ringback,
        tone=early.tone,
        saw_ringing=evidence.saw_ringing,
        our_timeout=evidence.our_timeout,
        cause=evidence.cause,
        cause_text=evidence.cause_text,
        tech_cause=None if evidence.tech_cause is None else str(evidence.tech_cause),
        heard_seconds=early.heard_seconds,
        voiced_seconds=early.voiced_seconds,
        recognizing_seconds=early.recognizing_seconds,
        recording_path=evidence.recording,
        at=at,
    )


async def read(uow: UnitOfWork, attempt_id: UUID) -> LineEvidence | None:
    """What the line told; None for an attempt that goes on, or whose worker was lost."""
    row = await uow.one("line_evidence.read", attempt_id=attempt_id)
    if row is None:
        return None
    return LineEvidence(
        decided_by=None if row["decided_by"] is None else DecidedBy(row["decided_by"]),
        early=EarlyLine(
            ringback=None if row["ringback"] is None else Ringback(row["ringback"]),
            tone=row["tone"],
            announced=None if row["announced"] is None else Disposition(row["announced"]),
            phrase=row["phrase"],
            words=uow.cipher.open_optional(row["words_encrypted"], _WORDS, attempt_id),
            heard_seconds=row["heard_seconds"],
            voiced_seconds=row["voiced_seconds"],
            recognizing_seconds=row["recognizing_seconds"],
        ),
        saw_ringing=row["saw_ringing"],
        our_timeout=row["our_timeout"],
        cause=row["cause"],
        cause_text=row["cause_text"],
        tech_cause=None if row["tech_cause"] is None else int(row["tech_cause"]),
        recording=row["recording_path"],
    )
