"""The claim: what is due and may be dialed becomes an attempt, within every limit; the rest says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState, DialOrder, NumberList
from ari_app.core.errors import Conflict, Unavailable
from ari_app.core.relations import Relation
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.settling import settle
from ari_app.store import campaigns, number_lists, workers
from ari_app.store.number_lists import ListEntry
from ari_app.store.patients import PatientDraft
from ari_app.store.pool import Store
from ari_app.store.relatives import RelativeDraft
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    RULES,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    phone_of,
    running_campaign,
    worker,
)
from tests.support.stored_calls import NAME

DUE = ContactTerms(due_at=MORNING)


async def reasons(connection: asyncpg.Connection) -> list[tuple[str, datetime | None]]:
    rows = await connection.fetch("SELECT reason, until FROM suppressions ORDER BY id")
    return [(row["reason"], row["until"]) for row in rows]


async def listed(store: Store, kind: NumberList, number: int) -> None:
    organization_id = await organization_of(store)
    async with store.unit_of_work() as uow:
        await number_lists.add(
            uow, organization_id, ListEntry(kind, phone_of(number), "test", "import"), MORNING
        )


async def test_a_contact_of_a_running_campaign_becomes_a_claimed_attempt(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=1)
    (claimed,) = await claim_at(store, await worker(store))
    row = await connection.fetchrow("SELECT * FROM attempts")
    assert row is not None
    assert (row["id"], row["state"], row["worker"]) == (claimed.lease.attempt_id, "claimed", "worker-1")
    assert (row["campaign_id"], row["mode"], row["number"]) == (campaign_id, "ai", 1)
    assert row["dial_before"] == claimed.dial_before == MORNING + timedelta(seconds=5)
    touch = await connection.fetchrow("SELECT kind, counts, at, attempt_id FROM touches")
    assert touch is not None
    assert tuple(touch) == ("robot", True, MORNING, claimed.lease.attempt_id)
    assert await claim_at(store, await worker(store)) == ()


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.STOPPED])
async def test_only_a_running_campaign_is_dialed(store: Store, state: CampaignState) -> None:
    campaign_id = await running_campaign(store, patients=2)
    organization_id, hold = await organization_of(store), await worker(store)
    async with store.unit_of_work() as uow:
        await campaigns.set_state(uow, organization_id, campaign_id, state, MORNING)
    assert await claim_at(store, hold) == ()
    if state is CampaignState.PAUSED:
        async with store.unit_of_work() as uow:
            await campaigns.set_state(uow, organization_id, campaign_id, CampaignState.RUNNING, MORNING)
        assert len(await claim_at(store, hold)) == 2


@pytest.mark.req("M03-022")
async def test_urgent_goes_first_then_priority_then_who_waits_longest(store: Store) -> None:
    campaign_id = await running_campaign(store, 0, replace(OPEN, concurrency=1))
    low = await add_contact(store, campaign_id, 1, replace(DUE, priority=2))
    long_waiting = await add_contact(store, campaign_id, 2, replace(DUE, due_at=MORNING - timedelta(hours=1)))
    new = await add_contact(store, campaign_id, 3, DUE)
    urgent = await add_contact(store, campaign_id, 4, replace(DUE, priority=0, urgent=True))
    order = []
    for number in range(4):
        later = MORNING + timedelta(minutes=number)
        order += [claimed.contact_id for claimed in await claim_at(store, await worker(store), later)]
    assert order == [urgent, long_waiting, new, low]


async def test_a_forbidden_number_is_never_dialed_and_becomes_work(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    await listed(store, NumberList.DO_NOT_CALL, 1)
    await listed(store, NumberList.INVALID, 2)
    for number in (1, 2, 3):
        await add_contact(store, campaign_id, number, DUE)
    (claimed,) = await claim_at(store, await worker(store))
    rows = await connection.fetch(
        """SELECT p.external_id, k.status, w.kind, w.reason, s.reason AS suppressed_for
           FROM contacts k JOIN patients p ON p.id = k.patient_id
           LEFT JOIN work_items w ON w.contact_id = k.id LEFT JOIN suppressions s ON s.contact_id = k.id
           ORDER BY 1"""
    )
    assert [tuple(row) for row in rows] == [
        ("p_1", "suppressed", "suppressed_follow_up", "do_not_call", "do_not_call"),
        ("p_2", "suppressed", "fix_number", "no_valid_number", "no_valid_number"),
        ("p_3", "open", None, None, None),
    ]
    assert claimed.lease.attempt_id


@pytest.mark.req("M03-014")
async def test_black_numbers_are_never_dialed_and_in_a_trial_only_white_ones_are(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=3)
    await listed(store, NumberList.BLACK, 0)
    await listed(store, NumberList.WHITE, 1)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, whitelist_only) SELECT id, true FROM organizations"
    )
    (claimed,) = await claim_at(store, await worker(store))
    rows = await connection.fetch(
        """SELECT p.external_id, k.status, s.reason FROM contacts k JOIN patients p ON p.id = k.patient_id
           LEFT JOIN suppressions s ON s.contact_id = k.id ORDER BY 1"""
    )
    assert [tuple(row) for row in rows] == [
        ("p_0", "canceled", None),
        ("p_1", "open", None),
        ("p_2", "open", "not_whitelisted"),
    ]
    assert claimed.caller_id is None


async def test_a_dead_number_leaves_the_second_one(store: Store, connection: asyncpg.Connection) -> None:
    campaign_id = await running_campaign(store, patients=0)
    await listed(store, NumberList.INVALID, 1)
    patient = PatientDraft("p_1", NAME, phone_of(1), second_phone=phone_of(101))
    await add_contact(store, campaign_id, 1, DUE, patient=patient)
    assert len(await claim_at(store, await worker(store))) == 1
    assert await connection.fetchval("SELECT number_kind FROM attempts") == "second"


@pytest.mark.req("M03-020")
async def test_a_minor_is_called_at_the_guardians_number_or_not_at_all(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    child = PatientDraft("p_1", NAME, phone_of(1), minor_until=date(2030, 1, 1))
    mother = RelativeDraft(Relation.MOTHER, None, phone_of(77))
    await add_contact(store, campaign_id, 1, DUE, patient=child)
    with_mother = replace(child, external_id="p_2", phone=phone_of(2), guardians=(mother,))
    await add_contact(store, campaign_id, 2, DUE, patient=with_mother)
    (claimed,) = await claim_at(store, await worker(store))
    assert await connection.fetchval("SELECT number_kind FROM attempts") == "guardian"
    assert await connection.fetchval("SELECT kind FROM work_items") == "find_guardian"


async def test_the_caps_hold_over_campaigns_and_for_a_number_that_two_share(
    store: Store, connection: asyncpg.Connection
) -> None:
    first = await running_campaign(store, patients=0)
    second = await running_campaign(store, 0, replace(OPEN, name="另一个"))
    for task, campaign_id in enumerate((first, second, second)):
        patient = PatientDraft(f"p_{task}", NAME, phone_of(1))
        await add_contact(store, campaign_id, task, DUE, patient=patient, task=f"t{task}")
    hold = await worker(store)
    assert len(await claim_at(store, hold)) == 1, "the others' number is being called"
    assert {reason for reason, _ in await reasons(connection)} == {"already_in_call"}
    await end_all(connection, "no_answer")
    later = MORNING + timedelta(minutes=5)
    assert len(await claim_at(store, hold, later)) == 1
    await end_all(connection, "no_answer")
    assert await claim_at(store, hold, later + timedelta(minutes=5)) == ()
    midnight = datetime(2026, 3, 10, 16, tzinfo=UTC)
    assert (await reasons(connection))[-1] == ("daily_cap", midnight + timedelta(hours=9))


async def end_all(connection: asyncpg.Connection, disposition: str) -> None:
    await connection.execute(
        "UPDATE attempts SET state = 'dialing', dialing_at = claimed_at WHERE state = 'claimed'"
    )
    await connection.execute(
        "UPDATE attempts SET state = 'ended', ended_at = claimed_at, disposition = $1 WHERE state = 'dialing'",
        disposition,
    )


async def test_a_closed_campaign_touches_no_contact_and_says_until_when(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, 2, replace(OPEN, windows="14:00-19:30"))
    await add_contact(store, campaign_id, 7, replace(DUE, urgent=True))
    (claimed,) = await claim_at(store, await worker(store))
    urgent = await connection.fetchval("SELECT id FROM contacts WHERE urgent")
    assert claimed.contact_id == urgent, "what is urgent is dialed outside the windows"
    assert await claim_at(store, await worker(store)) == ()
    row = await connection.fetchrow("SELECT waits_for, waits_until FROM campaigns")
    assert row is not None
    assert tuple(row) == ("outside_campaign_hours", datetime(2026, 3, 10, 6, tzinfo=UTC))
    assert await connection.fetchval("SELECT count(*) FROM contacts WHERE due_at = $1", MORNING) == 3


async def test_a_patients_own_hours_put_only_him_off(store: Store, connection: asyncpg.Connection) -> None:
    campaign_id = await running_campaign(store, patients=1)
    await add_contact(store, campaign_id, 5, replace(DUE, windows="18:00-20:00"))
    assert len(await claim_at(store, await worker(store))) == 1
    evening = datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert await reasons(connection) == [("outside_patient_hours", evening)]
    assert await claim_at(store, await worker(store), MORNING + timedelta(seconds=9)) == ()
    assert len(await reasons(connection)) == 1
    assert len(await claim_at(store, await worker(store), evening)) == 1


async def test_dialing_ends_before_the_window_does(store: Store) -> None:
    await running_campaign(store, patients=2)
    noon = datetime(2026, 3, 10, 4, tzinfo=UTC)
    hold = await worker(store)
    assert await claim_at(store, hold, noon - timedelta(seconds=5)) == ()
    (claimed,) = await claim_at(store, hold, noon - timedelta(seconds=8), at_most=1)
    assert claimed.dial_before == noon - timedelta(seconds=5)


async def test_a_follow_up_that_lost_its_sense_becomes_work(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=0)
    await add_contact(store, campaign_id, 1, replace(DUE, not_after=MORNING - timedelta(seconds=1)))
    assert await claim_at(store, await worker(store)) == ()
    assert await connection.fetchval("SELECT reason FROM work_items") == "too_late"


async def test_a_worker_that_was_replaced_or_drains_claims_nothing(store: Store) -> None:
    await running_campaign(store, patients=2)
    old, new = await worker(store), await worker(store)
    with pytest.raises(Conflict, match="another process"):
        await claim_at(store, old)
    async with store.unit_of_work() as uow:
        await workers.beat(uow, new, MORNING, "draining")
    assert await claim_at(store, new) == ()


async def test_a_worker_whose_clock_is_wrong_claims_nothing(store: Store) -> None:
    await running_campaign(store, patients=1)
    strict = ClaimRules(lease=RULES.lease)
    with pytest.raises(Unavailable, match="clock"):
        await claim_at(store, await worker(store), MORNING, rules=strict)
    now = datetime.now(UTC)
    assert isinstance(await claim_at(store, await worker(store), now, rules=strict), tuple)


@pytest.mark.req("M03-002")
async def test_contacts_may_join_a_campaign_that_runs_or_has_finished(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=1)
    organization_id, hold = await organization_of(store), await worker(store)
    (first,) = await claim_at(store, hold)
    second = await add_contact(store, campaign_id, 1, DUE)
    assert await add_contact(store, campaign_id, 1, DUE) == second, "sent twice it is one"
    assert [one.contact_id for one in await claim_at(store, hold)] == [second]
    await connection.execute("UPDATE contacts SET status = 'completed'")
    async with store.unit_of_work() as uow:
        assert await campaigns.finish_empty(uow, organization_id, MORNING) == [campaign_id]
    third = await add_contact(store, campaign_id, 2, DUE)
    async with store.unit_of_work() as uow:
        assert await campaigns.finish_empty(uow, organization_id, MORNING) == [], "it runs again"
    assert [one.contact_id for one in await claim_at(store, hold)] == [third]
    assert first.contact_id not in (second, third)


async def test_a_trial_begins_so_many_a_day_and_goes_on_with_them(
    store: Store, connection: asyncpg.Connection
) -> None:
    trial = replace(OPEN, concurrency=9, release={"stage": "trial", "per_day": 2})
    await running_campaign(store, 5, trial)
    hold = await worker(store)
    begun = {one.contact_id for one in await claim_at(store, hold)}
    assert len(begun) == 2
    await end_all(connection, "busy")
    organization_id = await organization_of(store)
    await settle(store, organization_id, MORNING)
    later = MORNING + timedelta(minutes=30)
    assert {one.contact_id for one in await claim_at(store, hold, later)} == begun, "tried again, none begun"
    assert await claim_at(store, hold, later) == ()
    assert await connection.fetchval("SELECT waits_for FROM campaigns") == "release_limit"
    tomorrow = MORNING + timedelta(days=1)
    assert len({one.contact_id for one in await claim_at(store, hold, tomorrow)} - begun) == 2


async def test_only_the_departments_that_are_released_are_dialed(
    store: Store, connection: asyncpg.Connection
) -> None:
    released = replace(OPEN, release={"stage": "departments", "departments": ["骨科"]})
    campaign_id = await running_campaign(store, 0, released)
    await add_contact(store, campaign_id, 1, replace(DUE, group_name="眼科"))
    bones = await add_contact(store, campaign_id, 2, replace(DUE, group_name="骨科"))
    assert [one.contact_id for one in await claim_at(store, await worker(store))] == [bones]
    assert [reason for reason, _ in await reasons(connection)] == ["release_limit"]


@pytest.mark.req("M04-007")
async def test_numbers_of_ours_take_turns_within_their_limits(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 6, replace(OPEN, concurrency=9, caller_ids=("0101", "0102")))
    await connection.execute(
        "INSERT INTO caller_ids (id, organization_id, number, daily_limit, health) "
        "SELECT gen_random_uuid(), o.id, n.number, n.most, n.health FROM organizations o, "
        "(VALUES ('0101', 1, 1.0), ('0102', 3, 1.0), ('0103', NULL, 1.0)) AS n (number, most, health)"
    )
    found = await claim_at(store, await worker(store))
    assert sorted(str(one.caller_id) for one in found) == ["0101", "0102", "0102", "0102"]
    rows = await connection.fetch("SELECT number, used_count FROM caller_ids ORDER BY number")
    assert [tuple(row) for row in rows] == [("0101", 1), ("0102", 3), ("0103", 0)]
    assert {reason for reason, _ in await reasons(connection)} == {"no_caller_id"}
    next_day = MORNING + timedelta(days=1)
    assert len(await claim_at(store, await worker(store), next_day)) == 2


async def test_hours_that_somebody_broke_by_hand_stop_their_campaign_alone(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, patients=1)
    good = await running_campaign(store, 0, replace(OPEN, name="二"))
    await add_contact(store, good, 9, DUE)
    await connection.execute("UPDATE campaigns SET windows = 'in the morning' WHERE id <> $1", good)
    assert [one.campaign_id for one in await claim_at(store, await worker(store))] == [good]


@pytest.mark.req("M03-017")
@pytest.mark.parametrize("order", DialOrder)
async def test_who_likely_answers_may_go_first(
    store: Store, connection: asyncpg.Connection, order: DialOrder
) -> None:
    campaign_id = await running_campaign(store, 0, replace(OPEN, dial_order=order))
    waiting = [await add_contact(store, campaign_id, number, DUE) for number in range(3)]
    urgent = await add_contact(store, campaign_id, 3, replace(DUE, urgent=True))
    past = await running_campaign(store, 0, replace(OPEN, name="去年"))
    month_ago = MORNING - timedelta(days=28)
    for number, disposition in ((0, "no_answer"), (2, "refused")):
        await add_contact(store, past, number, replace(DUE, due_at=month_ago))
        await claim_at(store, await worker(store), month_ago)
        await end_all(connection, disposition)
    await connection.execute("UPDATE contacts SET status = 'canceled' WHERE campaign_id = $1", past)
    found = [one.contact_id for one in await claim_at(store, await worker(store))]
    first, second, third = waiting
    expected = [first, second, third] if order is DialOrder.FIRST_DUE else [third, second, first]
    assert found == [urgent, *expected]
