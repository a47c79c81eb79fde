"""A death that was entered by mistake is taken back: the patient lives, and people do what was canceled for it."""

from __future__ import annotations

import getpass
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition, FollowUpAction
from ari_app.store import campaigns
from ari_app.store import deaths as stored_deaths
from ari_app.store.deaths import Correction
from ari_app.store.pool import Store
from ari_app.wiring import deaths
from ari_app.wiring.person_results import PersonForm
from tests.postgres.test_agent_commands import config
from tests.postgres.test_person_results import HOSPITAL, talked, wrote
from tests.postgres.test_supervisor_commands import printed, typed
from tests.support.dialed_campaigns import (
    MORNING,
    OPEN,
    ContactTerms,
    add_contact,
    claim_at,
    organization_of,
    running_campaign,
    worker,
)
from tests.support.ended_attempts import dialed, end, says, talking

__all__ = ["config"]

CORRECTION = Correction("root", "entered_by_mistake")
SECOND = replace(OPEN, name="second")
LATER = MORNING + timedelta(days=1)
CONTACTS = """SELECT p.external_id, k.status, (SELECT s.reason FROM suppressions s WHERE s.contact_id = k.id
    ORDER BY s.id DESC LIMIT 1) AS why FROM contacts k JOIN patients p ON p.id = k.patient_id ORDER BY 1, k.id"""
WORK = "SELECT kind, state, reason, done_by FROM work_items ORDER BY created_at, kind"


async def took_back(store: Store, patient: str = "p_0") -> tuple[str, ...]:
    return await deaths.take_back(store, HOSPITAL, patient, CORRECTION, LATER)


async def told_dead(store: Store) -> None:
    """Patient 0 has two follow-ups; in the call of one somebody tells that he has died."""
    campaign_id = await running_campaign(store, patients=2)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=MORNING), task="another")
    claimed = await dialed(store)
    call = await talking(store, claimed)
    await says(store, call, Disposition.DECEASED, FollowUpAction.ALL_TASKS_CANCELLED)
    await end(store, claimed, Disposition.DECEASED)


async def test_he_lives_and_his_follow_ups_are_work_for_people(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told_dead(store)
    before = await connection.fetchval("SELECT deceased_at FROM patients WHERE external_id = 'p_0'")
    names = await took_back(store)
    assert len(names) == 2 and "another" in names
    assert await connection.fetchval("SELECT count(*) FROM patients WHERE deceased_at IS NOT NULL") == 0
    assert [tuple(row) for row in await connection.fetch(CONTACTS)] == [
        ("p_0", "suppressed", "person_took_over"),
        ("p_0", "suppressed", "person_took_over"),
        ("p_1", "open", None),
    ]
    assert [tuple(row) for row in await connection.fetch(WORK)] == [
        ("note_death", "dropped", "all_tasks_cancelled", "root"),
        ("suppressed_follow_up", "open", "death_taken_back", None),
        ("suppressed_follow_up", "open", "death_taken_back", None),
    ]
    entry = await connection.fetchrow(
        "SELECT actor, subject_kind, details::text FROM audit_entries WHERE action = 'death_taken_back'"
    )
    assert entry is not None and (entry["actor"], entry["subject_kind"]) == ("root", "patients")
    assert json.loads(entry["details"]) == {
        "reason": "entered_by_mistake",
        "deceased_at": before.isoformat(),
        "follow_ups": list(names),
    }


async def test_none_of_them_is_dialed_by_itself(store: Store, connection: asyncpg.Connection) -> None:
    await told_dead(store)
    await took_back(store)
    hold = await worker(store, "worker-2", at=LATER)
    await claim_at(store, hold, LATER)
    dialed_then = await connection.fetch(
        "SELECT p.external_id FROM attempts a JOIN contacts k ON k.id = a.contact_id "
        "JOIN patients p ON p.id = k.patient_id WHERE a.claimed_at = $1",
        LATER,
    )
    assert "p_0" not in {row["external_id"] for row in dialed_then}


async def test_a_new_follow_up_of_his_is_dialed(store: Store) -> None:
    await told_dead(store)
    await took_back(store)
    campaign_id = await running_campaign(store, 0, SECOND)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=LATER), task="new")
    (claimed,) = [
        each
        for each in await claim_at(store, await worker(store, "w", at=LATER), LATER)
        if each.campaign_id == campaign_id
    ]
    assert claimed.lease.attempt_id


async def test_what_was_listed_while_he_was_thought_dead_is_work_too(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told_dead(store)
    campaign_id = await running_campaign(store, 0, SECOND)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=MORNING), task="later")
    await claim_at(store, await worker(store, at=LATER), LATER)
    rows = await connection.fetch(CONTACTS)
    assert ("p_0", "suppressed", "deceased") in [tuple(row) for row in rows]
    assert len(await took_back(store)) == 3


async def test_what_was_canceled_for_another_reason_stays_so(
    store: Store, connection: asyncpg.Connection
) -> None:
    campaign_id = await running_campaign(store, patients=1)
    await add_contact(store, campaign_id, 0, ContactTerms(due_at=MORNING), task="withdrawn")
    await connection.execute("UPDATE contacts SET status = 'canceled' WHERE external_id = 'withdrawn'")
    patient = await connection.fetchval("SELECT id FROM patients")
    async with store.unit_of_work() as uow:
        assert await stored_deaths.note(uow, await organization_of(store), patient, MORNING) == 1
    assert len(await took_back(store)) == 1
    status = await connection.fetchval("SELECT status FROM contacts WHERE external_id = 'withdrawn'")
    assert status == "canceled"


async def test_what_a_stopped_campaign_asked_stays_canceled(
    store: Store, connection: asyncpg.Connection
) -> None:
    await told_dead(store)
    campaign_id = await connection.fetchval("SELECT id FROM campaigns")
    async with store.unit_of_work() as uow:
        await campaigns.set_state(
            uow, await organization_of(store), campaign_id, CampaignState.STOPPED, LATER
        )
    assert await took_back(store) == ()
    assert await connection.fetchval("SELECT count(*) FROM patients WHERE deceased_at IS NOT NULL") == 0


async def test_a_nurses_slip_is_taken_back_and_she_corrects_her_form(
    store: Store, connection: asyncpg.Connection
) -> None:
    await talked(store)
    await wrote(store, PersonForm(Disposition.DECEASED))
    assert len(await took_back(store)) == 1
    assert await connection.fetchval("SELECT status FROM contacts") == "suppressed"
    kinds = await connection.fetch("SELECT kind, state FROM work_items ORDER BY kind")
    assert [tuple(row) for row in kinds] == [("note_death", "dropped"), ("suppressed_follow_up", "open")]


async def test_who_lives_or_is_unknown_is_refused(store: Store, connection: asyncpg.Connection) -> None:
    await running_campaign(store, patients=1)
    with pytest.raises(WrongInput, match="patient p_0 is not entered as deceased"):
        await took_back(store)
    with pytest.raises(WrongInput, match="there is no patient p_9"):
        await took_back(store, "p_9")
    with pytest.raises(WrongInput, match="one word"):
        await deaths.take_back(store, HOSPITAL, "p_0", Correction("root", "他还活着"), LATER)
    assert await connection.fetchval("SELECT count(*) FROM audit_entries") == 0


async def test_the_command_tells_what_is_to_be_done(
    store: Store, connection: asyncpg.Connection, config: Path
) -> None:
    await told_dead(store)
    shown = await printed(config, "death", "take-back", "p_0", "--reason", "entered_by_mistake")
    assert "is not entered as deceased any more" in shown and shown.count("work for a person:") == 2
    actor = await connection.fetchval("SELECT actor FROM audit_entries WHERE action = 'death_taken_back'")
    assert actor == getpass.getuser()
    assert (await typed(config, "death", "take-back", "p_0", "--reason", "again_please")).exit_code == 1
