"""What is stored as a questionnaire version has passed its checks, and stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from ari_app.core.errors import Conflict, WrongInput
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version
from tests.support.stored_calls import NOW, QUESTIONNAIRE


SAME: Mapping[str, object] = {}
CHANGED: Mapping[str, object] = {"reaskText": "请您再说一遍，是几分？"}


def _draft(first_item: Mapping[str, object], version: str = "1.0.0") -> QuestionnaireDraft:
    definition: dict[str, Any] = copy.deepcopy(dict(QUESTIONNAIRE.definition))
    definition["version"] = version
    definition["item"][0].update(first_item)
    return QuestionnaireDraft("q_postop_v1", "术后随访", version, definition)


async def _freeze(store: Store, draft: QuestionnaireDraft) -> UUID:
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        return await freeze_version(uow, organization, draft, NOW)


@pytest.mark.req("M08-009")
async def test_a_version_is_stored_once_and_never_changed(store: Store) -> None:
    first = await _freeze(store, _draft(SAME))
    assert await _freeze(store, _draft(SAME)) == first
    with pytest.raises(Conflict, match="with other content"):
        await _freeze(store, _draft(CHANGED))
    assert await _freeze(store, _draft(CHANGED, "1.0.1")) != first


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"text": "您的抑郁症好些了吗？"}, "sounds like a diagnosis"),
        ({"keyText": ""}, "no keyText"),
        ({"text": "0到10分，您疼几分？"}, "cannot be spoken"),
        (
            {"enableWhen": [{"question": "later", "operator": "=", "answerCoding": "yes"}]},
            "not asked before it",
        ),
    ],
)
async def test_a_version_that_fails_its_checks_is_not_stored(
    store: Store, fault: dict[str, object], message: str
) -> None:
    with pytest.raises(WrongInput, match=f"cannot be published.*{message}"):
        await _freeze(store, _draft(fault))
    await _freeze(store, _draft(SAME))


async def test_a_definition_must_be_of_the_version_it_is_stored_as(store: Store) -> None:
    wrong = QuestionnaireDraft("q_postop_v1", "术后随访", "2.0.0", dict(QUESTIONNAIRE.definition))
    with pytest.raises(WrongInput, match="not of q_postop_v1 2.0.0"):
        await _freeze(store, wrong)
