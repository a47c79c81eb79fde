"""One of several options, and any number of them: asked by the engine, stored, handed to other systems."""

from __future__ import annotations

import json
from typing import Any

import asyncpg
import pytest

from ari_app.integrations.fhir_response import response
from ari_app.integrations.follow_up_record import items as items_of
from ari_app.questionnaire.writing import definition
from ari_app.store import results
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from tests.support.played_calls import play
from tests.unit.questionnaire.shipped import MEAL, REACTIONS, small

ASKED = small(MEAL, REACTIONS, id="q_reactions_v1")
DRAFT = QuestionnaireDraft(ASKED.id, ASKED.title, ASKED.version, definition(ASKED))


@pytest.mark.req("M08-005")
@pytest.mark.parametrize(
    ("said", "codes", "status"),
    [
        (("头晕，还有恶心",), ["dizzy", "nausea"], "accepted"),
        (("<dtmf>13#",), ["dizzy", "rash"], "accepted"),
        (("<lowconf:0.4>头晕恶心", "对"), ["dizzy", "nausea"], "confirmed"),
        (("没有恶心", "都没有"), ["none"], "accepted"),
    ],
)
async def test_single_and_multiple_choice_are_stored(
    store: Store, connection: asyncpg.Connection, said: tuple[str, ...], codes: list[str], status: str
) -> None:
    call = await play(store, {"meal": "吃不下", "reactions": said}, questionnaire=DRAFT)
    rows = await connection.fetch(
        "SELECT link_id, value::text, status FROM answers WHERE superseded_at IS NULL"
    )
    kept = {row["link_id"]: (json.loads(row["value"]), row["status"]) for row in rows}
    assert kept == {"meal": ("none", "accepted"), "reactions": (codes, status)}
    async with store.unit_of_work() as uow:
        stored = await results.read_call(uow, call.call_id)
    resource: dict[str, Any] = json.loads(json.dumps(response(stored, ASKED)))
    items = {item["linkId"]: item["answer"] for item in resource["item"]}
    assert [each["valueCoding"]["code"] for each in items["reactions"]] == codes
    assert [each["valueCoding"]["code"] for each in items["meal"]] == ["none"]
    assert {each["code"]: each["type"] for each in items_of(stored, ASKED)} == {
        "meal": "choice",
        "reactions": "choices",
    }
    assert stored.note is not None
    if codes == ["dizzy", "nausea"]:
        assert any("头晕、恶心" in sentence.text for sentence in stored.note.sentences)
