"""What the report of satisfaction tells a department, and what of a patient it does not tell."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from rich.console import Console

from ari_app.cli.satisfaction import page
from ari_app.config.settings import HospitalSettings
from ari_app.core.vocabulary import AnswerStatus, Disposition, FollowUpAction, InputSource
from ari_app.dialogue.facts import ActionRequested, AnswerRecorded, Fact
from ari_app.language.anonymous import anonymous
from ari_app.language.understanding import Value
from ari_app.policy.satisfaction import Department
from ari_app.store import attempts, calls, contacts
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.wiring import instruments
from ari_app.wiring.satisfaction import read_satisfaction
from tests.support.stored_calls import NOW

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
CODE = "q_satisfaction_v1"
DEFINITION = QuestionnaireDraft(CODE, "满意度", "1.0.0", json.loads(instruments.source(CODE)))
SAID = "我是李秀英，王小明医生说话太快，排队又久，电话13800000002"


async def asked(
    store: Store, connection: asyncpg.Connection, number: int, department: str, values: dict[str, Value],
    *, complains: bool = False,
) -> None:  # fmt: skip
    """One satisfaction call of a patient of that department."""
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, HOSPITAL.organization, "仁和医院", "Asia/Shanghai")
        draft = contacts.FollowUpDraft(
            organization, PatientDraft(f"p_{number}", "李秀英", f"+861380000{number:04}"), DEFINITION,
            external_id=f"t_{number}", encounter_external_id=f"e_{number}",
        )  # fmt: skip
        attempt = await contacts.open_attempt(uow, draft, NOW)
        lease = await attempts.claim(uow, attempt, "worker-1", NOW, NOW + timedelta(seconds=30))
        target = await contacts.read_target(uow, attempt)
        call = await calls.start(
            uow, lease, target, state={}, stage="items", open_item=None, engine_version="1"
        )
        await attempts.mark_dialing(uow, lease, NOW, "01060000000")
        await attempts.mark_answered(uow, lease, NOW)
        facts: list[Fact] = [
            AnswerRecorded(
                NOW, link_id, value, None, AnswerStatus.ACCEPTED, 0.9, "说的话", InputSource.VOICE, None, 1
            )
            for link_id, value in values.items()
        ]
        if complains:
            facts.append(ActionRequested(NOW, FollowUpAction.COMPLAINT_TICKET))
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item=None, facts=facts, at=NOW
        )
        await attempts.mark_ended(uow, lease, NOW + timedelta(minutes=3), Disposition.COMPLETED)
    await connection.execute(
        "UPDATE encounters SET department = $1 WHERE external_id = $2", department, f"e_{number}"
    )


async def told(store: Store) -> tuple[Department, ...]:
    return await read_satisfaction(store, HOSPITAL, NOW + timedelta(hours=1), 30, CODE, 2, "root")


@pytest.mark.req("M15-024", "M16-013")
async def test_a_department_is_told_scores_themes_with_counts_and_quotes_without_names(
    store: Store, connection: asyncpg.Connection
) -> None:
    improve: dict[str, Any] = {"themes": ["waiting", "service"], "text": SAID}
    await asked(store, connection, 1, "骨科", {"sat_doctor": 6, "nps": 3, "improve": improve}, complains=True)
    await asked(
        store,
        connection,
        2,
        "骨科",
        {"sat_doctor": 9, "nps": 10, "improve": {"themes": ["waiting"], "text": "等太久"}},
    )
    await asked(
        store,
        connection,
        3,
        "内科",
        {"sat_doctor": 10, "nps": 9, "improve": {"themes": ["none"], "text": "没有"}},
    )
    inner, bones = await told(store)
    assert (inner.name, inner.calls, inner.complaints, inner.themes) == ("内科", 1, 0, ())
    assert (bones.name, bones.calls, bones.complaints) == ("骨科", 2, 1)
    assert (bones.means, bones.net_promoters) == ({"sat_doctor": 7.5}, 0.0)
    assert [(theme.name, theme.count) for theme in bones.themes] == [("waiting", 2), ("service", 1)]
    console = Console(width=160, file=io.StringIO())
    console.print(page((inner, bones)))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "排队又久" in text and "等太久" in text
    assert [secret for secret in ("李秀英", "王小明", "13800000002") if secret in text] == []
    assert (
        await connection.fetchval("SELECT actor FROM audit_entries WHERE action = 'satisfaction_read'")
        == "root"
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("小张护士很好", "某护士很好"),
        ("陈主任没来", "某主任没来"),
        ("医生说话快", "医生说话快"),
        ("我觉得护士态度不好", "我觉得护士态度不好"),
        ("打一三八零零零零零零零二", "打***********"),
        ("等了三个小时", "等了三个小时"),
        ("非常好的护士", "非常好的护士"),
        ("都是白等，医生不来", "都是白等，医生不来"),
        ("李秀英说的", "某某说的"),
    ],
)
def test_who_is_spoken_of_is_left_out(said: str, shown: str) -> None:
    assert anonymous(said, "李秀英") == shown
