"""One transaction, and the only way to the tables: named queries with named values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from ari_app.core.ids import IdSource
from ari_app.store.encryption import FieldCipher
from ari_app.store.queries import Query, load_queries

Row = asyncpg.Record
Connection = asyncpg.Connection | PoolConnectionProxy


class UnitOfWork:
    """What the modules of this room write and read with, inside one transaction.

    Nothing else is waited for while it is open: no call, no file, no network.
    """

    def __init__(self, connection: Connection, cipher: FieldCipher, ids: IdSource) -> None:
        self._connection = connection
        self._queries = load_queries()
        self.cipher = cipher
        self._ids = ids

    def new_id(self) -> UUID:
        """A new UUIDv7."""
        return self._ids.new()

    async def run(self, name: str, /, **values: object) -> int:
        """Run the query `module.name`; the number of rows that it changed."""
        query = self._queries[name]
        status = await self._connection.execute(query.text, *query.arguments(values))
        return int(status.rsplit(" ", 1)[-1])

    async def run_many(self, name: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run the query once for each row of values, in one go."""
        query: Query = self._queries[name]
        await self._connection.executemany(query.text, [query.arguments(row) for row in rows])

    async def one(self, name: str, /, **values: object) -> Row | None:
        """The first row of the query, or None."""
        query = self._queries[name]
        return await self._connection.fetchrow(query.text, *query.arguments(values))

    async def all(self, name: str, /, **values: object) -> list[Row]:
        """Every row of the query."""
        query = self._queries[name]
        return await self._connection.fetch(query.text, *query.arguments(values))
