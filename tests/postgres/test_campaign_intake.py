"""Lists into campaigns: the request of the interface, CSV files, the same twice, and rows that cannot be taken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState, DialOrder
from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import read_campaign
from ari_app.integrations.contact_csv import read_csv
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import IntakeReport, take_rows
from tests.support.dialed_campaigns import RULES, claim_at, worker

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
ROW = {"patientId": "p_12345", "name": "张三", "phone": "13800000001", "encounterId": "e_8888"}
REQUEST: dict[str, object] = {
    "name": "postop_followup_T3",
    "questionnaireId": "q_postop_v1",
    "schedule": {
        "timezone": "Asia/Shanghai",
        "window": ["09:00-12:00", "14:00-19:30"],
        "maxAttempts": 3,
        "retryHours": [0, 24, 72],
    },
    "dialer": {"type": "ai", "concurrency": 200, "callerIdPool": ["010-6xxxxxxx", "010-5xxxxxxx"]},
    "list": [ROW],
    "webhook": {
        "events": ["call.completed", "questionnaire.submitted", "alert.triggered"],
        "url": "https://ehr.example.com/webhook",
        "secret": "xxx",
    },
}
NAME = str(REQUEST["name"])


async def made(store: Store, **changed: object) -> IntakeReport:
    request = read_campaign(json.dumps(REQUEST | changed))
    await campaigns.create(store, HOSPITAL, request, NOW)
    return await take_rows(store, HOSPITAL, request.name, enumerate(request.list, 1), NOW)


async def add(store: Store, csv: str, name: str = NAME) -> IntakeReport:
    return await take_rows(store, HOSPITAL, name, read_csv(csv), NOW)


@pytest.mark.req("M14-045", "M14-047", "M14-054", "M14-055", "M14-056", "M14-057", "M14-059")
async def test_the_request_of_the_interface_is_taken_as_it_stands(
    store: Store, connection: asyncpg.Connection
) -> None:
    report = await made(store)
    assert (report.added, report.refused) == (1, 0)
    campaign = await connection.fetchrow("SELECT * FROM campaigns")
    assert campaign is not None
    assert (campaign["name"], campaign["state"], campaign["concurrency"]) == (NAME, "draft", 200)
    assert (campaign["windows"], campaign["time_zone"]) == ("09:00-12:00,14:00-19:30", "Asia/Shanghai")
    assert (campaign["max_attempts"], list(campaign["retry_hours"])) == (3, [0, 24, 72])
    assert list(campaign["caller_ids"]) == ["010-6xxxxxxx", "010-5xxxxxxx"]
    contact = await connection.fetchrow("SELECT * FROM contacts")
    assert contact is not None
    assert (contact["status"], contact["due_at"], contact["campaign_id"]) == ("open", NOW, campaign["id"])
    patient = await connection.fetchrow("SELECT * FROM patients")
    assert patient is not None and patient["external_id"] == "p_12345"
    endpoint = await connection.fetchrow("SELECT * FROM webhook_endpoints")
    assert endpoint is not None and endpoint["name"] == campaign["endpoint"]
    assert b"xxx" not in endpoint["secret_encrypted"]


async def test_whom_first_and_with_whom_in_reach_is_set_by_the_request_and_later(
    store: Store, connection: asyncpg.Connection
) -> None:
    chosen = {"type": "ai", "needsPeople": True, "dialOrder": "likely_to_answer"}
    await made(store, dialer=chosen, schedule={"timezone": "Asia/Shanghai", "otherDayPart": True})
    row = await connection.fetchrow("SELECT needs_people, dial_order, other_day_part FROM campaigns")
    assert row is not None and tuple(row) == (True, "likely_to_answer", True)
    shown = await campaigns.set_dialing(store, HOSPITAL, NAME)
    assert shown == (True, DialOrder.LIKELY_TO_ANSWER)
    assert await campaigns.set_dialing(store, HOSPITAL, NAME, needs_people=False) == (
        False,
        DialOrder.LIKELY_TO_ANSWER,
    )
    await campaigns.set_state(store, HOSPITAL, NAME, CampaignState.STOPPED, NOW)
    with pytest.raises(WrongInput, match="a stopped campaign"):
        await campaigns.set_dialing(store, HOSPITAL, NAME, dial_order=DialOrder.FIRST_DUE)


async def test_a_campaign_that_needs_people_dials_nobody_without_them(store: Store) -> None:
    await made(store, dialer={"type": "ai", "needsPeople": True}, schedule={"timezone": "Asia/Shanghai"})
    await campaigns.set_state(store, HOSPITAL, NAME, CampaignState.RUNNING, NOW)
    hold = await worker(store, at=NOW)
    alone = replace(RULES, people_on_duty=lambda: False)
    assert await claim_at(store, hold, NOW, rules=alone) == ()
    await campaigns.set_dialing(store, HOSPITAL, NAME, needs_people=False)
    assert len(await claim_at(store, hold, NOW + timedelta(minutes=15), rules=alone)) == 1


@pytest.mark.req("M14-053", "M04-013")
async def test_numbers_that_the_hospital_does_not_own_are_never_shown(store: Store) -> None:
    await made(store)
    with pytest.raises(WrongInput, match="does not own the number 010-6xxxxxxx, 010-5xxxxxxx"):
        await campaigns.start(store, HOSPITAL, NAME, NOW)


@pytest.mark.req("M03-002", "M03-011")
async def test_the_same_list_again_changes_nothing(store: Store, connection: asyncpg.Connection) -> None:
    await made(store)
    before = await connection.fetch("SELECT xmin, * FROM contacts")
    again = await take_rows(store, HOSPITAL, NAME, [(1, ROW)], NOW)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert await connection.fetch("SELECT xmin, * FROM contacts") == before
    more = await add(
        store, "患者编号,姓名,手机号,就诊号\np_12345,张三,+86 138-0000-0001,e_8888\np_2,李四,13800000002,\n"
    )
    assert (more.added, more.unchanged) == (1, 1)
    assert await connection.fetchval("SELECT count(*) FROM contacts") == 2


@pytest.mark.req("M03-011")
async def test_one_person_twice_is_called_once(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[])
    text = (
        "patientId,name,phone\n"
        "p_1,张三,13800000001\n"
        "p_1,张三,0086 138 0000 0001\n"
        "p_9,张三,138-0000-0001\n"
        "p_3,王五,13800000001\n"
    )
    report = await add(store, text)
    assert [(row.number, row.outcome) for row in report.rows if row.outcome == "passed over"] == [
        (3, "passed over"),
        (4, "passed over"),
    ]
    assert report.added == 2
    assert await connection.fetchval("SELECT count(DISTINCT phone_index) FROM patients") == 1


@pytest.mark.req("M03-011")
async def test_who_is_open_in_another_campaign_with_the_same_questions_is_refused(store: Store) -> None:
    await made(store)
    other = await made(store, name="another", webhook=None)
    assert other.refused == 1
    assert other.rows[-1].reason == f"is open in campaign {NAME} with the same questionnaire"
    third = await made(store, name="third", questionnaireId="q_satisfaction_v1", webhook=None)
    assert third.added == 1


@pytest.mark.req("M03-013", "M14-014", "M14-015", "M14-016")
async def test_rows_that_cannot_be_taken_say_why_and_keep_no_other_waiting(store: Store) -> None:
    await made(store, list=[])
    text = (
        "patientId;name;phone;preferredTimeWindow;birthday\n"
        "p_1;张三;13800000001;;\n"
        ";李四;13800000002;;\n"
        "p_3;张*;13800000003;;\n"
        "p_4;王五;12345;;\n"
        "p_5;赵六;10086;;\n"
        "p_6;钱七;010-62345678;25:00-26:00;\n"
        "p_7;孙八;010-62345678;;02-30\n"
        "p_8;周九;010-62345678;09:00-11:00;1950-08-02\n"
    )
    report = await add(store, text)
    refused = {row.number: row.reason for row in report.rows if row.outcome == "refused"}
    assert report.added == 2
    assert set(refused) == {3, 4, 5, 6, 7, 8}
    assert refused[3] == "patientId is missing"
    assert refused[4].startswith("name: is masked")
    assert refused[5].startswith("phone: ")
    assert refused[7].startswith("preferredTimeWindow: ")
    assert refused[8].startswith("birthday: ")
    assert not any(secret in reason for reason in refused.values() for secret in ("13800", "张", "12345"))


async def test_an_encounter_of_somebody_else_is_refused(store: Store) -> None:
    await made(store)
    report = await add(store, "patientId,name,phone,encounterId\np_2,李四,13800000002,e_8888\n")
    assert [row.reason for row in report.rows if row.outcome == "refused"] == [
        "encounter e_8888 belongs to another patient"
    ]


@pytest.mark.req("M03-003", "M03-019", "M14-018", "M14-020")
async def test_a_row_may_say_when_and_in_which_group(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[])
    text = (
        "患者编号,姓名,电话,住院号,随访点,出院日期,分组,优先级,方便时段,身份证后四位,出生日期,监护人,监护人电话\n"
        "p_1,张三,13800000001,e_1,T+3,2026-03-08,骨科,8,9:00-11:00,441x,2015/3/2,张大,13800000009\n"
    )
    report = await add(store, text)
    assert (report.added, report.rows) == (1, [])
    row = await connection.fetchrow("SELECT * FROM contacts")
    assert row is not None
    assert row["due_at"] == datetime(2026, 3, 10, 16, tzinfo=UTC)
    assert (row["group_name"], row["priority"], row["windows"]) == ("骨科", 8, "09:00-11:00")
    patient = await connection.fetchrow("SELECT * FROM patients")
    assert patient is not None and patient["birth_year"] == 2015
    assert patient["id_tail_digest"] is not None and patient["minor_until_encrypted"] is not None
    assert await connection.fetchval("SELECT role FROM relatives") == "guardian"


@pytest.mark.req("M03-007", "M03-008", "M03-009", "M03-010")
async def test_only_who_fits_the_selection_goes_in(store: Store, connection: asyncpg.Connection) -> None:
    chosen = {
        "diagnoses": ["S82"],
        "departments": ["骨科"],
        "dischargedFrom": "2026-03-01",
        "dischargedTo": "2026-03-08",
    }
    await made(store, list=[], selection=chosen)
    head = "patientId,name,phone,encounterId,department,diagnoses,dischargedAt\n"
    rows = (
        "p_1,张三,13800000001,e_1,骨科,S82.1 I10,2026-03-08T23:59\n",
        "p_2,李四,13800000002,e_2,内科,S82.1,2026-03-08\n",
        "p_3,王五,13800000003,e_3,骨科,S72.0,2026-03-08\n",
        "p_4,赵六,13800000004,e_4,骨科,S82.1,2026-03-09\n",
        "p_5,钱七,13800000005,e_5,骨科,s821,2026-03-01\n",
    )
    report = await add(store, head + "".join(rows))
    assert (report.added, report.passed_over) == (2, 3)
    found = await connection.fetch("SELECT external_id FROM patients ORDER BY external_id")
    assert [row["external_id"] for row in found] == ["p_1", "p_5"]


@pytest.mark.req("M03-001")
async def test_a_thousand_rows_go_in_once(store: Store, connection: asyncpg.Connection) -> None:
    await made(store, list=[])
    rows = [
        (n, {"patientId": f"p_{n}", "name": "李秀英", "phone": f"1381000{n:04}"}) for n in range(1, 1_001)
    ]
    done: list[int] = []
    report = await take_rows(store, HOSPITAL, NAME, rows, NOW, done.append)
    assert (report.added, report.refused, sum(done)) == (1_000, 0, 1_000)
    again = await take_rows(store, HOSPITAL, NAME, rows, NOW)
    assert (again.added, again.unchanged) == (0, 1_000)
    assert await connection.fetchval("SELECT count(*) FROM contacts") == 1_000


@pytest.mark.req("M14-046", "M14-048", "M14-049", "M14-050", "M14-051")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"schedule": {"window": ["9-12"]}}, "schedule.window"),
        ({"dialer": {"dialOrder": "random"}}, "dialer.dialOrder"),
        ({"dialer": {"needsPeople": "perhaps"}}, "dialer.needsPeople"),
        ({"schedule": {"maxAttempts": 30}}, "schedule.maxAttempts"),
        ({"schedule": {"maxAttempts": 4, "retryHours": [0, 24]}}, "retryHours"),
        ({"schedule": {"timezone": "Mars/Olympus"}}, "schedule.timezone"),
        ({"dialer": {"type": "telepathy"}}, "dialer.type"),
        ({"webhook": {"events": [], "url": "https://a.example", "secret": "x"}}, "webhook.events"),
        (
            {"webhook": {"events": ["call.completed"], "url": "http://a.example", "secret": "x"}},
            "webhook.url",
        ),
        ({"colour": "red"}, "colour"),
        ({"selection": {"leastAge": 90, "mostAge": 18}}, "selection"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(changed: dict[str, object], said: str) -> None:
    with pytest.raises(WrongInput, match=said.replace(".", r"\.")):
        read_campaign(json.dumps(REQUEST | changed))


async def test_an_unknown_questionnaire_stores_nothing(store: Store, connection: asyncpg.Connection) -> None:
    with pytest.raises(WrongInput):
        await made(store, questionnaireId="q_unknown")
    assert await connection.fetchval("SELECT count(*) FROM campaigns") == 0
    assert await connection.fetchval("SELECT count(*) FROM webhook_endpoints") == 0


async def test_a_campaign_is_paused_resumed_and_stopped_for_good(
    store: Store, connection: asyncpg.Connection
) -> None:
    await made(store, dialer={"type": "ai"})
    for state in ("running", "paused", "running", "stopped"):
        if state == "running":
            await campaigns.start(store, HOSPITAL, NAME, NOW)
        else:
            await campaigns.set_state(store, HOSPITAL, NAME, CampaignState(state), NOW)
        assert await connection.fetchval("SELECT state FROM campaigns") == state
    with pytest.raises(WrongInput, match="stopped cannot become running"):
        await campaigns.start(store, HOSPITAL, NAME, NOW)
    with pytest.raises(WrongInput, match="stopped"):
        await add(store, "patientId,name,phone\np_2,李四,13800000002\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("patientId,name\np_1,张三\n", "phone is missing"),
        ("patientId,name,phone,colour\n", "unknown column colour"),
        ("患者编号,patientId,姓名,电话\n", "stands twice"),
        ("", "missing"),
    ],
)
def test_a_head_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        list(read_csv(text))
