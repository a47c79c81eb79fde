"""What a call promises in writing stands in the outbox with the step that promised it, once, with its text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import Disposition, MessageTemplate
from ari_app.dialogue.facts import AlertRaised, MessagePromised
from ari_app.questionnaire.writing import definition
from ari_app.store import outbox
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.wiring import instruments
from ari_app.wiring.messages import promised
from ari_app.wiring.person_results import PersonForm, take
from tests.postgres.test_commit_step import commit
from tests.postgres.test_person_results import WRITTEN, talked
from tests.support.played_calls import play
from tests.support.stored_calls import NOW, after, answered_call

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai", phone="010-6655 8899")
JOBS = """
    SELECT m.template, o.state, o.endpoint, o.call_id = m.call_id AS same_call, o.alert_id
    FROM outbox o JOIN patient_messages m ON m.id = o.message_id
    WHERE o.kind = 'message.requested' ORDER BY o.position"""


async def told(store: Store) -> dict[str, Any]:
    found = await promised(store, HOSPITAL, NOW - timedelta(days=1), NOW + timedelta(days=1), "root")
    return {str(each["template"]): each for each in found}


def shipped(code: str) -> QuestionnaireDraft:
    found = instruments.questionnaire(code)
    return QuestionnaireDraft(found.id, found.title, found.version, definition(found))


@pytest.mark.req("M07-009")
async def test_pain_of_seven_promises_guidance_on_pain_and_medicine(
    store: Store, connection: asyncpg.Connection
) -> None:
    call = await play(store, {"pain_vas": "七分"})
    jobs = [tuple(row) for row in await connection.fetch(JOBS)]
    assert ("pain_guidance", "pending", "messages", True, None) in jobs
    steps = [
        step.facts for step in call.talk.steps if any(isinstance(each, AlertRaised) for each in step.facts)
    ]
    (facts,) = steps
    assert MessagePromised(NOW, MessageTemplate.PAIN_GUIDANCE).template in [
        each.template for each in facts if isinstance(each, MessagePromised)
    ], "in the step that raises the alert, so in its transaction"
    text = (await told(store))["pain_guidance"]["text"]
    assert "止痛：" in text and "用药：" in text and "010-6655 8899" in text
    assert any("会用短信发给您" in words for words in call.talk.said if "止痛" in words)


async def test_pain_below_seven_promises_none(store: Store) -> None:
    await play(store, {"pain_vas": "六分"})
    assert set(await told(store)) == {"consent_notice", "after_care"}


@pytest.mark.req("M16-002")
async def test_a_completed_call_promises_what_to_heed_and_the_revisit(
    store: Store, connection: asyncpg.Connection
) -> None:
    call = await play(store, {}, appointment_at=NOW + timedelta(days=7))
    assert call.talk.state.disposition is Disposition.COMPLETED
    assert ("after_care", "pending", "messages", True, None) in [
        tuple(row) for row in await connection.fetch(JOBS)
    ]
    text = (await told(store))["after_care"]["text"]
    assert "注意事项：保持伤口干净" in text
    assert "复诊安排：您约在2026年3月17日10:20复诊" in text


async def test_who_consents_is_sent_what_was_told_in_full(store: Store) -> None:
    await play(store, {})
    text = (await told(store))["consent_notice"]["text"]
    for words in ("目的：", "录音：", "只用于诊疗和随访", "保存期限：", "停止"):
        assert words in text


async def test_who_refuses_is_sent_nothing(store: Store) -> None:
    await play(store, {"data_consent": "不同意"})
    assert await told(store) == {}


async def test_a_call_that_promises_no_notes_leaves_none(store: Store) -> None:
    scores = {item.link_id: "第一个" for item in instruments.questionnaire("q_phq2_v1").items}
    call = await play(store, scores, questionnaire=shipped("q_phq2_v1"))
    assert call.talk.state.disposition is Disposition.COMPLETED
    assert set(await told(store)) == {"consent_notice"}


async def test_a_promise_is_kept_once_and_frozen(store: Store, connection: asyncpg.Connection) -> None:
    _, call = await answered_call(store)
    promise = MessagePromised(after(7), MessageTemplate.PAIN_GUIDANCE)
    await commit(store, call, 0, [promise, promise])
    await commit(store, call, 1, [promise])
    assert len(await connection.fetch(JOBS)) == 1
    async with store.unit_of_work() as uow:
        (claimed,) = await outbox.claim(uow, after(20), after(50), 5)
    assert claimed.kind == "message.requested" and claimed.message_id is not None
    events = await connection.fetch("SELECT details FROM call_event WHERE kind = 'message_promised'")
    assert len(events) == 3
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await connection.execute("UPDATE patient_messages SET template = 'after_care'")


async def test_a_nurse_who_hears_of_pain_promises_the_same(
    store: Store, connection: asyncpg.Connection
) -> None:
    await talked(store)
    form = PersonForm(Disposition.COMPLETED, answers={"pain_vas": "9"})
    for _ in range(2):
        await take(store, HOSPITAL, "nurse-1", form, WRITTEN)
    assert [row["template"] for row in await connection.fetch(JOBS)] == ["pain_guidance"]
    assert await connection.fetchval("SELECT count(*) FROM audit_entries WHERE action = 'read_messages'") == 0
    await told(store)
    assert await connection.fetchval("SELECT count(*) FROM audit_entries WHERE action = 'read_messages'") == 1
