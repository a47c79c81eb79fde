"""The commands as an administrator meets them, on a system where everything is as it should be."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from ari_app.lab.rig import DATABASE, Rig
from tests.acceptance.commands import call_words, run

SCENARIO = {
    "id": "s1",
    "questionnaireId": "q_postop_v1",
    "now": "2026-03-10T10:20:00+08:00",
    "patient": {"name": "李秀英", "age": 62, "id_tail": "4417", "birth_md": "08-02"},
    "turns": [{"q": "consent", "say": "好的"}, {"q": "person", "say": "<hangup>"}],
}


def test_help_leads_to_each_command() -> None:
    listed, one = run("--help"), run("call", "--help")
    assert (listed.status, one.status) == (0, 0)
    for command in ("call", "run", "asr", "doctor", "migrate", "config", "understand", "simulate", "demo"):
        assert re.search(rf"^ +{command}  +[A-Z]", listed.out, re.MULTILINE), command
    assert "Place one follow-up call now" in one.out
    assert "Number to dial" in one.out


def test_an_unknown_command_and_a_missing_option_are_explained() -> None:
    for words, says in ((["cal"], "cal"), (["call", "--phone", "13800000002"], "--questionnaire")):
        done = run(*words)
        assert done.status == 2
        assert says in done.err
        assert "Traceback" not in done.err


def test_config_check_shows_everything_but_the_secrets(rig: Rig) -> None:
    done = run("config", "check", "--config", str(rig.settings_path))
    assert done.status == 0, done
    for name in ("hospital.name", "worker.concurrency", "speech.asr_url", "security.field_keys"):
        assert name in done.out
    keys = (rig.folder / "field.keys").read_text()
    for secret in (rig.asterisk.ari_password, rig.postgres.password_file.read_text().strip(), keys):
        assert secret not in done.out + done.err


def test_doctor_is_content_with_a_good_system(rig: Rig) -> None:
    done = run("doctor", "--config", str(rig.settings_path))
    assert done.status == 0, done
    for part in ("settings", "PostgreSQL", "Asterisk", "audio", "recognizer", "voice", "recordings"):
        assert re.search(rf"^{part}\s+ok", done.out, re.MULTILINE), part
    assert "websocket: chan_websocket runs" in done.out


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("", 0, r"ok\s+audiosocket: asterisk.media asks for it; Asterisk reaches 127.0.0.1:\d+"),
        ("127.0.0.1:9", 1, r"fail\s+audiosocket: .*does not reach\s+127.0.0.1:9"),
    ],
)
def test_doctor_tries_out_whether_asterisk_reaches_us(rig: Rig, address: str, status: int, says: str) -> None:
    env = {"ARI_APP_ASTERISK_MEDIA": "audiosocket"}
    if address:
        env["ARI_APP_ASTERISK_AUDIOSOCKET_ADDRESS"] = address
    done = run("doctor", "--config", str(rig.settings_path), env=env)
    assert done.status == status, done
    assert re.search(rf"^audio\s+{says}", done.out, re.MULTILINE | re.DOTALL), done.out
    assert rig.asterisk.cli("core show channels count").startswith("0 active channels")


def test_migrate_shows_first_and_runs_once(rig: Rig) -> None:
    rig.postgres.create_database("fresh")
    words = ("migrate", "--config", str(rig.settings_path))
    env = {"ARI_APP_DATABASE_DSN": rig.postgres.dsn_of("fresh")}
    shown = run(*words, "--dry-run", env=env)
    ran = run(*words, env=env)
    again = run(*words, env=env)
    assert (shown.status, ran.status, again.status) == (0, 0, 0)
    assert shown.out.startswith("would run 0001_")
    assert ran.out == shown.out.replace("would run", "ran")
    assert again.out == "the database is up to date\n"


def test_understand_answers_line_by_line() -> None:
    lines = [
        json.dumps({"id": 1, "qtype": "nrs", "question": "疼痛几分", "utterance": "八分"}),
        "this is not JSON",
        json.dumps({"id": 2, "qtype": "yes_no", "question": "发烧吗", "utterance": "没有"}),
    ]
    done = run("understand", stdin="\n".join(lines))
    assert done.status == 0, done
    first, wrong, last = [json.loads(line) for line in done.out.splitlines()]
    assert (first["id"], first["value"]) == (1, 8)
    assert wrong == {"error": "not JSON"}
    assert (last["id"], last["value"]) == (2, "no")


def test_simulate_plays_what_it_can_read(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.jsonl"
    path.write_text(json.dumps(SCENARIO, ensure_ascii=False) + "\nthis is not JSON\n", encoding="utf-8")
    done = run("simulate", "--scenarios", str(path))
    assert done.status == 0, done
    played, wrong = [json.loads(line) for line in done.out.splitlines()]
    assert played["id"] == SCENARIO["id"]
    assert "error" not in played
    assert "error" in wrong


def test_simulate_without_its_file(tmp_path: Path) -> None:
    done = run("simulate", "--scenarios", str(tmp_path / "none.jsonl"))
    assert done.status == 2
    assert "none.jsonl" in done.err
    assert "Traceback" not in done.err


@pytest.mark.realtime
@pytest.mark.timeout(240)
async def test_a_worker_carries_what_was_queued_and_drains_when_told_to_stop(rig: Rig) -> None:
    """Nobody listens where the trunk points: the attempt ends with a disposition, and the worker with 0."""
    queued = await asyncio.to_thread(run, *call_words(rig.settings_path), "--enqueue")
    assert queued.status == 0, queued
    attempt = UUID(queued.out.strip())
    worker = await asyncio.to_thread(rig.start_worker)
    connection = await asyncpg.connect(rig.postgres.dsn_of(DATABASE))
    try:
        until = time.monotonic() + 90
        while (await _state(connection, attempt))["state"] not in ("dialing", "ringing", "ended"):
            assert time.monotonic() < until, "the worker did not take the attempt"
            await asyncio.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 60) == 0
        ended = await _state(connection, attempt)
    finally:
        await connection.close()
    assert ended["state"] == "ended"
    assert ended["disposition"] is not None
    assert ended["lease_expires_at"] is None


async def _state(connection: asyncpg.Connection, attempt: UUID) -> Any:
    return await connection.fetchrow("SELECT * FROM attempts WHERE id = $1", attempt)
