"""A single call that somebody asks for is refused where nobody may be called, and lists of faulty form are told of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.integrations.campaign_request import read_campaign
from ari_app.integrations.plan_event import read_plan_event
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import take_rows
from ari_app.wiring.dialing_terms import list_number, refuse_forbidden, unlist_number

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
PHONE = PhoneNumber.parse("13800000001")


async def is_refused(store: Store, patient: str = "p_1") -> bool:
    try:
        await refuse_forbidden(store, HOSPITAL, PHONE, patient)
    except WrongInput as error:
        return error.code == "must_not_be_called"
    return False


@pytest.mark.parametrize("kind", [NumberList.DO_NOT_CALL, NumberList.COMPLAINT, NumberList.BLACK])
async def test_a_number_that_must_not_be_called_is_not_called_by_hand_either(
    store: Store, kind: NumberList
) -> None:
    assert not await is_refused(store)
    await list_number(store, HOSPITAL, kind, "13800000001", "test", NOW)
    assert await is_refused(store)
    await unlist_number(store, HOSPITAL, kind, "13800000001", NOW)
    assert not await is_refused(store)


async def test_a_number_that_is_only_dead_may_be_tried_by_hand(store: Store) -> None:
    await list_number(store, HOSPITAL, NumberList.INVALID, "13800000001", "test", NOW)
    assert not await is_refused(store)


async def test_who_has_died_is_not_called_at_any_number(store: Store, connection: asyncpg.Connection) -> None:
    await listed(store, {"patientId": "p_1", "name": "张三", "phone": "13800000002"})
    assert not await is_refused(store)
    await connection.execute("UPDATE patients SET deceased_at = now()")
    assert await is_refused(store)
    assert not await is_refused(store, "p_2")


async def test_who_asked_not_to_be_called_is_not_called_at_another_number(
    store: Store, connection: asyncpg.Connection
) -> None:
    await listed(store, {"patientId": "p_1", "name": "张三", "phone": "13800000002"})
    await connection.execute(
        "INSERT INTO number_list_entries "
        "(id, organization_id, kind, phone_index, patient_id, reason, source, added_at) "
        "SELECT $1, organization_id, 'do_not_call', phone_index, id, 'asked_in_call', 'call', now() FROM patients",
        uuid4(),
    )
    assert await is_refused(store)


async def listed(store: Store, *rows: dict[str, object], name: str = "回访") -> list[str]:
    """A draft with these rows; what was said of those that did not go in."""
    request = read_campaign(json.dumps({"name": name, "questionnaireId": "q_postop_v1"}))
    await campaigns.create(store, HOSPITAL, request, NOW)
    return [row.reason for row in (await take_rows(store, HOSPITAL, name, enumerate(rows, 1), NOW)).rows]


async def test_a_name_that_is_taken_is_told_of_in_words(store: Store) -> None:
    await listed(store)
    with pytest.raises(Conflict, match="there is a campaign 回访 already"):
        await listed(store)


async def test_each_point_of_a_plan_is_a_follow_up_of_its_own_and_rare_characters_are_names(
    store: Store,
) -> None:
    row: dict[str, object] = {"patientId": "p_1", "name": "钱𠮷", "phone": "13800000002", "idTail": "4417"}
    told = await listed(store, row | {"planDay": "T+1"}, row | {"planDay": "T+3"}, row | {"planDay": "T+3"})
    assert told == ["the same follow-up as row 2"]


@pytest.mark.parametrize("read", [read_campaign, read_plan_event])
def test_json_that_is_nested_without_end_is_refused(read: object) -> None:
    assert callable(read)
    with pytest.raises(WrongInput, match="nested"):
        read("[" * 100_000)
