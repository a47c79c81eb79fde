"""The follow-ups of a list: made, corrected or changed, once patients and visits are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.store.listed import ListedContact, Target
from ari_app.store.patients import PutPatient
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ContactWriting:
    """Writes the follow-ups of a batch; patients and visits are stored already."""

    uow: UnitOfWork
    target: Target
    patients: Mapping[str, PutPatient]
    encounters: Mapping[str, UUID]
    at: datetime

    async def put(self, rows: Sequence[ListedContact]) -> tuple[tuple[int, ...], ...]:
        """The numbers of those that were added, are due at another time, have other terms, and are late for that."""
        known = {
            row["external_id"]: row
            for row in await self.uow.all(
                "intake.lock_contacts",
                organization_id=self.target.organization_id,
                external_ids=[row.external_id for row in rows],
            )
        }
        added = await self._insert([row for row in rows if row.external_id not in known])
        again = [row for row in rows if row.external_id in known]
        other_time = [
            row
            for row in again
            if row.due_at is not None and known[row.external_id]["listed_due_at"] != row.due_at
        ]
        dialed = [row.number for row in other_time if known[row.external_id]["is_dialed"]]
        corrected = await self._correct([row for row in other_time if row.number not in dialed])
        changed = await self._update(again)
        is_open = {row.number for row in again if known[row.external_id]["status"] == "open"}
        return (
            tuple(row.number for row in rows if row.external_id in added),
            tuple(row.number for row in again if row.external_id in corrected),
            tuple(row.number for row in again if row.external_id in changed - corrected),
            tuple(number for number in dialed if number in is_open),
        )

    async def _insert(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.insert_contacts",
            version_ids=[(row.asked or self.target.asked).version_id for row in rows],
            ids=[self.uow.new_id() for _ in rows],
            external_ids=[row.external_id for row in rows],
            patient_ids=[self.patients[row.patient.external_id].id for row in rows],
            encounter_ids=[self.encounters.get(row.encounter_external_id or "") for row in rows],
            plan_days=[row.plan_day for row in rows],
            due_ats=[row.due_at or self.at for row in rows],
            thresholds=[dict(row.thresholds) for row in rows],
            **_terms(rows),
        )

    async def _correct(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.correct_due",
            external_ids=[row.external_id for row in rows],
            due_ats=[row.due_at for row in rows],
        )

    async def _update(self, rows: Sequence[ListedContact]) -> set[str]:
        return await self._stored(
            "intake.update_contacts",
            external_ids=[row.external_id for row in rows],
            emptied=[",".join(sorted(row.cleared)) for row in rows],
            **_terms(rows),
        )

    async def _stored(self, query: str, **values: object) -> set[str]:
        rows = await self.uow.all(
            query,
            organization_id=self.target.organization_id,
            campaign_id=self.target.campaign_id,
            **values,
        )
        return {row["external_id"] for row in rows}


def _terms(rows: Sequence[ListedContact]) -> dict[str, object]:
    return {
        "group_names": [row.group_name for row in rows],
        "priorities": [row.priority for row in rows],
        "windows": [row.windows for row in rows],
        "not_afters": [row.not_after for row in rows],
    }
