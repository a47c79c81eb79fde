"""A consent in the patient's own words, and one that his next words made none."""

from __future__ import annotations

from ari_app.core.vocabulary import ConsentKind, InputSource
from ari_app.dialogue.events import Span
from ari_app.dialogue.facts import ConsentRecorded, ConsentTakenBack
from ari_app.store import results
from ari_app.store.pool import Store
from tests.postgres.test_commit_step import commit
from tests.support.stored_calls import after, answered_call


def agreed(seconds: float, text: str) -> ConsentRecorded:
    span = Span(round(seconds * 1000), round(seconds * 1000) + 500)
    return ConsentRecorded(after(seconds), ConsentKind.RECORDING, True, "1", text, InputSource.VOICE, span)


async def test_what_was_taken_back_stands_no_more_and_what_was_said_since_does(store: Store) -> None:
    _, call = await answered_call(store)
    await commit(store, call, 0, [agreed(7, "好")])
    await commit(store, call, 1, [ConsentTakenBack(after(9), ConsentKind.RECORDING)])
    await commit(store, call, 2, [agreed(12, "同意")])
    async with store.unit_of_work() as uow:
        first, second = (await results.read_call(uow, call.call_id)).consents
    assert (first.text, first.granted, first.taken_back_at, first.stands) == ("好", True, after(9), False)
    assert (second.text, second.taken_back_at, second.stands) == ("同意", None, True)
