"""What a campaign asks whom: its templates with the frozen versions of their questionnaires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ari_app.policy.template import Template
from ari_app.store.listed import Asked
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A template, and the questionnaire and version that it asks; None: none of its own."""

    template: Template
    asked: Asked | None


async def put(
    uow: UnitOfWork, organization_id: UUID, campaign_id: UUID, found: Sequence[tuple[Template, UUID | None]]
) -> None:
    """Store the templates of a new campaign in their order, each with the version that it asks (None: none)."""
    await uow.run_many(
        "campaign_templates.insert",
        [
            {
                "campaign_id": campaign_id,
                "position": position,
                "organization_id": organization_id,
                "departments": list(template.departments),
                "diagnoses": list(template.diagnoses),
                "procedures": list(template.procedures),
                "plan_days": list(template.plan_days),
                "questionnaire_version_id": version_id,
                "thresholds": dict(template.thresholds),
            }
            for position, (template, version_id) in enumerate(found, start=1)
        ],
    )


async def read(uow: UnitOfWork, campaign_id: UUID) -> tuple[StoredTemplate, ...]:
    """The campaign's templates in their order."""
    rows = await uow.all("campaign_templates.of_campaign", campaign_id=campaign_id)
    return tuple(
        StoredTemplate(
            Template(
                questionnaire=row["questionnaire_code"],
                departments=tuple(row["departments"]),
                diagnoses=tuple(row["diagnoses"]),
                procedures=tuple(row["procedures"]),
                plan_days=tuple(row["plan_days"]),
                thresholds=row["thresholds"],
            ),
            None
            if row["questionnaire_id"] is None
            else Asked(row["questionnaire_id"], row["questionnaire_version_id"]),
        )
        for row in rows
    )


async def freeze(uow: UnitOfWork, campaign_id: UUID, version_id: UUID) -> None:
    """What templates ask of that questionnaire from the start on; follow-ups that were listed before ask it too."""
    await uow.run("campaign_templates.freeze", campaign_id=campaign_id, questionnaire_version_id=version_id)
    await uow.run("intake.adopt_version", campaign_id=campaign_id, questionnaire_version_id=version_id)
