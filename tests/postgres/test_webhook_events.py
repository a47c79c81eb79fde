"""A campaign's own receiver is told what it subscribed to, and nothing else; told with the event or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import read_campaign
from ari_app.store.pool import Store
from tests.postgres.test_agent_commands import config
from tests.postgres.test_campaign_intake import NAME, NOW, REQUEST, made
from tests.postgres.test_supervisor_commands import printed, typed
from tests.support.played_calls import PlayedCall, play

__all__ = ["config"]

EVENTS = ("call.completed", "questionnaire.submitted", "alert.triggered")
SECRET = "hush-hush"
NEWS = "SELECT * FROM outbox WHERE endpoint <> 'messages'"
"""What is told to receivers; what is sent to the patient is nobody's news."""
TOLD = f"SELECT endpoint, kind, idempotency_key FROM ({NEWS}) AS news ORDER BY position"
CONTACT = {"patientId": "p_1", "name": "李秀英", "phone": "13800000002", "idTail": "4417"}


def webhook(events: Sequence[str] = EVENTS, **changed: object) -> dict[str, object]:
    return {"events": list(events), "url": "https://ehr.example.com/webhook", "secret": SECRET} | changed


async def called(store: Store, **changed: object) -> PlayedCall:
    """The whole call with the patient of a campaign, in which high pain is told of."""
    await made(store, list=[CONTACT], **changed)
    return await play(store, {"pain_vas": "八分", "wants_callback": "不用了"}, task=f"{NAME}:p_1", at=NOW)


@pytest.mark.parametrize("events", [EVENTS, *((each,) for each in EVENTS), EVENTS[:2]])
async def test_the_receiver_is_told_what_it_wants(
    store: Store, connection: asyncpg.Connection, events: Sequence[str]
) -> None:
    call = await called(store, webhook=webhook(events))
    assert "PAIN_HIGH" in call.alerts
    told = await connection.fetch(TOLD)
    assert {row["endpoint"] for row in told} == {NAME}
    kinds = [row["kind"] for row in told]
    assert sorted(kinds) == sorted(events) and kinds == [each for each in reversed(EVENTS) if each in kinds]
    rows = await connection.fetch(
        f"SELECT kind, call_id, attempt_id, alert_id IS NOT NULL AS alert FROM ({NEWS}) AS news"
    )
    assert {(row["call_id"], row["attempt_id"]) for row in rows} == {(call.call_id, call.attempt_id)}
    assert {row["kind"] for row in rows if row["alert"]} <= {"alert.triggered"}


async def test_a_campaign_without_a_receiver_tells_the_usual_one(
    store: Store, connection: asyncpg.Connection
) -> None:
    await called(store, webhook=None)
    told = await connection.fetch(TOLD)
    assert [row["endpoint"] for row in told] == ["webhook"] * 3
    assert {row["kind"] for row in told} == set(EVENTS)


async def test_two_campaigns_tell_each_their_own(store: Store, connection: asyncpg.Connection) -> None:
    await called(store, webhook=webhook(EVENTS[:1]))
    other = CONTACT | {"patientId": "p_2", "phone": "13800000003"}
    await made(store, name="other", list=[other], webhook=webhook(EVENTS[2:], url="https://im.example.com/h"))
    rows = await connection.fetch(f"SELECT endpoint, kind FROM ({NEWS}) AS news")
    assert [tuple(row) for row in rows] == [(NAME, "call.completed")]
    names = await connection.fetch("SELECT name, events FROM webhook_endpoints ORDER BY created_at, id")
    assert [(row["name"], list(row["events"])) for row in names] == [
        (NAME, ["call.completed"]),
        ("other", ["alert.triggered"]),
    ]


async def test_what_is_rolled_back_is_not_told(store: Store, connection: asyncpg.Connection) -> None:
    await connection.execute(
        "ALTER TABLE call_event ADD CONSTRAINT never CHECK (kind <> 'alert_raised') NOT VALID"
    )
    with pytest.raises(asyncpg.CheckViolationError):
        await called(store, webhook=webhook())
    assert await connection.fetch(NEWS) == await connection.fetch("SELECT * FROM alerts") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": "http://ehr.example.com/webhook"}, "must begin with https://"),
        ({"url": "https://user:word@ehr.example.com/"}, "must be an address"),
        ({"url": "ehr.example.com"}, "must be an address"),
        ({"events": []}, "webhook.events"),
        ({"events": ["call.dreamt"]}, "webhook.events.0"),
        ({"secret": ""}, "webhook.secret"),
        ({"retries": 3}, "webhook.retries"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(WrongInput, match=said) as caught:
        read_campaign(json.dumps(REQUEST | {"webhook": webhook() | changed}))
    assert SECRET not in str(caught.value) and "word" not in str(caught.value)


def test_plain_http_is_for_this_machine_alone() -> None:
    taken = read_campaign(json.dumps(REQUEST | {"webhook": webhook(url="http://127.0.0.1:8080/hook")}))
    assert taken.webhook is not None and taken.webhook.url == "http://127.0.0.1:8080/hook"
    assert SECRET not in repr(taken)


async def test_a_campaign_is_shown_as_it_was_asked_for_without_its_secret(store: Store, config: Path) -> None:
    templates = [{"departments": ["骨科"], "thresholds": {"pain": 5.0}}]
    await made(store, webhook=webhook(EVENTS[:2]), templates=templates, thresholds={"sla_p2": 60})
    shown = json.loads(await printed(config, "campaign", "show", NAME))
    assert shown["webhook"] == {"url": "https://ehr.example.com/webhook", "events": list(EVENTS[:2])}
    assert (shown["thresholds"], shown["templates"][0]["thresholds"]) == ({"sla_p2": 60}, {"pain": 5})
    assert SECRET not in json.dumps(shown)
    again = {key: each for key, each in shown.items() if key not in ("state", "questionnaireVersion")}
    again["webhook"]["secret"] = "another"
    taken = read_campaign(json.dumps(again))
    assert taken.schedule.window == ("09:00-12:00", "14:00-19:30") and taken.dialer.concurrency == 200
    assert (await typed(config, "campaign", "show", "nobody")).exit_code == 1
