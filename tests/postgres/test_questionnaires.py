"""What is stored as a questionnaire version has passed its checks, and stays as it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.questionnaire.loading import parse
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.store import contacts
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.published import publish
from tests.support.stored_calls import NOW, QUESTIONNAIRE, after
from tests.unit.questionnaire.shipped import filled

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


HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai", organization="hospital")


def _own(version: str, **top: object) -> Questionnaire:
    return parse(json.dumps({**QUESTIONNAIRE.definition, "id": "q_own_v1", "version": version, **top}))


def _request(code: str) -> CallRequest:
    return CallRequest(PhoneNumber.parse("13800000002"), code, "李秀英", "4417", None, "p_1", "e_1")


async def _asked(store: Store, code: str) -> tuple[str, str]:
    attempt = await enqueue(store, HOSPITAL, _request(code), NOW)
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, attempt)
    return target.questionnaire_code, target.questionnaire_version


@pytest.mark.req("M08-002")
async def test_a_call_asks_the_newest_version_that_the_hospital_published(store: Store) -> None:
    await publish(store, HOSPITAL, _own("1.0.0"), NOW)
    await publish(store, HOSPITAL, _own("1.1.0", title="新版"), after(60))
    assert await _asked(store, "q_own_v1") == ("q_own_v1", "1.1.0")
    assert await _asked(store, "q_postop_v1") == ("q_postop_v1", "1.0.0")
    with pytest.raises(WrongInput, match="no questionnaire q_other_v1"):
        await _asked(store, "q_other_v1")


@pytest.mark.parametrize(
    ("top", "message"),
    [
        ({"id": "q_postop_v1"}, "code of a shipped questionnaire"),
        ({"status": "draft"}, "is a draft"),
        ({"item": []}, "has no item"),
    ],
)
async def test_what_may_not_be_published_is_refused(
    store: Store, top: dict[str, object], message: str
) -> None:
    with pytest.raises(WrongInput, match=message):
        await publish(store, HOSPITAL, _own("1.0.0", **top), NOW)


async def test_a_filled_structure_is_published_and_no_call_asks_it(store: Store) -> None:
    await publish(store, HOSPITAL, filled("q_braden_v1"), NOW)
    with pytest.raises(WrongInput, match="filled in by a clinician"):
        await _asked(store, "q_braden_v1")
