"""What a nurse writes down after a call of her own: stored as hers, checked, and followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.previewing import confirm_shown, show_next
from ari_app.dialer.settling import settle
from ari_app.store import attempts, calls, campaigns, contacts, results
from ari_app.store.pool import Store
from ari_app.wiring.person_results import PersonForm, Recorded, items_of, take
from tests.postgres.test_agents import ready
from tests.postgres.test_previews import PREVIEW
from tests.support.dialed_campaigns import (
    MORNING,
    RULES,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import NAME

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
ENDED = MORNING + timedelta(minutes=4)
WRITTEN = MORNING + timedelta(minutes=6)
COMPLETED = PersonForm(Disposition.COMPLETED)


async def talked(store: Store, *, settled: bool = True, ends: bool = True) -> UUID:
    """The nurse has dialed and talked with a patient of a preview campaign; the attempt."""
    await running_campaign(store, 1, PREVIEW)
    hold, organization_id = await worker(store), await organization_of(store)
    await ready(store, "nurse-1")
    assert await show_next(store, organization_id, "nurse-1", RULES, MORNING) is not None
    await confirm_shown(store, organization_id, "nurse-1", MORNING)
    (claimed,) = await claim_at(store, hold)
    lease = claimed.lease
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, lease.attempt_id)
        state: dict[str, object] = {"stage": "greeting"}
        await calls.start(
            uow, lease, target, state=state, stage="greeting", open_item=None, engine_version="0.1.0"
        )
        await attempts.mark_dialing(uow, lease, MORNING, "01060000000")
        await attempts.mark_answered(uow, lease, MORNING + timedelta(seconds=20))
        if ends:
            await attempts.mark_ended(uow, lease, ENDED, Disposition.TRANSFERRED)
    if ends and settled:
        assert await settle(store, organization_id, ENDED) == 1
    return lease.attempt_id


async def wrote(store: Store, form: PersonForm, at: datetime = WRITTEN) -> Recorded:
    return await take(store, HOSPITAL, "nurse-1", form, at)


async def status(connection: asyncpg.Connection) -> str:
    return str(await connection.fetchval("SELECT status FROM contacts"))


async def test_outcome_note_and_answers_are_kept_as_hers(
    store: Store, connection: asyncpg.Connection
) -> None:
    attempt = await talked(store)
    form = await items_of(store, HOSPITAL, "nurse-1")
    assert (form.attempt_id, form.patient_name, form.questionnaire.id) == (attempt, NAME, "q_postop_v1")
    answers = {
        "pain_vas": "3",
        "temp": "36.9",
        "wound": "dry",
        "abnormal": "yes",
        "abnormal_desc": "有点头晕",
    }
    found = await wrote(store, replace(COMPLETED, answers=answers, note="家属在旁，情绪好"))
    assert (found.attempt_id, found.status, found.next_at, found.alerts) == (attempt, "completed", None, ())
    async with store.unit_of_work() as uow:
        result = await results.read_call_of_attempt(uow, attempt)
    assert result.disposition == "transferred", "how the line went stays"
    assert result.person is not None
    assert (result.person.disposition, result.person.recorded_by) == ("completed", "nurse-1")
    assert result.person.note == "家属在旁，情绪好"
    kept = {each.link_id: each for each in result.answers}
    assert {name: each.value for name, each in kept.items()} == {
        "pain_vas": 3,
        "temp": 36.9,
        "wound": "dry",
        "abnormal": "yes",
        "abnormal_desc": {"themes": [], "text": "有点头晕"},
    }
    assert (kept["temp"].unit, kept["temp"].source, kept["temp"].status) == ("Cel", "person", "confirmed")
    rows = await connection.fetch("SELECT recorded_by, value::text, free_text_encrypted FROM answers")
    assert {row["recorded_by"] for row in rows} == {"nurse-1"}
    assert all("头晕" not in (row["value"] or "") for row in rows)
    assert (
        await connection.fetchval("SELECT count(*) FROM outbox WHERE kind = 'questionnaire.submitted'") == 1
    )
    audit = await connection.fetchrow(
        "SELECT actor, subject_id FROM audit_entries WHERE action = 'recorded_result'"
    )
    assert audit is not None and tuple(audit) == ("nurse-1", str(attempt))


async def test_a_dangerous_answer_raises_its_alert(store: Store, connection: asyncpg.Connection) -> None:
    await talked(store)
    found = await wrote(store, replace(COMPLETED, answers={"pain_vas": "9", "temp": "39.2"}))
    assert set(found.alerts) == {"PAIN_HIGH", "FEVER"}
    rows = await connection.fetch("SELECT code, raised_at FROM alerts")
    assert {row["code"] for row in rows} == {"PAIN_HIGH", "FEVER"}
    assert {row["raised_at"] for row in rows} == {WRITTEN}


@pytest.mark.parametrize(
    ("disposition", "left"),
    [
        (Disposition.COMPLETED, "completed"),
        (Disposition.REFUSED, "canceled"),
        (Disposition.DNC, "canceled"),
        (Disposition.DECEASED, "canceled"),
        (Disposition.PATIENT_UNAVAILABLE, "open"),
        (Disposition.PARTIAL, "open"),
        (Disposition.VERIFY_FAILED, "suppressed"),
    ],
)
async def test_what_follows_is_what_follows_a_robots_call(
    store: Store, connection: asyncpg.Connection, disposition: Disposition, left: str
) -> None:
    await talked(store)
    found = await wrote(store, PersonForm(disposition))
    assert (found.status, await status(connection)) == (left, left)
    assert (found.next_at is not None) == (left == "open")
    if found.next_at is not None:
        assert await connection.fetchval("SELECT due_at FROM contacts") == found.next_at
    lists = await connection.fetch("SELECT kind, patient_id IS NOT NULL AS person FROM number_list_entries")
    assert [tuple(row) for row in lists] == (
        [("do_not_call", True)] if disposition is Disposition.DNC else []
    )
    died = await connection.fetchval("SELECT deceased_at FROM patients")
    assert died == (WRITTEN if disposition is Disposition.DECEASED else None)


async def test_who_asked_to_be_called_later_is(store: Store, connection: asyncpg.Connection) -> None:
    await talked(store)
    form = PersonForm(Disposition.CALLBACK_SCHEDULED, call_back="2026-03-11T19:30")
    found = await wrote(store, form)
    assert found.next_at is not None and found.next_at.isoformat() == "2026-03-11T11:30:00+00:00"
    row = await connection.fetchrow("SELECT status, requested, due_at FROM contacts")
    assert row is not None and tuple(row) == ("open", True, found.next_at)
    async with store.unit_of_work() as uow:
        await campaigns.finish_empty(uow, await organization_of(store), WRITTEN)
    assert await connection.fetchval("SELECT state FROM campaigns") == "running"


async def test_the_same_call_again_corrects_it(store: Store, connection: asyncpg.Connection) -> None:
    await talked(store)
    await wrote(store, PersonForm(Disposition.REFUSED))
    later = WRITTEN + timedelta(minutes=1)
    await wrote(store, replace(COMPLETED, answers={"pain_vas": "3"}), later)
    await wrote(store, replace(COMPLETED, answers={"pain_vas": "2"}), later + timedelta(minutes=1))
    assert await status(connection) == "completed"
    kept = await connection.fetch(
        "SELECT disposition::text, superseded_at IS NULL FROM person_results ORDER BY id"
    )
    assert [tuple(row) for row in kept] == [("refused", False), ("completed", False), ("completed", True)]
    values = await connection.fetch("SELECT value::text, superseded_at IS NULL FROM answers ORDER BY id")
    assert [tuple(row) for row in values] == [("3", False), ("2", True)]


async def test_corrected_answers_are_told_to_the_webhook_again(
    store: Store, connection: asyncpg.Connection
) -> None:
    await talked(store)
    told = "SELECT count(*) FROM outbox WHERE kind = 'questionnaire.submitted'"
    await wrote(store, replace(COMPLETED, answers={"pain_vas": "3"}))
    once = await connection.fetchval(told)
    assert once > 0
    await connection.execute("UPDATE outbox SET state = 'delivered', delivered_at = due_at")
    await wrote(store, COMPLETED, WRITTEN + timedelta(minutes=1))
    assert await connection.fetchval(told) == once, "the same answers are not told twice"
    await wrote(store, replace(COMPLETED, answers={"pain_vas": "8"}), WRITTEN + timedelta(minutes=2))
    assert await connection.fetchval(told) == 2 * once


async def test_what_was_called_again_since_stays_as_it_is(
    store: Store, connection: asyncpg.Connection
) -> None:
    attempt = await talked(store)
    await wrote(store, PersonForm(Disposition.PARTIAL))
    await connection.execute(
        'INSERT INTO attempts SELECT (jsonb_populate_record(a, \'{"id": "00000000-0000-7000-8000-000000000009", '
        '"number": 2}\')).* FROM attempts a'
    )
    await connection.execute("UPDATE contacts SET status = 'exhausted'")
    await wrote(store, replace(COMPLETED, attempt=attempt), WRITTEN + timedelta(minutes=1))
    assert await status(connection) == "exhausted"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (PersonForm(Disposition.NO_ANSWER), "nothing that a nurse says"),
        (PersonForm(Disposition.TRANSFERRED), "nothing that a nurse says"),
        (replace(COMPLETED, answers={"pain": "3"}), "q_postop_v1 has no item pain"),
        (replace(COMPLETED, answers={"pain_vas": "11"}), "pain_vas is a whole number from 0 to 10"),
        (replace(COMPLETED, answers={"abnormal_desc": "头晕"}), "abnormal_desc would not be asked"),
        (replace(COMPLETED, call_back="2026-03-11T19:30"), "belongs to callback_scheduled"),
        (PersonForm(Disposition.CALLBACK_SCHEDULED, call_back="2026-03-09T19:30"), "no time to come"),
        (PersonForm(Disposition.CALLBACK_SCHEDULED, call_back="tomorrow"), "no time to come"),
        (replace(COMPLETED, attempt=UUID(int=5)), "no such call"),
        (replace(COMPLETED, note="很" * 4_001), "longer than"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_of_it_stored(
    store: Store, connection: asyncpg.Connection, form: PersonForm, said: str
) -> None:
    await talked(store)
    with pytest.raises(WrongInput, match=said):
        await wrote(store, form)
    for table in ("person_results", "answers", "number_list_entries"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await status(connection) == "completed"


async def test_nothing_is_written_while_they_talk_or_it_is_settled(store: Store) -> None:
    attempt = await talked(store, ends=False)
    with pytest.raises(WrongInput, match="no such call"):
        await wrote(store, COMPLETED)
    assert attempt is not None


async def test_a_call_that_is_being_settled_is_asked_for_again(store: Store) -> None:
    await talked(store, settled=False)
    with pytest.raises(Conflict, match="being settled"):
        await wrote(store, COMPLETED)


async def test_another_nurse_has_no_form_for_it(store: Store) -> None:
    await talked(store)
    await ready(store, "nurse-2")
    with pytest.raises(WrongInput, match="agent nurse-2 has had no such call"):
        await take(store, HOSPITAL, "nurse-2", COMPLETED, WRITTEN)
