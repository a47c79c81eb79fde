"""The private Asterisk itself: where it runs, and how it ends."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from ari_app.core.errors import Unavailable
from ari_app.provision.asterisk_instance import AsteriskInstance, AsteriskOptions
from tests.support.asterisk import new_instance


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_long_run_folder_gets_a_short_control_socket_that_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20)
    with new_instance(folder) as instance:
        pid = instance.pid
        assert pid is not None
        assert instance.cli("core show version").startswith("Asterisk ")
        (control,) = [
            line.split("=>")[1].strip()
            for line in (folder / "etc" / "asterisk.conf").read_text().splitlines()
            if line.startswith("astrundir")
        ]
        assert (Path(control) / "asterisk.ctl").is_socket()
    assert is_gone(pid)
    assert not Path(control).exists()


def test_it_goes_before_others_where_the_account_may_say_so(fresh_asterisk: AsteriskInstance) -> None:
    with subprocess.Popen(["sleep", "60"]) as another:
        with suppress(OSError):
            os.sched_setscheduler(another.pid, os.SCHED_RR, os.sched_param(1))
        allowed = os.sched_getscheduler(another.pid)
        another.kill()
    threads = [int(each.name) for each in Path(f"/proc/{fresh_asterisk.pid}/task").iterdir()]
    assert len(threads) > 10
    assert {os.sched_getscheduler(thread) for thread in threads} == {allowed}


def test_restart_keeps_address_and_passwords(fresh_asterisk: AsteriskInstance) -> None:
    before = (fresh_asterisk.ari_url, fresh_asterisk.ari_password, fresh_asterisk.sip_port)
    pid = fresh_asterisk.pid
    fresh_asterisk.restart()
    assert (fresh_asterisk.ari_url, fresh_asterisk.ari_password, fresh_asterisk.sip_port) == before
    assert fresh_asterisk.pid not in (None, pid)


def test_new_owner_of_a_run_folder_ends_what_a_lost_one_left(tmp_path: Path) -> None:
    lost = new_instance(tmp_path / "run")
    lost.start()
    left = lost.pid
    assert left is not None
    with new_instance(tmp_path / "run") as instance:
        assert instance.pid != left
        assert lost.pid is None
    lost.stop()


def test_no_start_is_told_with_the_last_lines_of_the_log(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        instance = new_instance(tmp_path / "run", AsteriskOptions(http_port=port, start_seconds=4))
        with pytest.raises(Unavailable) as failed:
            instance.start()
    assert "did not answer in 4 s" in str(failed.value)
    assert "log/full" in str(failed.value)
    assert instance.pid is None


def test_missing_program_is_told_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no Asterisk in .*make"):
        AsteriskInstance(tmp_path, tmp_path / "run", tmp_path).start()


def test_no_secret_is_readable_by_others_or_the_same_twice(tmp_path: Path) -> None:
    instances = [new_instance(tmp_path / name) for name in ("one", "two")]
    assert len({one.ari_password for one in instances} | {one.phone_password for one in instances}) == 4
    with instances[0] as instance:
        assert instance.run_dir.stat().st_mode & 0o077 == 0
