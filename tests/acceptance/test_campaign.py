"""A campaign as a supervisor runs one, with commands alone: lines, rules, a list, and a worker that dials it."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ari_app.lab.rig import DATABASE, Rig
from ari_app.lab.sip_phone import Answering, Headers, SipPhone
from tests.acceptance.commands import PATIENT_NAME, Done, run

NAME = "postop_followup_T3"
BUSY, LISTED, REACHED = "13800000021", "13800000022", "13800000023"
REQUEST: dict[str, Any] = {
    "name": NAME,
    "questionnaireId": "q_postop_v1",
    "schedule": {"maxAttempts": 3, "retryHours": [0, 24, 72]},
    "dialer": {"type": "ai", "concurrency": 2, "callerIdPool": ["010-62345678"]},
    "list": [{"patientId": "c_1", "name": PATIENT_NAME, "phone": BUSY, "idTail": "4417"}],
}
CSV = (
    "患者编号,姓名,电话,身份证后四位\n"
    f"c_2,{PATIENT_NAME},{LISTED},4417\nc_3,{PATIENT_NAME},{REACHED},4417\nc_4,赵*,1380000002,4417\n"
)
SETTLED_WITHIN_SECONDS = 40.0


def of(rig: Rig, *words: str, status: int = 0, stdin: str = "") -> Done:
    """A command with the rig's settings. Fails the test for another exit status."""
    done = run(*words, "--config", str(rig.settings_path), stdin=stdin)
    assert done.status == status, done
    assert "Traceback" not in done.err
    return done


def answering(called: str, headers: Headers) -> Answering:
    """One is busy; the other answers and is hung up on by the test."""
    return Answering(reject=486) if called.endswith(BUSY[-4:]) else Answering()


def prepare(rig: Rig, folder: Path) -> None:
    """Everything before the start."""
    of(rig, "line", "trunk", "main", "--dial", "PJSIP/{number}@followup-trunk", "--concurrency", "2")
    of(rig, "policy", "set", "--window", "00:00-24:00", "--no-quiet", "--weekends", "--holidays", "all")
    of(rig, "campaign", "create", "-", stdin=json.dumps(REQUEST))
    refused = of(rig, "campaign", "start", NAME, status=1)
    assert "does not own the number 01062345678" in refused.err
    assert "01062345678" in of(rig, "line", "caller-id", "010-62345678", "--trunk", "main").out
    (folder / "list.csv").write_text(CSV, encoding="gb18030")
    errors = folder / "errors.csv"
    taken = of(rig, "campaign", "import", NAME, str(folder / "list.csv"), "--errors", str(errors), status=1)
    assert "added 2" in taken.out and "refused 1" in taken.out
    assert errors.read_text(encoding="utf-8-sig").splitlines()[1].startswith("4,refused,")
    assert (
        "on the list do_not_call"
        in of(rig, "number", "add", LISTED, "--list", "do_not_call", "--reason", "asked_by_letter").out
    )


async def rows(rig: Rig) -> dict[str, asyncpg.Record]:
    """Of each patient of the list: the follow-up, and what came of its last attempt."""
    connection = await asyncpg.connect(rig.postgres.dsn_of(DATABASE))
    try:
        found = await connection.fetch(
            "SELECT p.external_id, k.status, k.due_at, a.state, a.disposition, a.caller_id, r.next_at, r.reason "
            "FROM contacts k JOIN patients p ON p.id = k.patient_id JOIN campaigns g ON g.id = k.campaign_id "
            "LEFT JOIN attempts a ON a.contact_id = k.id LEFT JOIN redials r ON r.attempt_id = a.id "
            "WHERE g.name = $1",
            NAME,
        )
    finally:
        await connection.close()
    return {row["external_id"]: row for row in found}


async def until_settled(rig: Rig) -> dict[str, asyncpg.Record]:
    """The rows once both attempts have been decided about. Raises TimeoutError."""
    async with asyncio.timeout(SETTLED_WITHIN_SECONDS):
        while True:
            found = await rows(rig)
            if all(found[each]["reason"] is not None for each in ("c_1", "c_3")):
                return found
            await asyncio.sleep(0.2)


@pytest.mark.realtime
@pytest.mark.timeout(180)
@pytest.mark.req("M03-005", "M03-012", "M03-014", "M04-001", "M04-007", "M04-012", "M05-005", "M18-001")
async def test_a_campaign_is_dialed_and_every_follow_up_is_accounted_for(rig: Rig, tmp_path: Path) -> None:
    await asyncio.to_thread(prepare, rig, tmp_path)
    async with SipPhone.open("127.0.0.1", rig.asterisk.trunk_port, answering) as phone:
        worker = await asyncio.to_thread(rig.start_worker)
        try:
            await asyncio.to_thread(of, rig, "campaign", "start", NAME)
            reached = None
            while reached is None:
                call = await phone.next_call(60)
                reached = call if call.called.endswith(REACHED[-4:]) else None
            await reached.answered.wait()
            await reached.hang_up()
            found = await until_settled(rig)
        finally:
            await asyncio.to_thread(_stop, worker)
        rung = {entry.call_id for entry in phone.log if entry.what == "INVITE"}
    assert len(rung) == 2
    assert found["c_1"]["disposition"] == "busy"
    assert (found["c_1"]["status"], found["c_1"]["due_at"]) == ("open", found["c_1"]["next_at"])
    assert found["c_1"]["caller_id"] == "01062345678"
    assert (found["c_2"]["status"], found["c_2"]["state"]) == ("canceled", None)
    assert found["c_3"]["state"] == "ended"
    listed = await asyncio.to_thread(of, rig, "campaign", "list")
    assert NAME in listed.out and "running" in listed.out
    await asyncio.to_thread(of, rig, "campaign", "stop", NAME)
    await asyncio.to_thread(of, rig, "campaign", "start", NAME, status=1)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(30)
