"""The connection to PostgreSQL: opened with patience, refused with one clear line."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from ari_app.core.errors import AppError, Conflict, Refused, Unavailable
from ari_app.core.ids import IdSource
from ari_app.store.encryption import FieldCipher
from ari_app.store.migrations import load_migrations, read_status
from ari_app.store.unit_of_work import UnitOfWork

OLDEST_VERSION = 15
_IDLE_GRACE_MS = 10_000
_LOST = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,
)
# The server is there and in trouble; the same statement may well succeed a little later.
_TROUBLED = (
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalServerError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.exceptions.OutdatedSchemaCacheError,
)
_DENIED = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
)


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How to reach the database. `dsn` is a postgresql:// address and may hold the password."""

    dsn: str = field(repr=False)
    connections: int = 8
    connect_seconds: float = 10.0
    acquire_seconds: float = 3.0
    statement_seconds: float = 5.0

    @property
    def place(self) -> str:
        """Where the database is, without user and password, for messages."""
        parts = urlsplit(self.dsn)
        return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"


class Store:
    """The open database. Close it at the end."""

    def __init__(
        self, pool: asyncpg.Pool, settings: StoreSettings, cipher: FieldCipher, ids: IdSource
    ) -> None:
        self._pool = pool
        self._settings = settings
        self._ids = ids
        self.cipher = cipher

    @classmethod
    async def open(cls, settings: StoreSettings, cipher: FieldCipher, ids: IdSource) -> Store:
        """Connect and check the version and the migrations. Raises Unavailable or Refused."""
        connection = await connect(settings)
        try:
            await _check_migrated(connection)
        finally:
            await connection.close()
        with _told(settings):
            pool = await asyncpg.create_pool(
                settings.dsn,
                min_size=1,
                max_size=settings.connections,
                init=_prepare,
                reset=_reset,
                server_settings=_server_settings(settings),
                timeout=settings.connect_seconds,
                command_timeout=settings.statement_seconds + 1,
            )
        return cls(pool, settings, cipher, ids)

    async def close(self) -> None:
        """Wait for the open transactions and close."""
        await self._pool.close()

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """One transaction: committed at the end of the block, rolled back whole when the block raises.

        Raises Unavailable when the database does not answer in time or is in trouble, Refused when it denies
        this user, Conflict when a row of this kind is there already. What only a bug can cause (wrong SQL, a
        broken CHECK) is raised as it is.
        """
        async with self._transaction(read_only=False) as uow:
            yield uow

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """One read-only transaction that sees the database as it was at its first query.

        The server refuses every write in it. Raises Unavailable when the database does not answer in time.
        """
        async with self._transaction(read_only=True) as uow:
            yield uow

    @asynccontextmanager
    async def _transaction(self, *, read_only: bool) -> AsyncIterator[UnitOfWork]:
        with _told(self._settings):
            async with self._pool.acquire(timeout=self._settings.acquire_seconds) as connection:
                async with _whole(connection, read_only=read_only):
                    yield UnitOfWork(connection, self.cipher, self._ids)


@contextmanager
def _told(settings: StoreSettings) -> Iterator[None]:
    """Errors that the database's surroundings cause become AppErrors; bugs pass as they are."""
    try:
        yield
    except AppError:
        raise
    except asyncpg.UniqueViolationError as error:
        raise Conflict(f"a row of this kind is there already ({error.constraint_name})") from error
    except _DENIED as error:
        raise _refused(settings, error) from error
    except (*_LOST, *_TROUBLED) as error:
        raise _unavailable(settings, error) from error


@asynccontextmanager
async def _whole(connection: PoolConnectionProxy, *, read_only: bool) -> AsyncIterator[None]:
    """A transaction; asyncpg's complaint about a connection that was cut meanwhile becomes a plain one."""
    try:
        isolation: Literal["repeatable_read"] | None = "repeatable_read" if read_only else None
        async with connection.transaction(isolation=isolation, readonly=read_only):
            yield
    except asyncpg.InterfaceError as error:
        if _is_cut(connection):
            raise ConnectionError("the connection was cut") from error
        raise
    except asyncpg.InternalClientError as error:
        # it was cut in the middle of a message: asyncpg does not know yet and can do nothing with it any more
        connection.terminate()
        raise ConnectionError("the connection was cut") from error


def _is_cut(connection: PoolConnectionProxy) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True  # the pool took it back before the block ended: it does so only with a lost one


async def connect(settings: StoreSettings) -> asyncpg.Connection:
    """One connection of its own, retried for `connect_seconds`. The caller closes it.

    Raises Refused (password, database name, version) at once, Unavailable when the time is over.
    """
    attempts = AsyncRetrying(
        stop=stop_after_delay(settings.connect_seconds),
        wait=wait_random_exponential(multiplier=0.2, max=2.0),
        retry=retry_if_exception_type(_LOST),
        reraise=True,
    )
    try:
        async for attempt in attempts:
            with attempt:
                connection = await asyncpg.connect(
                    settings.dsn,
                    timeout=settings.connect_seconds,
                    server_settings=_server_settings(settings),
                )
    except (*_LOST, *_TROUBLED) as error:
        raise _unavailable(settings, error) from error
    except asyncpg.PostgresError as error:
        raise _refused(settings, error) from error
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise Refused(
            f"PostgreSQL cannot be reached with database.dsn ({type(error).__name__})",
            mend="write it as postgresql://user:password@host:port/database",
        ) from error
    version = connection.get_server_version().major
    if version < OLDEST_VERSION:
        await connection.close()
        raise Refused(
            f"PostgreSQL at {settings.place} is version {version}",
            mend=f"PostgreSQL {OLDEST_VERSION} or newer is needed",
        )
    return connection


def _server_settings(settings: StoreSettings) -> dict[str, str]:
    statement_ms = round(settings.statement_seconds * 1000)
    return {
        "application_name": "ari-app",
        "timezone": "UTC",
        "statement_timeout": str(statement_ms),
        "idle_in_transaction_session_timeout": str(statement_ms + _IDLE_GRACE_MS),
    }


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: json.dumps(value, ensure_ascii=False),
        decoder=json.loads,
    )


async def _reset(connection: asyncpg.Connection) -> None:
    """Nothing of the store outlives its transaction, so that the server need not be asked to forget after each."""
    if connection.is_in_transaction():
        await connection.reset()


async def _check_migrated(connection: asyncpg.Connection) -> None:
    status = await read_status(connection, load_migrations())
    if status.pending:
        raise Refused(
            f"the database lacks {len(status.pending)} migrations, the first is {status.pending[0].name}",
            mend="run: ari-app migrate",
        )


def _unavailable(settings: StoreSettings, error: BaseException) -> Unavailable:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, asyncpg.QueryCanceledError):
        return Unavailable(
            f"PostgreSQL at {settings.place} gave up after {settings.statement_seconds:g} s: {reason}",
            mend="ask for less at once or raise database.statement_seconds, unless the server is overloaded",
        )
    return Unavailable(
        f"PostgreSQL at {settings.place} does not answer: {reason}",
        mend="check that it runs and that the address in the settings is right",
    )


def _refused(settings: StoreSettings, error: asyncpg.PostgresError) -> Refused:
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            what, mend = "refuses this user or password", "check user and password in the settings"
        case asyncpg.InvalidCatalogNameError():
            what, mend = "has no such database", "create the database or correct its name in the settings"
        case asyncpg.InsufficientPrivilegeError():
            what, mend = (
                "denies this user a right",
                "make the user the owner of the tables, or grant it the right",
            )
        case _:
            what, mend = f"refuses the connection ({type(error).__name__})", "look into the server's log"
    return Refused(f"PostgreSQL at {settings.place} {what}", mend=mend)
