"""`ari-app agi` and `ari-app link` as an administrator starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess

from ari_app.lab.rig import Rig
from tests.acceptance.commands import PATIENT_PHONE, PROGRAM, environment, run

ENDS_WITHIN_SECONDS = 20.0


def ask(address: str, script: str) -> list[str]:
    """The commands that a script answers with, as Asterisk would take them."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        request = ("network: yes", f"network_script: {script}", "uniqueid: 1.1", f"arg_1: {PATIENT_PHONE}")
        connection.sendall("".join(f"agi_{line}\n" for line in request).encode() + b"\n")
        told = []
        with connection.makefile("rb") as commands:
            for line in commands:
                told.append(line.decode().strip())
                connection.sendall(b"200 result=1\n")
    return told


def test_the_scripts_are_served_until_it_is_stopped(rig: Rig) -> None:
    settings = {"ARI_APP_AGI_LISTEN": "127.0.0.1:0"}
    words = [str(PROGRAM), "agi", "--config", str(rig.settings_path)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(**settings)
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("listening on agi://127.0.0.1:"), line
            address = line.strip().removeprefix("listening on agi://")
            assert 'SET VARIABLE FOLLOWUP_KNOWN "0"' in ask(address, "who")
            assert 'SET VARIABLE FOLLOWUP_ERROR ""' in ask(address, "may-call")
            assert 'SET VARIABLE FOLLOWUP_ERROR "unknown_script"' in ask(address, "nothing")
        finally:
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(ENDS_WITHIN_SECONDS) == 0


def test_a_taken_port_and_a_wrong_link_are_one_line(rig: Rig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run("agi", "--config", str(rig.settings_path), env={"ARI_APP_AGI_LISTEN": listen})
    assert done.status == 1
    assert done.messages[0] == f"ari-app: cannot listen on {listen}"
    for words in (["show", "x"], ["redeem", "x"]):
        done = run("link", *words, "--config", str(rig.settings_path))
        assert done.status == 1
        assert done.messages[0] == "ari-app: this link is not valid: unknown, used or expired"
    done = run("link", "redeem", "x", "--at", "soon", "--config", str(rig.settings_path))
    assert (done.status, done.messages[0]) == (1, "ari-app: 'soon' is no time")
