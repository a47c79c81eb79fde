"""Which stored conversations there are to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A conversation that is over. `started_at` and `appointment_at` (of a reminder) are UTC.

    `thresholds` are those of the alert rules that were set for its follow-up.
    """

    call_id: UUID
    attempt_id: UUID
    started_at: datetime
    patient_id: UUID
    questionnaire_version_id: UUID
    appointment_at: datetime | None
    thresholds: Mapping[str, float]


async def ended_calls(
    uow: UnitOfWork, organization: str, since: datetime, until: datetime | None, questionnaire: str | None
) -> tuple[EndedCall, ...]:
    """The conversations of an organization (its code) begun from `since` to before `until`, the oldest first.

    Raises WrongInput for a questionnaire's code that the organization never asked.
    """
    if questionnaire is not None:
        known = await uow.one(
            "transcripts.knows_questionnaire", organization=organization, code=questionnaire
        )
        if known is None:
            raise WrongInput(
                f"no call ever asked a questionnaire {questionnaire}",
                mend="ari-app questionnaire check lists them",
            )
    rows = await uow.all(
        "transcripts.ended_calls",
        organization=organization,
        since=since,
        until=until,
        questionnaire=questionnaire,
    )
    return tuple(EndedCall(**row) for row in rows)


async def definition_of(uow: UnitOfWork, questionnaire_version_id: UUID) -> Mapping[str, object]:
    """The frozen questionnaire. Raises WrongInput for an unknown version."""
    row = await uow.one("transcripts.definition", id=questionnaire_version_id)
    if row is None:
        raise WrongInput(f"there is no questionnaire version {questionnaire_version_id}")
    definition: Mapping[str, object] = row["definition"]
    return definition
