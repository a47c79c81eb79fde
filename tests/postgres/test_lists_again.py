"""A later list about the same follow-ups: what it leaves out stays, what it empties goes, what it corrects holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.vocabulary import Disposition
from ari_app.integrations.contact_csv import read_csv
from ari_app.store import attempts
from ari_app.store.patients import PatientDraft, PatientField, ensure_patient
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import IntakeReport, take_rows
from tests.postgres.test_campaign_intake import HOSPITAL, NAME, NOW, made
from tests.support.dialed_campaigns import claim_at, organization_of, worker

FULL = (
    "patientId,name,phone,encounterId,planDay,dischargedAt,group,priority,preferredTimeWindow,idTail,birthday,"
    "secondPhone,language,department,diagnoses,notAfter,guardianName\n"
    "p_1,张三,13800000001,e_1,T+3,2026-03-08,骨科,8,09:00-11:00,4417,1950-08-02,"
    "13800000009,yue,骨科,S82.1,2026-04-01,张大\n"
)
BARE = "patientId,name,phone,encounterId,planDay\np_1,张三,13800000001,e_1,T+3\n"
EMPTY = (
    "patientId,name,phone,encounterId,planDay,group,priority,preferredTimeWindow,idTail,birthday,secondPhone,"
    "language,department,diagnoses,notAfter,guardianName\n"
    "p_1,张三,13800000001,e_1,T+3,,,,,,,,,,,\n"
)


async def add(store: Store, csv: str, at: datetime = NOW) -> IntakeReport:
    return await take_rows(store, HOSPITAL, NAME, read_csv(csv), at)


async def stored(connection: asyncpg.Connection) -> list[object]:
    row = await connection.fetchrow(
        "SELECT k.group_name, k.priority, k.windows, k.not_after, k.due_at, e.department, e.diagnosis_codes, "
        "p.id_tail_digest, p.birth_md_digest, p.birth_year, p.second_phone_index, p.language "
        "FROM contacts k JOIN patients p ON p.id = k.patient_id JOIN encounters e ON e.id = k.encounter_id"
    )
    assert row is not None
    return list(row)


@pytest.mark.req("M03-002", "M14-014")
async def test_what_a_later_list_leaves_out_stays(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[])
    await add(store, FULL)
    before = await stored(connection)
    assert None not in before
    report = await add(store, BARE)
    assert (report.unchanged, report.changed, report.corrected) == (1, 0, 0)
    assert await stored(connection) == before
    assert await connection.fetchval("SELECT count(*) FROM relatives") == 1


async def test_what_one_row_tells_of_a_visit_stays_when_the_next_row_of_the_list_is_silent(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[])
    who = {"patientId": "p_1", "name": "张三", "phone": "13800000001", "encounterId": "e_1"}
    first = {
        **who,
        "planDay": "T+3",
        "department": "骨科",
        "procedures": "79.36",
        "dischargedAt": "2026-03-08",
    }
    told = "SELECT department, diagnosis_codes, procedure_codes, discharged_on::text FROM encounters"
    rows = [(1, {**first, "diagnoses": "S82.1"}), (2, {**who, "planDay": "T+7"})]
    await take_rows(store, HOSPITAL, NAME, rows, NOW)
    row = await connection.fetchrow(told)
    assert row is not None
    assert tuple(row) == ("骨科", ["S82.1"], ["79.36"], "2026-03-08")
    rows = [(1, {**first, "department": "创伤骨科", "diagnoses": ""}), (2, {**who, "planDay": "T+7"})]
    await take_rows(store, HOSPITAL, NAME, rows, NOW)
    row = await connection.fetchrow(told)
    assert row is not None
    assert tuple(row) == ("创伤骨科", [], ["79.36"], "2026-03-08")


@pytest.mark.req("M03-002", "M14-014")
async def test_what_a_later_list_empties_is_no_longer_known_and_that_is_told(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[])
    await add(store, FULL)
    report = await add(store, EMPTY)
    assert report.changed == 1
    group, priority, windows, not_after, due, department, codes, *of_patient = await stored(connection)
    assert (group, priority, windows, not_after, department, codes) == (None, 5, None, None, None, [])
    assert due == datetime(2026, 3, 10, 16, tzinfo=UTC), "when it is due is corrected, never emptied"
    assert of_patient == [None] * 5
    assert await connection.fetchval("SELECT count(*) FROM relatives") == 0
    (told,) = [row.reason for row in report.rows if row.outcome == "emptied"]
    assert told.endswith("id tail, birth md, birth year, language, second phone")
    assert not [row for row in (await add(store, EMPTY)).rows if row.outcome == "emptied"], "once is enough"


async def test_one_call_keeps_what_a_list_told_and_may_empty_it(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[])
    await add(store, FULL)
    before = await stored(connection)
    organization_id = await organization_of(store)
    draft = PatientDraft("p_1", "张三", "+8613800000001")
    async with store.unit_of_work() as uow:
        await ensure_patient(uow, organization_id, draft)
    assert await stored(connection) == before
    gone = PatientDraft("p_1", "张三", "+8613800000001", cleared=frozenset({PatientField.ID_TAIL}))
    async with store.unit_of_work() as uow:
        await ensure_patient(uow, organization_id, gone)
    found = await connection.fetchrow("SELECT id_tail_digest, birth_md_digest FROM patients")
    assert found is not None and found["id_tail_digest"] is None and found["birth_md_digest"] is not None


async def test_two_visits_of_one_patient_in_one_list_tell_both(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[])
    rows = [
        (
            1,
            {
                "patientId": "p_1",
                "name": "张三",
                "phone": "13800000001",
                "encounterId": "e_1",
                "idTail": "4417",
            },
        ),
        (
            2,
            {
                "patientId": "p_1",
                "name": "张三",
                "phone": "13800000001",
                "encounterId": "e_2",
                "planDay": "T+3",
            },
        ),
    ]
    report = await take_rows(store, HOSPITAL, NAME, rows, NOW)
    assert report.added == 2
    assert await connection.fetchval("SELECT id_tail_digest FROM patients") is not None


async def test_who_has_come_of_age_is_no_minor_any_more(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[])
    head = "patientId,name,phone,birthday\n"
    await add(store, head + "p_1,张三,13800000001,2015-08-02\n")
    assert await connection.fetchval("SELECT minor_until_encrypted FROM patients") is not None
    await add(store, head + "p_1,张三,13800000001,1955-08-02\n")
    assert await connection.fetchval("SELECT minor_until_encrypted FROM patients") is None


@pytest.mark.req("M03-002", "M14-018")
async def test_a_later_list_corrects_when_somebody_is_due(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[], dialer={"type": "ai"})
    head = "patientId,name,phone,dueAt\n"
    await add(store, head + "p_1,张三,13800000001,2026-03-20T10:00\np_2,李四,13800000002,2026-03-20T10:00\n")
    await campaigns.set_state(store, HOSPITAL, NAME, CampaignState.RUNNING, NOW)
    again = await add(
        store, head + "p_1,张三,13800000001,2026-03-12T10:00\np_2,李四,13800000002,2026-03-20T10:00\n"
    )
    assert (again.corrected, again.changed, again.unchanged) == (1, 0, 1)
    assert [(row.number, row.outcome) for row in again.rows if row.outcome != "attention"] == [
        (2, "corrected")
    ]
    due = await connection.fetchval("SELECT min(due_at) FROM contacts")
    assert due == datetime(2026, 3, 12, 2, tzinfo=UTC)


async def test_the_same_list_is_no_correction_of_what_the_dialer_moved(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[], dialer={"type": "ai"})
    csv = "patientId,name,phone,dueAt\np_1,张三,13800000001,2026-03-10\n"
    await add(store, csv)
    await campaigns.set_state(store, HOSPITAL, NAME, CampaignState.RUNNING, NOW)
    moved = NOW + timedelta(hours=7)
    await connection.execute("UPDATE contacts SET due_at = $1", moved)
    again = await add(store, csv)
    assert (again.corrected, again.unchanged) == (0, 1)
    assert await connection.fetchval("SELECT due_at FROM contacts") == moved


@pytest.mark.req("M03-002")
async def test_who_was_dialed_keeps_the_time_that_the_redials_chose(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, list=[], dialer={"type": "ai"}, schedule={"timezone": "Asia/Shanghai"})
    head = "patientId,name,phone,dueAt\n"
    await add(store, head + "p_1,张三,13800000001,2026-03-10\n")
    await campaigns.set_state(store, HOSPITAL, NAME, CampaignState.RUNNING, NOW)
    (claimed,) = await claim_at(store, await worker(store, at=NOW), NOW)
    later = head + "p_1,张三,13800000001,2026-03-12\n"
    during = await add(store, later)
    assert (during.corrected, during.unchanged) == (0, 1), "a call is under way"
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, claimed.lease, NOW, "01062345678")
        await attempts.mark_ended(uow, claimed.lease, NOW + timedelta(seconds=20), Disposition.NO_ANSWER)
    due = await connection.fetchval("SELECT due_at FROM contacts")
    after = await add(store, later)
    assert (after.corrected, after.unchanged) == (0, 1)
    assert [row.reason for row in after.rows if row.reason.startswith("a call was placed")]
    assert await connection.fetchval("SELECT due_at FROM contacts") == due
