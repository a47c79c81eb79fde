"""Runs `ari-app` as an administrator does, and looks at what it left behind."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from ari_app.lab.rig import DATABASE, Rig

PROGRAM = Path(sys.executable).with_name("ari-app")
ANSWERS_WITHIN_SECONDS = 15.0
PATIENT_NAME = "李秀英"
PATIENT_PHONE = "13800000002"
ID_TAIL = "4417"
TABLES = ("organizations", "patients", "contacts", "attempts", "calls", "turns", "outbox")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that ended."""

    status: int
    out: str
    err: str

    @property
    def messages(self) -> list[str]:
        """The lines on standard error that are meant for people: all but the log's JSON records."""
        return [line for line in self.err.splitlines() if not line.startswith("{")]


def environment(**changed: str) -> dict[str, str]:
    """This process's environment without settings of its own, with what a test adds."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARI_APP_")}
    return kept | {"COLUMNS": "200", "PATIENT_ID_TAIL": ID_TAIL} | changed


def run(
    *words: str,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    within: float = ANSWERS_WITHIN_SECONDS,
) -> Done:
    """Run the installed command to its end. Raises TimeoutExpired when it takes longer than `within`."""
    done = subprocess.run(
        [str(PROGRAM), *words],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment(**(env or {})),
        timeout=within,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def call_words(settings: Path, **changed: str) -> list[str]:
    """The words of a call to the patient that the rig knows; `changed` replaces options."""
    options = {"phone": PATIENT_PHONE, "questionnaire": "q_postop_v1", "name": PATIENT_NAME} | changed
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return ["call", *words, "--config", str(settings)]


def left_behind(rig: Rig) -> dict[str, int]:
    """What a call would leave: rows of each table, files among the recordings."""
    counts = asyncio.run(_count(rig))
    counts["recordings"] = len(list(rig.recordings.rglob("*"))) if rig.recordings.exists() else 0
    return counts


async def _count(rig: Rig) -> dict[str, int]:
    connection = await asyncpg.connect(rig.postgres.dsn_of(DATABASE))
    try:
        return {table: await connection.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES}
    finally:
        await connection.close()
