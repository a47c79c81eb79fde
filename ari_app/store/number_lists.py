"""Lists of numbers: do-not-call, complaint, black, invalid, white; and what follows at once from an entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.store.phone_index import phone_index, phone_indexes
from ari_app.store.unit_of_work import UnitOfWork

FORBIDDING = frozenset({NumberList.BLACK, NumberList.COMPLAINT, NumberList.DO_NOT_CALL})
"""Lists whose numbers are never dialed."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A number to be put on a list. `phone` is E.164; `reason` and `source` are codes."""

    kind: NumberList
    phone: str = field(repr=False)
    reason: str
    source: str
    patient_id: UUID | None = None


async def add(uow: UnitOfWork, organization_id: UUID, entry: ListEntry, at: datetime) -> int:
    """Put a number on a list; one that must not be called any more has its open follow-ups canceled: how many.

    Doing it twice changes nothing.
    """
    index = phone_index(uow, entry.phone)
    await _insert(
        uow, organization_id, entry.kind, index, entry.patient_id, None, entry.reason, entry.source, at
    )
    if entry.kind not in FORBIDDING:
        return 0
    return await _cancel(uow, organization_id, phone_indexes(uow, entry.phone))


async def add_of_attempt(
    uow: UnitOfWork,
    organization_id: UUID,
    kind: NumberList,
    attempt_id: UUID,
    patient_id: UUID,
    reason: str,
    source: str,
    at: datetime,
    *,
    keep_own: bool = False,
) -> int:
    """Put the number that an attempt dialed on a list, and the person with it when he is not to be called.

    Then his open follow-ups and those of the number are canceled, that of the attempt itself only without
    `keep_own`; returns how many.
    """
    row = await uow.one("lists.dialed", attempt_id=attempt_id)
    assert row is not None
    is_forbidding = kind in FORBIDDING
    person = patient_id if is_forbidding else None
    await _insert(uow, organization_id, kind, row["phone_index"], person, attempt_id, reason, source, at)
    if not is_forbidding:
        return 0
    kept = attempt_id if keep_own else None
    of_person = await uow.run(
        "lists.cancel_of_patient",
        organization_id=organization_id,
        patient_id=patient_id,
        except_attempt=kept,
    )
    return of_person + await _cancel(uow, organization_id, [row["phone_index"]], kept)


async def contact_of(uow: UnitOfWork, attempt_id: UUID) -> UUID:
    """The follow-up of an attempt."""
    row = await uow.one("lists.dialed", attempt_id=attempt_id)
    assert row is not None
    return UUID(str(row["contact_id"]))


async def _insert(
    uow: UnitOfWork,
    organization_id: UUID,
    kind: NumberList,
    index: bytes,
    patient_id: UUID | None,
    attempt_id: UUID | None,
    reason: str,
    source: str,
    at: datetime,
) -> None:
    await uow.run(
        "lists.add",
        id=uow.new_id(),
        organization_id=organization_id,
        kind=kind.value,
        phone_index=index,
        patient_id=patient_id,
        attempt_id=attempt_id,
        reason=reason,
        source=source,
        at=at,
    )


async def _cancel(
    uow: UnitOfWork, organization_id: UUID, indexes: list[bytes], except_attempt: UUID | None = None
) -> int:
    return await uow.run(
        "lists.cancel_of_number",
        organization_id=organization_id,
        phone_indexes=indexes,
        except_attempt=except_attempt,
    )


async def remove(
    uow: UnitOfWork, organization_id: UUID, kind: NumberList, phone: str, removed_by: str, at: datetime
) -> bool:
    """Take a number off a list; canceled follow-ups stay canceled. False when it was not on it."""
    changed = await uow.run(
        "lists.remove",
        organization_id=organization_id,
        kind=kind.value,
        phone_indexes=phone_indexes(uow, phone),
        removed_by=removed_by,
        at=at,
    )
    return changed > 0


async def kinds_of(uow: UnitOfWork, organization_id: UUID, phone: str) -> frozenset[NumberList]:
    """The lists on which a number stands."""
    rows = await uow.all(
        "lists.of_number", organization_id=organization_id, phone_indexes=phone_indexes(uow, phone)
    )
    return frozenset(NumberList(row["kind"]) for row in rows)


async def barred_by(uow: UnitOfWork, organization_id: UUID, phone: str, patient: str) -> str | None:
    """What forbids to call the number (E.164) or the patient of that external id: a list, or deceased; else None."""
    row = await uow.one(
        "lists.bars",
        organization_id=organization_id,
        kinds=sorted(FORBIDDING),
        phone_indexes=phone_indexes(uow, phone),
        patient=patient,
    )
    return None if row is None else str(row["why"])


async def add_touch(
    uow: UnitOfWork,
    organization_id: UUID,
    patient_id: UUID,
    phone: str,
    kind: str,
    at: datetime,
    contact_id: UUID | None = None,
) -> None:
    """Enter a call by a `person` or a `message` into the ledger of contact."""
    await uow.run(
        "lists.add_touch",
        organization_id=organization_id,
        patient_id=patient_id,
        phone_index=phone_index(uow, phone),
        kind=kind,
        contact_id=contact_id,
        at=at,
    )
