"""The private server: made once, found again, stopped only by the one who started it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import asyncpg
import pytest

from ari_app.core.errors import Unavailable
from ari_app.provision import postgres_binaries
from ari_app.provision.free_port import free_port
from ari_app.provision.layout import layout_of
from ari_app.provision.postgres_instance import PostgresInstance
from ari_app.provision.server_account import ServerAccount, other_account


def instance(folder: Path, port: int | None = None) -> PostgresInstance:
    return PostgresInstance(
        postgres_binaries.bin_dir(layout_of()), folder / "data", port or free_port(), durable=False
    )


async def test_a_life_of_a_server(tmp_path: Path) -> None:
    server = instance(tmp_path)
    assert not server.is_running()
    server.start()
    try:
        assert stat.S_IMODE(server.password_file.stat().st_mode) == 0o600
        account = other_account()
        if account is not None:
            assert server.log_file.stat().st_uid == account.uid
        connection = await asyncpg.connect(server.dsn)
        assert await connection.fetchval("SHOW listen_addresses") == "127.0.0.1"
        await connection.close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.dsn, password="guess")

        server.create_database("followup")
        server.create_database("followup")

        guest = instance(tmp_path)
        guest.start()
        assert guest.port == server.port
        guest.stop()
        assert server.is_running(), "a guest must not stop it"
    finally:
        server.stop()
    assert not server.is_running()

    # a crash left a pid file whose number belongs to another program by now
    (server.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n/x\n0\n1\n", encoding="ascii")
    again = instance(tmp_path)
    again.start()
    try:
        connection = await asyncpg.connect(again.dsn_of("followup"))
        await connection.close()
    finally:
        again.remove()
    assert not again.data_dir.exists()
    assert not again.password_file.exists()


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    server = instance(tmp_path)
    server.data_dir.mkdir()
    (server.data_dir / "PG_VERSION").write_text("15\n", encoding="ascii")
    try:
        server.start()
        assert server.is_running()
    finally:
        server.remove()


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path, postgres: PostgresInstance) -> None:
    server = instance(tmp_path, postgres.port)
    with pytest.raises(Unavailable, match="does not start") as caught:
        server.start()
    server.remove()
    assert "\n" not in str(caught.value)


def test_a_closed_parent_is_seen(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    stranger = ServerAccount(uid=os.geteuid() + 4_000, gid=os.getegid() + 4_000)
    assert not stranger.can_enter(closed / "inner")
    assert ServerAccount(os.geteuid(), os.getegid()).can_enter(closed)
