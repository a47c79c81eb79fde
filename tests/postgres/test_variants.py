"""Two wordings and two orders of the questions, split by ratio, the same for a patient each time, kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.store import calls, contacts, results
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.store.sql_files import sql_texts
from ari_app.wiring import instruments
from ari_app.wiring.call_script import script_of
from ari_app.wiring.published import publish
from ari_app.wiring.wordings import ONE_WORDING, Wordings
from tests.support.played_calls import PlayedCall, play
from tests.support.stored_calls import NOW, patient
from tests.unit.questionnaire.test_orders import WOUND_FIRST, moved, one, tried

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
WORDS = "想花三分钟问问您的身体情况。"
PATIENTS = 12


def wordings() -> Wordings:
    usual = instruments.prompts()
    opening = usual.prompts["consent.ask"]
    first, _, *rest = opening.sentences
    changed = replace(opening, sentences=(first, WORDS, *rest))
    return Wordings(
        replace(usual, version="2.0.0-b", prompts={**usual.prompts, "consent.ask": changed}), share=0.5
    )


def draft() -> QuestionnaireDraft:
    asked = tried(one(WOUND_FIRST, code="wound_first"))
    source = json.loads(instruments.source("q_postop_v1"))
    orders = [one(WOUND_FIRST, code="wound_first")]
    return QuestionnaireDraft(
        asked.id, asked.title, asked.version, source | {"id": asked.id, "order": orders}
    )


async def twice(store: Store, number: int) -> list[PlayedCall]:
    """Two follow-ups of one patient, a few days apart."""
    person = patient(f"p_{number}", f"+8613800000{number:03}")
    return [
        await play(
            store,
            {},
            task=f"task_{number}_{time}",
            at=NOW + timedelta(days=time),
            person=person,
            questionnaire=draft(),
            wordings=wordings(),
        )
        for time in (0, 4)
    ]


@pytest.mark.req("M07-002", "M08-021")
async def test_each_patient_has_his_wording_and_order_in_every_call(
    store: Store, connection: asyncpg.Connection
) -> None:
    people = [await twice(store, number) for number in range(PATIENTS)]
    wording, order = set(), set()
    for played in people:
        async with store.unit_of_work() as uow:
            first, second = [await results.read_call(uow, each.call_id) for each in played]
        kept = ("prompts_version", "wording_variant", "order_variant", "item_order")
        assert [getattr(first, name) for name in kept] == [getattr(second, name) for name in kept]
        wording.add(first.wording_variant)
        order.add(first.order_variant)
        for call, stored in zip(played, (first, second), strict=True):
            assert (WORDS in call.talk.said) is (stored.wording_variant == "b")
            assert stored.prompts_version == (
                "2.0.0-b" if stored.wording_variant == "b" else instruments.prompts().version
            )
            assert {consent.text_version for consent in stored.consents} == {stored.prompts_version}
            asked = [
                turn.code for turn in stored.turns if turn.speaker == "robot" and turn.code in WOUND_FIRST
            ]
            assert stored.item_order is not None
            assert asked == [code for code in stored.item_order if code in asked]
            assert list(stored.item_order) == (
                WOUND_FIRST if stored.order_variant else [*instruments_order()]
            )
            assert stored.disposition == "completed"
    assert (wording, order) == ({"a", "b"}, {"wound_first", None})
    rows = await connection.fetch(sql_texts("reports")["call_results.sql"])
    assert {row["wording_variant"] for row in rows} == {"a", "b"}
    assert {tuple(row["item_order"]) for row in rows} == {tuple(WOUND_FIRST), tuple(instruments_order())}


def instruments_order() -> list[str]:
    return [item.link_id for item in instruments.questionnaire("q_postop_v1").items]


async def test_without_a_comparison_the_version_and_the_usual_order_are_kept(store: Store) -> None:
    call = await play(store, {})
    async with store.unit_of_work() as uow:
        stored = await results.read_call(uow, call.call_id)
    assert (stored.prompts_version, stored.wording_variant, stored.order_variant) == (
        instruments.prompts().version,
        None,
        None,
    )
    assert list(stored.item_order or ()) == instruments_order()


async def test_a_call_that_is_taken_up_keeps_its_variants_whatever_the_settings_are_now(store: Store) -> None:
    for number in range(PATIENTS):
        (call, _) = await twice(store, number)
        async with store.unit_of_work() as uow:
            target = await contacts.read_target(uow, call.attempt_id)
            session = await calls.load_session(uow, call.call_id)
        nobody = replace(wordings(), share=0.0)
        script = script_of(target, NOW, agents_available=True, wordings=nobody, session=session)
        assert (script.versions.wording, script.versions.order) == (
            session.wording_variant,
            session.order_variant,
        )
        gone = script_of(target, NOW, agents_available=True, wordings=ONE_WORDING, session=session)
        assert gone.prompts is instruments.prompts()
        if session.wording_variant == "b":
            assert script.prompts.version == "2.0.0-b"
            return
    pytest.fail("nobody heard the other wording")


@pytest.mark.req("M08-021")
async def test_an_order_that_asks_late_for_an_emergency_is_not_published(store: Store) -> None:
    with pytest.raises(WrongInput, match="asks wound later than usual"):
        late = [*moved("wound", 7)]
        await publish(store, HOSPITAL, tried(one(late)), NOW)
    with pytest.raises(WrongInput, match="tears"):
        await publish(store, HOSPITAL, tried(one(moved("chills", 9))), NOW)
    await publish(store, HOSPITAL, tried(one(WOUND_FIRST)), NOW)
