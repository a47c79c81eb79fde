"""Questionnaires and their frozen versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import Conflict, WrongInput
from ari_app.questionnaire.checks import check
from ari_app.questionnaire.loading import parse
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class QuestionnaireDraft:
    """A questionnaire version to be frozen; `definition` is its FHIR-shaped JSON object."""

    code: str
    title: str
    version: str
    definition: Mapping[str, object]


def definition_sha256(definition: Mapping[str, object]) -> str:
    """SHA-256 (hex) of the definition as JSON with sorted keys and without spaces."""
    text = json.dumps(definition, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


async def freeze_version(
    uow: UnitOfWork, organization_id: UUID, draft: QuestionnaireDraft, at: datetime
) -> UUID:
    """The stored version with this content, stored now if it is new.

    Raises Conflict when the version number is taken by other content, and WrongInput when a new version does
    not pass its checks: what is stored can be asked.
    """
    row = await uow.one(
        "questionnaires.ensure",
        id=uow.new_id(),
        organization_id=organization_id,
        code=draft.code,
        title=draft.title,
    )
    assert row is not None
    sha256 = definition_sha256(draft.definition)
    known = await uow.one("questionnaires.find_version", questionnaire_id=row["id"], version=draft.version)
    if known is None:
        _refuse_faulty(draft)
        return await _insert_version(uow, organization_id, row["id"], draft, sha256, at)
    if known["definition_sha256"] != sha256:
        raise Conflict(
            f"questionnaire {draft.code} version {draft.version} is stored with other content",
            mend="give the changed questionnaire a new version",
        )
    return UUID(str(known["id"]))


async def read_latest(uow: UnitOfWork, organization: str, code: str) -> QuestionnaireDraft | None:
    """The version of `code` that the organization of that code stored last."""
    row = await uow.one("questionnaires.read_latest", organization=organization, code=code)
    return None if row is None else QuestionnaireDraft(code, row["title"], row["version"], row["definition"])


def _refuse_faulty(draft: QuestionnaireDraft) -> None:
    questionnaire = parse(json.dumps(draft.definition, ensure_ascii=False))
    if (questionnaire.id, questionnaire.version) != (draft.code, draft.version):
        raise WrongInput(
            f"the definition is of {questionnaire.id} {questionnaire.version}, not of {draft.code} {draft.version}"
        )
    findings = check(questionnaire)
    if findings:
        first, more = findings[0], len(findings) - 1
        raise WrongInput(
            f"questionnaire {draft.code} {draft.version} cannot be published: {first}"
            + (f", and {more} more" if more else ""),
            mend=f"{first.mend}; `ari-app questionnaire check` lists all findings",
        )


async def _insert_version(
    uow: UnitOfWork,
    organization_id: UUID,
    questionnaire_id: UUID,
    draft: QuestionnaireDraft,
    sha256: str,
    at: datetime,
) -> UUID:
    version_id = uow.new_id()
    await uow.run(
        "questionnaires.insert_version",
        id=version_id,
        organization_id=organization_id,
        questionnaire_id=questionnaire_id,
        version=draft.version,
        definition=dict(draft.definition),
        definition_sha256=sha256,
        frozen_at=at,
    )
    return version_id
