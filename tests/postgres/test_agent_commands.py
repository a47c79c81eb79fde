"""`ari-app agent …`: what a nurse types, on a real database and without a worker."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from ari_app.cli import agent
from ari_app.core.dialing_vocabulary import AgentState
from ari_app.core.errors import Conflict, WrongInput
from ari_app.store.pool import Store
from tests.postgres.test_previews import PREVIEW
from tests.support.dialed_campaigns import phone_of, running_campaign
from tests.support.stored_calls import NAME

SETTINGS = """\
[hospital]
name = "仁和医院"
time_zone = "Asia/Shanghai"
[database]
dsn = "{dsn}"
[asterisk]
url = "http://127.0.0.1:1"
user = "nobody"
password = "nothing"
[call]
recordings = "{folder}"
[security]
field_keys = "test1:{key}"
"""


@pytest.fixture
def config(database: str, tmp_path: Path) -> Path:
    """Settings of that database; there is no Asterisk."""
    key = base64.b64encode(bytes(range(32))).decode()
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS.format(dsn=database, folder=tmp_path, key=key))
    file.chmod(0o600)
    return file


@pytest.mark.req("M04-003")
async def test_a_nurse_looks_skips_and_confirms(
    store: Store,
    connection: asyncpg.Connection,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(agent, "DIAL_SECONDS", 0.1)
    await running_campaign(store, 2, PREVIEW, at=datetime.now(UTC))
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, windows, quiet, weekends, holidays) "
        "SELECT id, '00:00-24:00', '', true, 'all' FROM organizations"
    )
    with pytest.raises(WrongInput, match="one phone"):
        await asyncio.to_thread(agent.put, config, "nurse-1", "PJSIP/101&PJSIP/102")
    await asyncio.to_thread(agent.put, config, "nurse-1", "PJSIP/101")
    with pytest.raises(Conflict, match="away"):
        await asyncio.to_thread(agent.show_next, config, "nurse-1")
    await asyncio.to_thread(agent.set_state, config, "nurse-1", AgentState.READY)
    capsys.readouterr()
    assert await asyncio.to_thread(agent.show_next, config, "nurse-1") == 0
    shown = capsys.readouterr().out
    assert NAME in shown and phone_of(0)[-4:] in shown and phone_of(0)[3:] not in shown
    assert (
        await connection.fetchval("SELECT actor FROM audit_entries WHERE action = 'previewed'") == "nurse-1"
    )
    await asyncio.to_thread(agent.skip, config, "nurse-1", "in_surgery", 4.0)
    with pytest.raises(WrongInput, match="nothing is shown"):
        await asyncio.to_thread(agent.dial, config, "nurse-1")
    assert await asyncio.to_thread(agent.show_next, config, "nurse-1") == 0
    capsys.readouterr()
    assert await asyncio.to_thread(agent.dial, config, "nurse-1") == 1
    assert "no worker has taken" in capsys.readouterr().out
    assert [
        row["state"] for row in await connection.fetch("SELECT state FROM previews ORDER BY shown_at")
    ] == [
        "skipped",
        "confirmed",
    ]
    await asyncio.to_thread(agent.show_all, config)
    assert "nurse-1" in capsys.readouterr().out
    assert await connection.fetchval("SELECT count(*) FROM attempts") == 0
