"""What is known of one number, for those who would call it themselves: lists, touches, live calls, the ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import NumberKind, NumberList
from ari_app.policy.caps import WEEK, Touches
from ari_app.policy.governance import Candidate, Number
from ari_app.store.phone_index import phone_index, phone_indexes
from ari_app.store.unit_of_work import UnitOfWork


async def candidate_of(uow: UnitOfWork, organization_id: UUID, phone: str, at: datetime) -> Candidate:
    """An E.164 number as a follow-up that is due `at`, so that the rules can judge it.

    Everything that stands against any patient of this number stands against it.
    """
    indexes = phone_indexes(uow, phone)
    people = await uow.all("agi.patients_of_number", organization_id=organization_id, phone_indexes=indexes)
    keys = {
        "organization_id": organization_id,
        "phone_indexes": indexes,
        "patient_ids": [row["id"] for row in people],
    }
    listed = [
        NumberList(row["kind"])
        for row in await uow.all("claims.listed", **keys)
        if row["phone_index"] in indexes or row["kind"] != NumberList.INVALID.value
    ]
    touched = await uow.all("claims.touched", **keys, since=at - WEEK, own_attempt=None)
    talking = await uow.one("agi.is_talking", **keys)
    return Candidate(
        numbers=(Number(NumberKind.MAIN, lists=frozenset(listed)),),
        due_at=at,
        campaign=None,
        touches=Touches(tuple(sorted(row["at"] for row in touched))),
        is_deceased=bool(people) and all(row["is_deceased"] for row in people),
        in_call=talking is not None and talking["is_talking"],
    )


async def add_touches(
    uow: UnitOfWork, organization_id: UUID, phone: str, kind: str, reference: str, at: datetime
) -> int:
    """Enter a call to this number into the ledger of each patient who has it; of how many.

    The same `reference` is entered once.
    """
    people = await uow.all(
        "agi.patients_of_number",
        organization_id=organization_id,
        phone_indexes=phone_indexes(uow, phone),
    )
    for row in people:
        await uow.run(
            "agi.add_touch",
            organization_id=organization_id,
            patient_id=row["id"],
            phone_index=phone_index(uow, phone),
            kind=kind,
            at=at,
            reference=reference,
        )
    return len(people)
