"""Outbox, commands to running calls, and alerts after they were raised."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from ari_app.core.errors import Conflict
from ari_app.core.vocabulary import AlertCode, Priority
from ari_app.dialogue.facts import AlertRaised
from ari_app.store import alerts, call_commands, calls, outbox
from ari_app.store.audit import AuditEntry, record
from ari_app.store.pool import Store
from ari_app.store.references import CallRef
from tests.support.stored_calls import after, answered_call


async def raised(store: Store, *codes: AlertCode) -> CallRef:
    _, call = await answered_call(store)
    facts = [
        AlertRaised(after(12), code, Priority.P1, 10, after(12) + timedelta(minutes=10), None, "说胸口痛")
        for code in codes
    ]
    async with store.unit_of_work() as uow:
        await calls.commit_step(
            uow, call, expected_turn=0, state={}, stage="items", open_item=None, facts=facts,
            at=after(12), endpoints=("ehr", "im"),
        )  # fmt: skip
    return call


async def claim(store: Store, seconds: float) -> list[outbox.Delivery]:
    async with store.unit_of_work() as uow:
        return await outbox.claim(uow, after(seconds), after(seconds + 30), 10)


async def test_each_endpoint_gets_its_news_in_order(store: Store) -> None:
    await raised(store, AlertCode.PAIN_HIGH, AlertCode.WOUND)
    first = await claim(store, 20)
    assert sorted(delivery.endpoint for delivery in first) == ["ehr", "im"]
    assert await claim(store, 21) == []
    ehr = next(delivery for delivery in first if delivery.endpoint == "ehr")
    async with store.unit_of_work() as uow:
        await outbox.mark_delivered(uow, ehr.id, after(22))
    (second,) = await claim(store, 23)
    assert (second.endpoint, second.kind) == ("ehr", "alert.triggered")
    assert second.alert_id != ehr.alert_id


async def test_news_put_off_hold_up_the_later_ones_until_buried(store: Store) -> None:
    await raised(store, AlertCode.PAIN_HIGH, AlertCode.WOUND)
    first = await claim(store, 20)
    async with store.unit_of_work() as uow:
        for delivery in first:
            await outbox.put_off(uow, delivery.id, after(80), "HTTP 503")
    assert await claim(store, 60) == []
    again = await claim(store, 81)
    assert {delivery.id for delivery in again} == {delivery.id for delivery in first}
    assert {delivery.tries for delivery in again} == {2}
    async with store.unit_of_work() as uow:
        for delivery in again:
            await outbox.bury(uow, delivery.id, after(82), "HTTP 410")
    later = await claim(store, 83)
    assert len(later) == 2
    assert not {delivery.id for delivery in later} & {delivery.id for delivery in first}


async def test_a_deliverer_that_died_loses_its_claim(store: Store) -> None:
    await raised(store, AlertCode.PAIN_HIGH)
    first = await claim(store, 20)
    assert {delivery.id for delivery in await claim(store, 51)} == {delivery.id for delivery in first}


async def test_commands_are_taken_in_order_and_finished_once(store: Store) -> None:
    _, call = await answered_call(store)
    async with store.unit_of_work() as uow:
        first = await call_commands.add(uow, call, "nurse-1", "transfer", {"desk": "agent1"}, after(6))
        await call_commands.add(uow, call, "nurse-1", "hang_up", {}, after(6))
    async with store.unit_of_work() as uow:
        waiting = await call_commands.waiting(uow, call.call_id)
        assert [(command.verb, command.args) for command in waiting] == [
            ("transfer", {"desk": "agent1"}), ("hang_up", {}),
        ]  # fmt: skip
        await call_commands.finish(uow, first, after(7))
        assert [command.verb for command in await call_commands.waiting(uow, call.call_id)] == ["hang_up"]
        with pytest.raises(Conflict):
            await call_commands.finish(uow, first, after(8))


@pytest.mark.req("M09-028")
async def test_an_alert_is_told_taken_on_and_closed_by_people(
    store: Store, connection: asyncpg.Connection
) -> None:
    await raised(store, AlertCode.PAIN_HIGH)
    row = await connection.fetchrow("SELECT id, organization_id FROM alerts")
    assert row is not None
    alert_id, organization_id = UUID(str(row["id"])), UUID(str(row["organization_id"]))
    async with store.unit_of_work() as uow:
        assert await alerts.overdue(uow, organization_id, after(60)) == []
        (late,) = await alerts.overdue(uow, organization_id, after(3600))
        assert (late.id, late.priority, late.code) == (alert_id, Priority.P1, AlertCode.PAIN_HIGH)
        await alerts.mark_notified(uow, alert_id, after(20))
        with pytest.raises(Conflict):
            await alerts.resolve(uow, alert_id, "nurse-1", after(30))
        await alerts.acknowledge(uow, alert_id, "nurse-1", after(40))
        with pytest.raises(Conflict):
            await alerts.acknowledge(uow, alert_id, "nurse-2", after(41))
        assert await alerts.overdue(uow, organization_id, after(3600)) == []
        await alerts.resolve(uow, alert_id, "nurse-1", after(50))
    with pytest.raises(asyncpg.CheckViolationError, match="cannot go from resolved to raised"):
        await connection.execute("UPDATE alerts SET state = 'raised', resolved_at = NULL, resolved_by = NULL")


async def test_audit_entries_are_neither_changed_nor_deleted(
    store: Store, connection: asyncpg.Connection
) -> None:
    _, call = await answered_call(store)
    entry = AuditEntry(call.organization_id, "nurse-1", "result_read", "calls", str(call.call_id), after(60))
    async with store.unit_of_work() as uow:
        await record(uow, entry)
    for statement in ("UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)
