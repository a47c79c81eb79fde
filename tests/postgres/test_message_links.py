"""Links of messages: random, for one patient and one thing, used once, gone after 14 days, kept as a digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import settle
from ari_app.policy.calling_rules import CallingRules
from ari_app.store import attempts, message_links, number_lists
from ari_app.store.message_links import VALID_FOR, LinkVerb, Reminder
from ari_app.store.pool import Store
from ari_app.wiring import links
from tests.support.dialed_campaigns import (
    MORNING,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import NOW, PHONE, after, claimed_attempt

RULES = CallingRules(ZoneInfo("Asia/Shanghai"))
# Wednesday 2026-03-11, 15:00 and 21:30 in Shanghai
TOMORROW_AT_3 = datetime(2026, 3, 11, 7, tzinfo=UTC)
TOMORROW_NIGHT = datetime(2026, 3, 11, 13, 30, tzinfo=UTC)
THURSDAY_AT_9 = datetime(2026, 3, 12, 1, tzinfo=UTC)


async def missed(store: Store, connection: asyncpg.Connection, message: str = "missed_call") -> UUID:
    """An attempt that nobody answered, after which policy asks for a message."""
    lease = await claimed_attempt(store)
    async with store.unit_of_work() as uow:
        await attempts.mark_dialing(uow, lease, after(1), None)
        await attempts.mark_ended(uow, lease, after(30), Disposition.NO_ANSWER)
    await connection.execute(
        """INSERT INTO redials (attempt_id, organization_id, contact_id, disposition, counts, reason, message,
                                decided_at)
           SELECT id, organization_id, contact_id, disposition, true, 'next_try', $1, ended_at FROM attempts""",
        message,
    )
    return lease.attempt_id


async def reminder_after(store: Store, attempt_id: UUID, at: datetime = NOW) -> Reminder:
    """What is sent."""
    async with store.unit_of_work() as uow:
        made = await message_links.make_reminder(uow, attempt_id, at)
    assert made is not None
    return made


async def refused(store: Store, token: str, now: datetime, when: datetime | None = None) -> str:
    """The code with which a link is refused."""
    with pytest.raises(WrongInput) as error:
        await links.redeem(store, token, now, when)
    return error.value.code


async def test_a_reminder_has_a_link_for_each_wish_and_only_digests_are_kept(
    store: Store, connection: asyncpg.Connection
) -> None:
    reminder = await reminder_after(store, await missed(store, connection))
    assert reminder.phone == PHONE
    assert reminder.tokens.keys() == set(LinkVerb)
    assert all(len(token) == 32 for token in reminder.tokens.values())
    rows = await connection.fetch("SELECT row_to_json(message_links)::text AS text FROM message_links")
    assert len(rows) == 3
    assert not any(token in row["text"] for row in rows for token in reminder.tokens.values())
    assert PHONE not in repr(reminder) and not any(
        token in repr(reminder) for token in reminder.tokens.values()
    )


@pytest.mark.parametrize(
    "kind", [NumberList.DO_NOT_CALL, NumberList.COMPLAINT, NumberList.BLACK, NumberList.INVALID]
)
async def test_a_number_that_is_not_to_be_called_gets_no_message(
    store: Store, connection: asyncpg.Connection, kind: NumberList
) -> None:
    attempt_id = await missed(store, connection)
    async with store.unit_of_work() as uow:
        assert await message_links.may_remind(uow, [attempt_id]) == {attempt_id}
        row = await uow.one("message_links.of_attempts", attempt_ids=[attempt_id])
        assert row is not None
        entry = number_lists.ListEntry(kind, PHONE, "asked", "import")
        await number_lists.add(uow, row["organization_id"], entry, NOW)
        assert not await message_links.may_remind(uow, [attempt_id])
        assert await message_links.make_reminder(uow, attempt_id, NOW) is None


async def test_where_policy_asks_for_no_message_there_is_none(
    store: Store, connection: asyncpg.Connection
) -> None:
    attempt_id = await missed(store, connection, "none")
    async with store.unit_of_work() as uow:
        assert await message_links.make_reminder(uow, attempt_id, NOW) is None


async def test_whoever_refused_gets_only_the_link_that_ends_it(
    store: Store, connection: asyncpg.Connection
) -> None:
    reminder = await reminder_after(store, await missed(store, connection, "opt_out"))
    assert reminder.tokens.keys() == {LinkVerb.DO_NOT_DISTURB}


@pytest.mark.req("M05-008")
async def test_a_patient_moves_the_call_once_and_into_the_calling_hours(
    store: Store, connection: asyncpg.Connection
) -> None:
    token = (await reminder_after(store, await missed(store, connection))).tokens[LinkVerb.RESCHEDULE]
    for when in (NOW - timedelta(hours=1), NOW + timedelta(days=31)):
        assert await refused(store, token, NOW, when) == "bad_time"
    done = await links.redeem(store, token, NOW, TOMORROW_NIGHT)
    assert done.at == THURSDAY_AT_9
    row = await connection.fetchrow("SELECT due_at, requested, status FROM contacts")
    assert row is not None and tuple(row) == (THURSDAY_AT_9, True, "open")
    due = await connection.fetch("SELECT number, due_at FROM attempts WHERE state = 'scheduled'")
    assert [tuple(each) for each in due] == [(2, THURSDAY_AT_9)]
    assert await refused(store, token, NOW, TOMORROW_AT_3) == "link_not_valid"
    assert await connection.fetchval("SELECT action FROM audit_entries") == "reschedule_by_link"


@pytest.mark.req("M05-007")
async def test_one_tap_calls_back_at_once(store: Store, connection: asyncpg.Connection) -> None:
    token = (await reminder_after(store, await missed(store, connection))).tokens[LinkVerb.CALL_BACK]
    now = NOW + timedelta(minutes=20)
    assert (await links.redeem(store, token, now)).at == now
    assert await connection.fetchval("SELECT due_at FROM attempts WHERE state = 'scheduled'") == now
    assert await refused(store, token, now) == "link_not_valid"


@pytest.mark.req("M05-009")
async def test_do_not_disturb_holds_at_once(store: Store, connection: asyncpg.Connection) -> None:
    attempt_id = await missed(store, connection)
    tokens = (await reminder_after(store, attempt_id)).tokens
    await links.redeem(store, tokens[LinkVerb.DO_NOT_DISTURB], NOW)
    entry = await connection.fetchrow("SELECT kind, reason, source, patient_id FROM number_list_entries")
    assert entry is not None and tuple(entry)[:3] == ("do_not_call", "asked_by_link", "message")
    assert await connection.fetchval("SELECT status FROM contacts") == "canceled"
    async with store.unit_of_work() as uow:
        assert await message_links.make_reminder(uow, attempt_id, NOW) is None
    assert await refused(store, tokens[LinkVerb.CALL_BACK], NOW) == "nothing_open"


@pytest.mark.req("M05-008")
async def test_links_that_are_old_unknown_or_meant_for_something_else_do_nothing(
    store: Store, connection: asyncpg.Connection
) -> None:
    tokens = (await reminder_after(store, await missed(store, connection))).tokens
    token = tokens[LinkVerb.DO_NOT_DISTURB]
    assert (await links.look(store, token, NOW)).verb is LinkVerb.DO_NOT_DISTURB
    for wrong in (token[:-1], token + "x" * 100, "", "%", tokens[LinkVerb.CALL_BACK].swapcase()):
        assert await refused(store, wrong, NOW) == "link_not_valid"
    assert await refused(store, token, NOW + VALID_FOR) == "link_not_valid"
    async with store.unit_of_work() as uow:
        with pytest.raises(WrongInput, match="not valid"):
            await message_links.reschedule(uow, token, TOMORROW_AT_3, RULES, NOW)
    assert await connection.fetchval("SELECT count(*) FROM number_list_entries") == 0
    assert await connection.fetchval("SELECT count(*) FROM message_links WHERE redeemed_at IS NOT NULL") == 0


async def test_while_the_patient_is_being_called_nothing_is_moved(
    store: Store, connection: asyncpg.Connection
) -> None:
    token = (await reminder_after(store, await missed(store, connection))).tokens[LinkVerb.CALL_BACK]
    lease = await claimed_attempt(store)
    assert await refused(store, token, NOW) == "being_called"
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, after(60), Disposition.FAILED)
    assert (await links.redeem(store, token, NOW)).verb is LinkVerb.CALL_BACK


@pytest.mark.parametrize("is_listed", [False, True])
async def test_settling_asks_for_a_message_unless_the_number_is_not_to_be_called(
    store: Store, connection: asyncpg.Connection, is_listed: bool
) -> None:
    await running_campaign(store, 1)
    organization = await organization_of(store)
    at, hold = MORNING, await worker(store)
    for number in (1, 2):
        (claimed,) = await claim_at(store, hold, at)
        async with store.unit_of_work() as uow:
            await attempts.mark_dialing(uow, claimed.lease, at, "01060000000")
            if is_listed and number == 2:
                entry = number_lists.ListEntry(NumberList.DO_NOT_CALL, phone_of(0), "asked", "import")
                await number_lists.add(uow, organization, entry, at)
            await attempts.mark_ended(uow, claimed.lease, at + timedelta(seconds=40), Disposition.NO_ANSWER)
        await settle(store, organization, at + timedelta(seconds=41))
        at += timedelta(days=1)
        hold = await worker(store, at=at)
    asked = await connection.fetch(
        "SELECT attempt_id FROM outbox WHERE kind = 'message.requested' ORDER BY position"
    )
    assert len(asked) == (1 if is_listed else 2)
    async with store.unit_of_work() as uow:
        made = await message_links.make_reminder(uow, asked[-1]["attempt_id"], at)
    assert (made is None) is is_listed
