"""The judge's own record inside the database: every change of what it judges, with the transaction that made it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

TABLES = (
    "attempts",
    "contacts",
    "campaigns",
    "touches",
    "number_list_entries",
    "redials",
    "workers",
    "trunks",
)

_INSTALL = """
CREATE SCHEMA judge;
CREATE TABLE judge.log (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(), snapshot text NOT NULL DEFAULT pg_current_snapshot()::text,
    rel text NOT NULL, op text NOT NULL, row jsonb NOT NULL);
CREATE FUNCTION judge.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO judge.log (rel, op, row) VALUES (TG_TABLE_NAME, TG_OP, to_jsonb(NEW) - 'phone_encrypted');
    RETURN NULL;
END $$;
"""


async def install(connection: asyncpg.Connection) -> None:
    """Begin to record."""
    await connection.execute(_INSTALL)
    for table in TABLES:
        await connection.execute(
            f"CREATE TRIGGER aa_judge_notes AFTER INSERT OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION judge.note()"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a row. `snapshot` is what its transaction could see (xmin, xmax, under way)."""

    seq: int
    at: datetime
    xid: int
    snapshot: Snapshot
    rel: str
    op: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of PostgreSQL."""

    xmax: int
    running: frozenset[int]

    @staticmethod
    def parse(text: str) -> Snapshot:
        """From xmin:xmax:xip,xip."""
        _, xmax, running = text.split(":")
        return Snapshot(int(xmax), frozenset(int(each) for each in running.split(",") if each))

    def sees(self, xid: int) -> bool:
        """Whether that transaction had committed: what rolled back has left no record."""
        return xid < self.xmax and xid not in self.running


@dataclass
class Record:
    """All changes in order, and those of each row."""

    changes: list[Change] = field(default_factory=list)
    by_row: dict[tuple[str, str], list[Change]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, change: Change) -> None:
        """The next one."""
        key = (change.rel, str(change.row.get("id", change.row.get("attempt_id"))))
        if key not in self.by_row:
            self.ids[change.rel].append(key[1])
        self.by_row[key].append(change)
        self.changes.append(change)

    def seen(self, rel: str, row_id: str, by: Change) -> dict[str, Any] | None:
        """The row as the transaction of `by` found it, or had made it itself before."""
        for change in reversed(self.by_row.get((rel, row_id), ())):
            if by.snapshot.sees(change.xid) or (change.xid == by.xid and change.seq < by.seq):
                return change.row
        return None

    def all_seen(self, rel: str, by: Change) -> Iterable[dict[str, Any]]:
        """Every row of a table as that transaction found it."""
        for row_id in self.ids[rel]:
            row = self.seen(rel, row_id, by)
            if row is not None:
                yield row


async def read(connection: asyncpg.Connection) -> Record:
    """All that was recorded."""
    record = Record()
    for row in await connection.fetch(
        "SELECT seq, at, xid::text, snapshot, rel, op, row FROM judge.log ORDER BY seq"
    ):
        record.add(
            Change(
                row["seq"],
                row["at"],
                int(row["xid"]),
                Snapshot.parse(row["snapshot"]),
                row["rel"],
                row["op"],
                json.loads(row["row"]),
            )
        )
    return record
