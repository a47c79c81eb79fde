"""What a real call has to know before its first word: age, language and appointment, from the command to the talk."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from ari_app.cli.place import request_from
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.store.contacts import CallTarget, read_target
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.store.results import read_call_of_attempt
from ari_app.wiring import instruments
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.call_script import script_of
from ari_app.wiring.reparsing import Period, reparse
from tests.support.played_calls import play
from tests.support.stored_calls import NOW

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
REVISIT = QuestionnaireDraft(
    "q_revisit_v1",
    "复诊提醒",
    str(json.loads(instruments.source("q_revisit_v1"))["version"]),
    json.loads(instruments.source("q_revisit_v1")),
)


def request(
    birth_year: int | None = None,
    language: str | None = None,
    appointment: str | None = None,
    minor_until: str | None = None,
) -> CallRequest:
    return request_from(
        "13800000002", "q_revisit_v1", "李秀英", "4417", None, "p_1", None, minor_until,
        birth_year=birth_year, language=language, appointment=appointment,
    )  # fmt: skip


async def target_of(store: Store, asked: CallRequest) -> CallTarget:
    attempt = await enqueue(store, HOSPITAL, asked, NOW)
    async with store.unit_of_work() as uow:
        return await read_target(uow, attempt)


async def test_a_call_knows_age_language_and_appointment(store: Store) -> None:
    asked = request(birth_year=1950, language="YUE", appointment="2026-03-17T09:00")
    target = await target_of(store, asked)
    script = script_of(target, NOW, agents_available=False)
    assert (script.patient.age, script.patient.is_elder, target.language) == (76, True, "yue")
    assert script.appointment == datetime(2026, 3, 17, 1, tzinfo=UTC)
    assert "elder" in script.variants


async def test_what_is_not_told_again_stays_but_an_appointment_is_of_its_call(store: Store) -> None:
    await target_of(store, request(birth_year=1950, language="yue", appointment="2026-03-17T09:00"))
    target = await target_of(store, request())
    assert (target.birth_year, target.language, target.appointment_at) == (1950, "yue", None)


@pytest.mark.parametrize(
    "birth_year, minor_until, age",
    [(None, None, None), (1990, None, 36), (2012, "2030-05-01", 13), (2012, None, 14)],
)
async def test_the_day_of_coming_of_age_is_closer_than_the_year(
    store: Store, birth_year: int | None, minor_until: str | None, age: int | None
) -> None:
    target = await target_of(store, request(birth_year=birth_year, minor_until=minor_until))
    patient = script_of(target, NOW, agents_available=False).patient
    assert (patient.age, patient.is_minor) == (age, age is not None and age < 18)


@pytest.mark.parametrize("birth_year, minor_until", [(1890, None), (2027, None), (2011, "2030-05-01")])
async def test_an_impossible_year_of_birth(store: Store, birth_year: int, minor_until: str | None) -> None:
    with pytest.raises(WrongInput, match="born|year of birth"):
        await target_of(store, request(birth_year=birth_year, minor_until=minor_until))


@pytest.mark.parametrize("tag", ["cantonese language", "粤语", "y"])
def test_a_language_that_is_no_tag(tag: str) -> None:
    with pytest.raises(WrongInput, match="--language"):
        request(language=tag)


@pytest.mark.parametrize("text", ["2026-03-17", "17.3. 9:00", "2026-02-30T09:00"])
def test_an_appointment_that_is_no_time(text: str) -> None:
    with pytest.raises(WrongInput, match="--appointment"):
        request(appointment=text)


WHEN = datetime(2026, 3, 17, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "said, value, action",
    [
        ("下周三九点半", {"dt": "2026-03-18T09:30"}, ("reschedule_writeback", "2026-03-18T09:30")),
        ("往后推两天，上午十点", {"dt": "2026-03-19T10:00"}, ("reschedule_writeback", "2026-03-19T10:00")),
        ("能按时来", {"keep": True}, None),
    ],
)
async def test_what_becomes_of_an_appointment_is_stored(
    store: Store, said: str, value: object, action: tuple[str, str] | None
) -> None:
    played = await play(store, {"appt": said}, task="a", questionnaire=REVISIT, appointment_at=WHEN)
    async with store.unit_of_work() as uow:
        result = await read_call_of_attempt(uow, played.attempt_id)
    assert {each.link_id: each.value for each in result.answers}["appt"] == value
    moved = [(each.action, each.detail) for each in result.actions if each.action == "reschedule_writeback"]
    assert moved == ([] if action is None else [action])
    asked = next(turn.text for turn in result.turns if turn.speaker == "robot" and turn.code == "appt")
    assert "三月十七号上午九点" in asked


async def test_a_wish_to_be_called_later_is_stored(store: Store) -> None:
    played = await play(
        store, {"appt": "我现在忙，明天上午十点再打"}, questionnaire=REVISIT, appointment_at=WHEN
    )
    async with store.unit_of_work() as uow:
        result = await read_call_of_attempt(uow, played.attempt_id)
    later = [(each.action, each.detail) for each in result.actions if each.action == "redial_scheduled"]
    assert later == [("redial_scheduled", "2026-03-11T10:00")]
    assert date(2026, 3, 10) == NOW.date()


@pytest.mark.parametrize("said", ["能按时来", "就三月十七号上午九点", "往后推两天，上午十点"])
async def test_a_conversation_read_again_knows_the_appointment(store: Store, said: str) -> None:
    """就三月十七号上午九点 keeps the appointment only for who knows it."""
    await play(store, {"appt": said}, questionnaire=REVISIT, appointment_at=WHEN)
    (call,) = [one async for one in reparse(store, HOSPITAL, Period(NOW.date()))]
    assert call.reading is not None
    assert call.reading.compared > 0
    assert call.reading.answers == ()
