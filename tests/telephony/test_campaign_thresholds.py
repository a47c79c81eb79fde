"""A campaign's own thresholds in a call on a real line: pain of five alarms where the department says so."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest

from ari_app.calls.ears import TOO_SOON_SECONDS
from ari_app.integrations.campaign_request import read_campaign
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.wiring import campaigns
from ari_app.wiring.campaign_intake import take_rows
from tests.support.calls import NAME, USUAL_KEYS, Ward, open_ward
from tests.support.dialed_campaigns import organization_of
from tests.telephony.test_campaign_calls import ALWAYS, LINES, answering, running, until

pytestmark = pytest.mark.realtime

REQUEST = {
    "name": "by department",
    "questionnaireId": "q_postop_v1",
    "thresholds": {"sla_p2": 60},
    "templates": [{"departments": ["骨科"], "thresholds": {"pain": 5, "sla_p1": 5}}],
    "list": [
        {
            "patientId": "p_1", "name": NAME, "phone": "13800000003", "department": "骨科",
            "idTail": "4417", "birthday": "1968-08-02",
        }
    ],
}  # fmt: skip


async def listed(ward: Ward) -> None:
    """The campaign with its patient, running."""
    store, hospital, now = ward.node.store, ward.node.settings.hospital, ward.node.clock.now()
    request = read_campaign(json.dumps(REQUEST))
    await campaigns.create(store, hospital, request, now)
    assert (await take_rows(store, hospital, request.name, enumerate(request.list, 1), now)).added == 1
    await campaigns.start(store, hospital, request.name, now)


@pytest.mark.req("M03-021")
async def test_the_patient_of_the_department_alarms_from_its_threshold_on(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, connection: asyncpg.Connection
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        await organization_of(ward.node.store)
        await connection.execute(ALWAYS)
        await connection.execute(LINES)
        await listed(ward)
        ward.recognizer.fails = True
        async with running(ward):
            patient = await answering(ward, 1)
            await patient.speaks_after_prompt()
            for keys in USUAL_KEYS:
                await patient.listen()
                await asyncio.sleep(TOO_SOON_SECONDS / 2)
                patient.call.send_digits(keys)
            await until(connection, "SELECT disposition::text FROM attempts", "completed")
    rows = await connection.fetch("SELECT code, priority, sla_minutes FROM alerts")
    assert [tuple(row) for row in rows] == [("PAIN_HIGH", "P1", 5)], (
        "five is told by key pad, 36.9 is no fever"
    )
    version = await connection.fetchval("SELECT rules_version FROM calls")
    assert version.endswith("+pain=5,sla_p1=5,sla_p2=60")
