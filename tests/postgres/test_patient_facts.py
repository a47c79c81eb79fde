"""What a call knows of its patient comes from the store: minority, who may answer, earlier calls' numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import Relation, RelativeRole
from ari_app.store import contacts
from ari_app.store.contacts import CallTarget
from ari_app.store.patients import PatientDraft, ensure_organization, ensure_patient
from ari_app.store.pool import Store
from ari_app.store.relatives import RelativeDraft
from ari_app.wiring.call_requests import CallRequest, enqueue
from ari_app.wiring.call_script import script_of
from tests.support.played_calls import play
from tests.support.stored_calls import NOW, patient
from tests.support.stored_relatives import StoredRelative, relatives

MINOR = replace(patient(), minor_until=date(2030, 5, 1), guardians=(RelativeDraft(Relation.MOTHER),))
HOSPITAL = HospitalSettings(organization="hospital", name="仁和医院", time_zone="Asia/Shanghai")


async def target_of(store: Store, attempt: UUID) -> CallTarget:
    async with store.unit_of_work() as uow:
        return await contacts.read_target(uow, attempt)


async def put(
    store: Store, connection: asyncpg.Connection, draft: PatientDraft
) -> tuple[StoredRelative, ...]:
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        patient_id = await ensure_patient(uow, organization, draft)
    return await relatives(connection, store.cipher, patient_id)


@pytest.mark.req("M10-011")
async def test_the_third_call_with_rising_pain_raises_an_alert(store: Store) -> None:
    first = await play(store, {"pain_vas": "两分"}, task="T+1")
    second = await play(store, {"pain_vas": "三分"}, task="T+3", at=NOW + timedelta(days=2))
    third = await play(store, {"pain_vas": "五分"}, task="T+7", at=NOW + timedelta(days=6))
    assert (first.alerts, second.alerts, third.alerts) == ({}, {}, {"PAIN_RISING": "P1"})
    assert (await target_of(store, third.attempt_id)).past.numbers["pain_vas"] == (2.0, 3.0)


async def test_pain_that_fell_meanwhile_is_not_rising(store: Store) -> None:
    for day, (task, said) in enumerate([("a", "五分"), ("b", "三分")]):
        await play(store, {"pain_vas": said}, task=task, at=NOW + timedelta(days=day))
    third = await play(store, {"pain_vas": "六分"}, task="c", at=NOW + timedelta(days=2))
    assert third.alerts == {}


async def test_only_numbers_that_count_are_history(store: Store) -> None:
    unsure = ("<lowconf:0.3>八分", "<lowconf:0.3>八分", "<lowconf:0.3>八分")
    reviewed = await play(store, {"pain_vas": unsure}, task="a")
    assert [str(each.status) for each in reviewed.talk.state.answers if each.link_id == "pain_vas"] == [
        "for_review"
    ]
    other = replace(patient("p_2", "+8613800000003"), id_tail="4417")
    await play(store, {"pain_vas": "九分"}, task="b", person=other)
    last = await play(store, {}, task="c", at=NOW + timedelta(days=1))
    history = (await target_of(store, last.attempt_id)).past.numbers
    assert "pain_vas" not in history
    assert history == {"temp": (36.8,), "med_adherence": (100.0,)}


async def test_the_call_of_a_minor_asks_for_the_guardian(store: Store) -> None:
    call = await play(store, {"consent": ("可以", "可以"), "person": ("我是", "我是他妈妈")}, person=MINOR)
    said, state = call.talk.said, call.talk.state
    asked_for = next(
        place for place, sentence in enumerate(said) if "监护人" in sentence or "家长" in sentence
    )
    assert not any("疼" in sentence for sentence in said[:asked_for])
    assert (state.informant, state.disposition) == ("mother", "completed")


async def test_a_relative_who_is_not_the_guardian_cannot_answer_for_a_minor(store: Store) -> None:
    other = await play(store, {"person": ("我是他舅舅", "我是他舅舅")}, person=MINOR)
    assert other.talk.state.answers == ()
    assert other.talk.state.verified is False


async def test_only_relatives_on_record_may_answer(store: Store) -> None:
    allowed = replace(patient(), relatives=(RelativeDraft(Relation.DAUGHTER),))
    daughter = await play(store, {"person": "我是他女儿"}, task="a", person=allowed)
    assert (daughter.talk.state.informant, len(daughter.talk.state.answers) > 5) == ("daughter", True)
    son = await play(store, {"person": ("我是他儿子", "我是他儿子")}, task="b", person=allowed)
    assert son.talk.state.answers == ()


@pytest.mark.parametrize(("days", "age"), [(-1, 17), (-366, 16), (0, None), (4000, None), (-366 * 17, 0)])
async def test_age_follows_from_the_day_of_coming_of_age(store: Store, days: int, age: int | None) -> None:
    minor_until = date(2026, 3, 10) - timedelta(days=days)
    done = await play(store, {}, person=replace(MINOR, minor_until=minor_until))
    script = script_of(await target_of(store, done.attempt_id), NOW, agents_available=True)
    assert (script.patient.age, script.patient.is_minor) == (age, age is not None)


@pytest.mark.parametrize(
    ("guardians", "speakers"),
    [
        ((Relation.MOTHER, Relation.FATHER), ("妈妈", "爸爸")),
        ((Relation.PARENT,), ("妈妈", "爸爸")),
        ((Relation.GRANDMOTHER,), ("奶奶",)),
    ],
)
async def test_either_parent_or_the_guardian_on_record_answers(
    store: Store, guardians: tuple[Relation, ...], speakers: tuple[str, ...]
) -> None:
    child = replace(MINOR, guardians=tuple(map(RelativeDraft, guardians)))
    for who in speakers:
        call = await play(store, {"person": f"我是他{who}"}, task=who, person=child)
        assert call.talk.state.disposition == "completed", who


async def test_a_child_on_record_is_a_son_or_a_daughter(store: Store) -> None:
    allowed = replace(patient(), relatives=(RelativeDraft(Relation.CHILD),))
    call = await play(store, {"person": "我是他儿子"}, person=allowed)
    assert (call.talk.state.informant, call.talk.state.disposition) == ("son", "completed")


async def test_the_same_as_last_time_is_read_back_from_the_last_call(store: Store) -> None:
    await play(store, {"pain_vas": "四分"}, task="a")
    call = await play(store, {"pain_vas": ("跟上次一样", "对")}, task="b", at=NOW + timedelta(days=1))
    (pain,) = [each for each in call.talk.state.answers if each.link_id == "pain_vas"]
    assert (pain.value, pain.status.value) == (4, "confirmed")


async def test_what_is_not_told_again_stays(store: Store, connection: asyncpg.Connection) -> None:
    named = RelativeDraft(Relation.DAUGHTER, "王芳", "+8613911112222")
    daughter = StoredRelative(RelativeRole.MAY_ANSWER, Relation.DAUGHTER, "王芳", "+8613911112222")
    mother = StoredRelative(RelativeRole.GUARDIAN, Relation.MOTHER, None, None)
    assert await put(store, connection, replace(MINOR, relatives=(named,))) == (daughter, mother)
    assert await put(store, connection, patient()) == (daughter, mother)
    assert await put(
        store, connection, replace(patient(), relatives=(RelativeDraft(Relation.DAUGHTER),))
    ) == (
        daughter,
        mother,
    )
    son = StoredRelative(RelativeRole.MAY_ANSWER, Relation.SON, None, None)
    assert set(
        await put(store, connection, replace(patient(), relatives=(RelativeDraft(Relation.SON),)))
    ) == {
        son,
        mother,
    }
    assert await put(store, connection, replace(patient(), relatives=())) == (mother,)
    assert (await target_of(store, (await play(store, {})).attempt_id)).minor_until == date(2030, 5, 1)


async def test_a_call_that_is_asked_for_stores_them(store: Store, connection: asyncpg.Connection) -> None:
    request = CallRequest(
        PhoneNumber.parse("13800000002"), "q_postop_v1", "李秀英", "4417", None, "p_1", None,
        minor_until=date(2030, 5, 1), relatives=(Relation.SIBLING,), guardian=Relation.FATHER,
    )  # fmt: skip
    target = await target_of(store, await enqueue(store, HOSPITAL, request, NOW))
    assert target.minor_until == date(2030, 5, 1)
    assert (target.relatives, target.guardians) == (frozenset({"sibling"}), ("father",))
    sealed = await connection.fetchval("SELECT minor_until_encrypted FROM patients")
    assert b"05-01" not in sealed
    for wrong in (date(2026, 3, 10), date(2044, 4, 1)):
        with pytest.raises(WrongInput, match="comes of age"):
            await enqueue(store, HOSPITAL, replace(request, minor_until=wrong), NOW)
