"""Robot and nurse fill in the same questionnaire: the same tables, the same types, each marked as whose work it is."""

from __future__ import annotations

import json
from datetime import timedelta

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import Disposition
from ari_app.questionnaire.writing import definition
from ari_app.store import results
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version
from ari_app.store.sql_files import sql_texts
from ari_app.wiring import instruments
from ari_app.wiring.person_results import PersonForm, take
from tests.postgres.test_person_results import WRITTEN, talked
from tests.support.dialed_campaigns import organization_of
from tests.support.played_calls import play
from tests.support.stored_calls import patient
from tests.unit.questionnaire.shipped import REACTIONS, small

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
SAID = {
    "pain_vas": "八分",
    "wants_callback": "要的",
    "temp": "三十八度六",
    "chills": "没有",
    "wound": "挺干的",
    "diet": "正常",
    "bowel": "正常",
    "med_adherence": "都吃了",
    "abnormal": "有",
    "abnormal_desc": "有点头晕",
}
WRITTEN_DOWN = {
    "pain_vas": "8",
    "wants_callback": "yes",
    "temp": "38.6",
    "chills": "no",
    "wound": "dry",
    "diet": "normal",
    "bowel": "normal",
    "med_adherence": "100",
    "abnormal": "yes",
    "abnormal_desc": "有点头晕",
}
_ASKED = small(json.loads(instruments.source("q_revisit_v1"))["item"][0], REACTIONS, id="q_again_v1")
REVISIT = QuestionnaireDraft(_ASKED.id, _ASKED.title, _ASKED.version, definition(_ASKED))
KEPT = """
    SELECT n.link_id, jsonb_typeof(n.value) AS kind, n.value::text AS value, n.unit,
           n.free_text_encrypted IS NOT NULL AS words, v.version, q.code
    FROM answers n JOIN calls c ON c.id = n.call_id JOIN attempts a ON a.id = c.attempt_id
    JOIN contacts k ON k.id = a.contact_id JOIN questionnaire_versions v ON v.id = k.questionnaire_version_id
    JOIN questionnaires q ON q.id = v.questionnaire_id
    WHERE a.id = $1 AND n.superseded_at IS NULL AND n.link_id <> 'abnormal_desc' ORDER BY n.link_id"""


@pytest.mark.req("M08-020")
async def test_both_write_the_same_rows_and_alerts(store: Store, connection: asyncpg.Connection) -> None:
    by_nurse = await talked(store)
    form = PersonForm(Disposition.COMPLETED, answers=WRITTEN_DOWN)
    written = await take(store, HOSPITAL, "nurse-1", form, WRITTEN)
    by_robot = await play(store, SAID, task="of_robot", person=patient("p_robot", "+8613800000077"))
    rows = {who: await connection.fetch(KEPT, who) for who in (by_nurse, by_robot.attempt_id)}
    assert [tuple(row) for row in rows[by_nurse]] == [tuple(row) for row in rows[by_robot.attempt_id]]
    assert len(rows[by_nurse]) == len(SAID) - 1
    assert set(written.alerts) == set(by_robot.alerts) == {"PAIN_HIGH", "FEVER"}
    async with store.unit_of_work() as uow:
        read = [await results.read_call_of_attempt(uow, who) for who in rows]
    described = [each.value for one in read for each in one.answers if each.link_id == "abnormal_desc"]
    assert [(type(each), set(each)) for each in described if isinstance(each, dict)] == [
        (dict, {"themes", "text"})
    ] * 2


@pytest.mark.req("M08-007")
async def test_each_answer_tells_how_sure_it_is_and_whose_work(
    store: Store, connection: asyncpg.Connection
) -> None:
    by_nurse = await talked(store)
    form = PersonForm(Disposition.COMPLETED, answers=WRITTEN_DOWN)
    await take(store, HOSPITAL, "nurse-1", form, WRITTEN)
    by_robot = await play(
        store,
        SAID | {"pain_vas": ("<lowconf:0.4>八分", "对"), "temp": "<dtmf>386#"},
        task="of_robot",
        person=patient("p_robot", "+8613800000077"),
    )
    for attempt, filled_by in ((by_nurse, "human"), (by_robot.attempt_id, "ai")):
        async with store.unit_of_work() as uow:
            answers = (await results.read_call_of_attempt(uow, attempt)).answers
        assert {each.link_id for each in answers} == set(SAID)
        assert {each.filled_by for each in answers} == {filled_by}
        assert all(0 <= each.confidence <= 1 for each in answers)
    report = await connection.fetch(sql_texts("reports")["current_answers.sql"])
    assert {row["filled_by"] for row in report} == {"ai", "human"}
    assert {row["confidence"] for row in report if row["filled_by"] == "human"} == {1.0}
    assert min(row["confidence"] for row in report) == 0.4
    assert {row["input_source"] for row in report} == {"voice", "keypad", "person"}
    for wrong in ("confidence = 1.01", "confidence = -0.01", "confidence = NULL", "input_source = NULL"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await connection.execute(f"UPDATE answers SET {wrong}")


async def asked_again(store: Store, connection: asyncpg.Connection) -> None:
    """The nurse's last call asked for an appointment."""
    async with store.unit_of_work() as uow:
        version = await freeze_version(uow, await organization_of(store), REVISIT, WRITTEN)
    await connection.execute("UPDATE contacts SET questionnaire_version_id = $1", version)


async def test_a_nurse_s_appointment_that_is_moved_there_and_back_stands_as_she_wrote_it_last(
    store: Store, connection: asyncpg.Connection
) -> None:
    await talked(store)
    await asked_again(store, connection)
    for minute, visit in enumerate(("2026-03-12T09:30", "2026-03-13T10:00", "2026-03-12T09:30")):
        form = PersonForm(Disposition.COMPLETED, answers={"appt": visit})
        await take(store, HOSPITAL, "nurse-1", form, WRITTEN + timedelta(minutes=minute))
    actions = await connection.fetch("SELECT detail FROM actions ORDER BY requested_at")
    assert [row["detail"] for row in actions] == ["2026-03-12T09:30", "2026-03-13T10:00", "2026-03-12T09:30"]
    jobs = "SELECT count(*) FROM outbox WHERE kind = 'appointment.changed'"
    assert await connection.fetchval(jobs) == 3


async def test_a_nurse_s_moved_appointment_is_written_back_once(
    store: Store, connection: asyncpg.Connection
) -> None:
    attempt = await talked(store)
    await asked_again(store, connection)
    form = PersonForm(Disposition.COMPLETED, answers={"appt": "2026-03-12T09:30", "reactions": "rash,dizzy"})
    for _ in range(2):
        await take(store, HOSPITAL, "nurse-1", form, WRITTEN)
    actions = await connection.fetch("SELECT action, detail FROM actions")
    assert [tuple(row) for row in actions] == [("reschedule_writeback", "2026-03-12T09:30")]
    async with store.unit_of_work() as uow:
        answers = (await results.read_call_of_attempt(uow, attempt)).answers
    assert {each.link_id: each.value for each in answers} == {
        "appt": {"dt": "2026-03-12T09:30"},
        "reactions": ["dizzy", "rash"],
    }
