"""The hospital's numbers that patients see: the pool of a claim, their use, and how the calls under them fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import CallerIdMark
from ari_app.policy.caller_health import CallsSeen, HealthRule, judge
from ari_app.policy.caller_ids import CallerId
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PooledCallerId:
    """A number of the pool; `trunk_id` None: every trunk carries it."""

    id: UUID
    trunk_id: UUID | None
    caller: CallerId


async def read_pool(
    uow: UnitOfWork, organization_id: UUID, today: date, at: datetime
) -> list[PooledCallerId]:
    """The whole pool as it is `at`, with its uses on the local day."""
    rows = await uow.all("lines.caller_ids", organization_id=organization_id, today=today)
    return [
        PooledCallerId(
            row["id"],
            row["trunk_id"],
            CallerId(
                number=row["number"],
                used_today=row["used_today"],
                daily_limit=row["daily_limit"],
                area=row["area"],
                enabled=row["enabled"],
                is_marked=row["mark"] is not None,
                rests=row["rests_until"] is not None and row["rests_until"] > at,
                last_used_at=row["last_used_at"],
            ),
        )
        for row in rows
    ]


async def use(uow: UnitOfWork, caller_id: UUID, today: date, at: datetime) -> None:
    """Count a call with it."""
    await uow.run("lines.use_caller_id", id=caller_id, today=today, at=at)


async def judge_all(
    uow: UnitOfWork, organization_id: UUID, rule: HealthRule, at: datetime
) -> list[tuple[str, CallerIdMark | None]]:
    """Judge each number that does not rest by its last calls; those whose mark changed, with what it is now."""
    changed = []
    since = at - rule.span
    for row in await uow.all(
        "lines.seen", organization_id=organization_id, last=rule.last, at=at, since=since
    ):
        seen = CallsSeen(row["calls"], row["answered"], row["rejected"], row["barred"])
        health = judge(seen, rule)
        rests_until = at + rule.rest if health.rests else None
        mark = None if health.mark is None else health.mark.value
        now = (health.share, mark, health.calls, rests_until)
        if now == (row["health"], row["mark"], row["judged_calls"], row["rests_until"]):
            continue
        await uow.run(
            "lines.judge_caller_id",
            id=row["id"],
            health=health.share,
            mark=mark,
            judged_calls=health.calls,
            # what it was barred for is not held against it again after its rest
            judged_from=rests_until or row["judged_from"],
            rests_until=rests_until,
        )
        if mark != row["mark"]:
            changed.append((str(row["number"]), health.mark))
    return changed


async def clear(uow: UnitOfWork, organization_id: UUID, number: str, at: datetime) -> bool:
    """Forget how the calls under a number fared; False when there is none of that number."""
    return await uow.run("lines.clear_caller_id", organization_id=organization_id, number=number, at=at) == 1
