"""Which questionnaire a code means: one that is shipped, or the newest version that the hospital published."""

from __future__ import annotations

import json
from datetime import datetime

from ari_app.alerting.rule_checks import order_rule_findings
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.questionnaire import loading
from ari_app.questionnaire.questionnaire import Questionnaire, Status
from ari_app.questionnaire.writing import definition
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version, read_latest
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring import instruments


async def publish(
    store: Store, hospital: HospitalSettings, questionnaire: Questionnaire, at: datetime
) -> None:
    """Store a version of the hospital's own.

    Raises WrongInput when it may not be published as it is, and Conflict when the version is stored with other
    content.
    """
    if questionnaire.id in instruments.names():
        raise WrongInput(
            f"{questionnaire.id} is the code of a shipped questionnaire",
            mend="give your own a code of its own, such as q_own_v1",
        )
    if questionnaire.status is not Status.ACTIVE:
        raise WrongInput(f"{questionnaire.id} is a {questionnaire.status}", mend="set status to active")
    unsafe = order_rule_findings(questionnaire, instruments.rules())
    if unsafe:
        raise WrongInput(f"{questionnaire.id} cannot be published: {unsafe[0]}", mend=unsafe[0].mend)
    draft = QuestionnaireDraft(
        questionnaire.id, questionnaire.title, questionnaire.version, definition(questionnaire)
    )
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(
            uow, hospital.organization, hospital.name, hospital.time_zone
        )
        await freeze_version(uow, organization, draft, at)


async def find(uow: UnitOfWork, organization: str, name: str) -> QuestionnaireDraft:
    """The version that a new call asks. `organization` is the hospital's code.

    Raises WrongInput when there is none, or when a clinician fills it in.
    """
    if name not in instruments.names():
        stored = await read_latest(uow, organization, name)
        if stored is not None:
            instruments.refuse_clinicians(questionnaire_of(stored))
            return stored
    shipped = instruments.questionnaire(name)
    return QuestionnaireDraft(
        shipped.id, shipped.title, shipped.version, json.loads(instruments.source(name))
    )


def questionnaire_of(draft: QuestionnaireDraft) -> Questionnaire:
    """The questionnaire of a stored version. Raises WrongInput."""
    return loading.load(json.dumps(dict(draft.definition), ensure_ascii=False))
