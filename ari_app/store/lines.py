"""Trunks with their breakers; lines as they are asked for and shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.policy.breaker import Breaker, BreakerState, Failure
from ari_app.policy.line_outcome import AS_USUAL, CauseMapping
from ari_app.store.unit_of_work import Row, UnitOfWork


@dataclass(frozen=True, slots=True)
class Trunk:
    """A line into the telephone network that is in use.

    `is_proven`: the call that tries it rings, which its breaker does not know yet.
    """

    id: UUID
    code: str
    dial: str
    concurrency: int
    calls_per_second: float | None
    breaker: Breaker
    cause_mapping: CauseMapping = AS_USUAL
    is_proven: bool = False


async def lock_trunks(uow: UnitOfWork, organization_id: UUID) -> list[Trunk]:
    """The trunks in use, the preferred first, locked until the transaction ends."""
    return [
        Trunk(
            row["id"],
            row["code"],
            row["dial"],
            row["concurrency"],
            row["calls_per_second"],
            breaker_of(row["breaker"]),
            mapping_of(row["cause_mapping"]),
            row["carries"],
        )
        for row in await uow.all("lines.trunks", organization_id=organization_id)
    ]


async def close_proven(uow: UnitOfWork, locked: Sequence[Trunk]) -> list[Trunk]:
    """The trunks with the breakers of those closed that are proven; a whole conversation would be long to wait for."""
    trunks = []
    for trunk in locked:
        if trunk.is_proven:
            trunk = replace(trunk, breaker=trunk.breaker.succeeded(), is_proven=False)
            await set_breaker(uow, trunk.id, trunk.breaker)
        trunks.append(trunk)
    return trunks


def mapping_of(stored: Mapping[str, object]) -> CauseMapping:
    """What a trunk's codes mean; as usual where somebody wrote by hand what cannot be read."""
    try:
        return CauseMapping.parse(stored)
    except WrongInput:
        return AS_USUAL


async def read_breakers(uow: UnitOfWork, trunk_ids: Collection[UUID]) -> dict[UUID, Breaker]:
    """The breakers of these trunks, locked until the transaction ends."""
    rows = await uow.all("lines.breakers", ids=list(trunk_ids))
    return {row["id"]: breaker_of(row["breaker"]) for row in rows}


async def set_breaker(uow: UnitOfWork, trunk_id: UUID, breaker: Breaker) -> None:
    """Store what became of a trunk's breaker."""
    await uow.run("lines.set_breaker", id=trunk_id, breaker=breaker_data(breaker))


def breaker_data(breaker: Breaker) -> dict[str, object]:
    """A breaker as the JSON that is stored."""
    return {
        "state": breaker.state.value,
        "streak": breaker.streak,
        "opened": breaker.opened,
        "retry_at": None if breaker.retry_at is None else breaker.retry_at.isoformat(),
        "failures": [{"at": each.at.isoformat(), "cause": each.cause} for each in breaker.failures],
    }


def breaker_of(data: Mapping[str, object]) -> Breaker:
    """The breaker that `breaker_data` described; a closed one of an empty object."""
    if not data:
        return Breaker()
    retry_at, failures = data.get("retry_at"), data.get("failures")
    assert isinstance(failures, list)
    return Breaker(
        state=BreakerState(str(data["state"])),
        streak=int(str(data["streak"])),
        opened=int(str(data["opened"])),
        retry_at=None if retry_at is None else datetime.fromisoformat(str(retry_at)),
        failures=tuple(Failure(datetime.fromisoformat(each["at"]), each["cause"]) for each in failures),
    )


@dataclass(frozen=True, slots=True)
class TrunkTerms:
    """A line as it is asked for; `dial` holds {number}, as asterisk.dial of the settings does.

    `cause_mapping` tells what its codes mean, such as sip:480 power_off; None leaves what is known.
    """

    code: str
    dial: str
    concurrency: int
    calls_per_second: float | None
    priority: int
    enabled: bool
    cause_mapping: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CallerIdTerms:
    """One of the hospital's numbers as it is asked for; `trunk` None: every trunk carries it."""

    number: str
    trunk: str | None
    area: str | None
    daily_limit: int | None
    enabled: bool


async def put_trunk(uow: UnitOfWork, organization_id: UUID, terms: TrunkTerms) -> None:
    """Make a trunk, or change the one of that code."""
    await uow.run(
        "lines.put_trunk",
        id=uow.new_id(),
        organization_id=organization_id,
        code=terms.code,
        dial=terms.dial,
        concurrency=terms.concurrency,
        calls_per_second=terms.calls_per_second,
        priority=terms.priority,
        enabled=terms.enabled,
        cause_mapping=terms.cause_mapping,
    )


async def put_caller_id(uow: UnitOfWork, organization_id: UUID, terms: CallerIdTerms) -> None:
    """Register a number, or change it."""
    await uow.run(
        "lines.put_caller_id",
        id=uow.new_id(),
        organization_id=organization_id,
        number=terms.number,
        trunk=terms.trunk,
        area=terms.area,
        daily_limit=terms.daily_limit,
        enabled=terms.enabled,
    )


async def trunk_codes(uow: UnitOfWork, organization_id: UUID) -> frozenset[str]:
    """The codes of all trunks."""
    rows = await uow.all("lines.trunk_codes", organization_id=organization_id)
    return frozenset(row["code"] for row in rows)


async def shown(
    uow: UnitOfWork, organization_id: UUID, today: date, at: datetime
) -> tuple[list[Row], list[Row]]:
    """All trunks with what is under way and their last test, and all numbers with their use on the local day."""
    return (
        await uow.all("lines.shown", organization_id=organization_id, at=at),
        await uow.all("lines.shown_caller_ids", organization_id=organization_id, today=today),
    )
