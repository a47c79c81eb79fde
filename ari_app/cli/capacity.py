"""`ari-app capacity`: how many lines, workers and how much money a target needs."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.cli.store_session import with_store
from ari_app.config.loading import load_settings
from ari_app.policy.capacity import Capacity, CostItem, Prices, Target, Usage, capacity, costs
from ari_app.wiring.dialing_status import measured_target, target_of
from ari_app.wiring.system import SystemClock

HOURS_A_DAY = 9.0
DAYS_A_MONTH = 22.0
# stereo, 16 bit, 8000 samples a second
GB_PER_HOUR = 2 * 2 * 8000 * 3600 / 1e9
NOTHING_MEASURED = {"talk_seconds": None, "ring_seconds": None, "answer_share": None, "completed_share": None}


@dataclass(frozen=True, slots=True)
class CapacityRequest:
    """What is asked. `given` overrides what was measured; months are kept for `storage_months`."""

    per_hour: float
    given: dict[str, float]
    calls_per_worker: int | None
    hand_over_share: float
    storage_months: float
    prices: Prices
    config: Path | None
    as_json: bool


def show(request: CapacityRequest) -> None:
    """Print the formula with its figures. Raises WrongInput."""
    target, attempts, per_worker = _target(request)
    needed = capacity(target)
    items = costs(_usage(request, target), request.prices)
    workers = None if per_worker is None else ceil(needed.lines / per_worker)
    if request.as_json:
        data = {"target": asdict(target), "measuredAttempts": attempts, "needed": asdict(needed)}
        print(json.dumps(data | {"workers": workers, "costs": [asdict(each) for each in items]}, indent=2))
        return
    _print(target, attempts, needed, workers, per_worker, items)


def _target(request: CapacityRequest) -> tuple[Target, int, int | None]:
    if request.config is None and "ARI_APP_CONFIG" not in os.environ:
        return target_of(request.per_hour, request.given, NOTHING_MEASURED), 0, request.calls_per_worker
    settings = load_settings(request.config, os.environ)
    target, attempts = with_store(
        request.config,
        lambda store, hospital: measured_target(
            store, hospital, SystemClock().now(), request.per_hour, request.given
        ),
    )
    return target, attempts, request.calls_per_worker or settings.worker.concurrency


def _usage(request: CapacityRequest, target: Target) -> Usage:
    """A month of working days. The robot speaks about half of a call, and all of it is recognized and kept."""
    hours = HOURS_A_DAY * DAYS_A_MONTH
    talked = target.completed_per_hour / target.completed_share * target.mean_talk_seconds / 3600 * hours
    return Usage(
        line_minutes=talked * 60,
        asr_hours=talked,
        tts_hours=talked / 2,
        storage_gb=talked * GB_PER_HOUR * request.storage_months,
        person_hours=talked * request.hand_over_share,
    )


def _print(
    target: Target,
    attempts: int,
    needed: Capacity,
    workers: int | None,
    per_worker: int | None,
    items: tuple[CostItem, ...],
) -> None:
    console = Console(highlight=False)
    source = (
        f"measured over {attempts} attempts of the last 30 days"
        if attempts
        else "assumed: nothing was dialed yet"
    )
    console.print(f"what is not given is {source}")
    table = Table("figure", "value")
    table.add_row("completed an hour", f"{target.completed_per_hour:g}")
    table.add_row("mean talk", f"{target.mean_talk_seconds:.0f} s")
    table.add_row("mean ringing", f"{target.ring_seconds:.0f} s")
    table.add_row("answered", f"{target.answer_share:.0%}")
    table.add_row("completed of the answered", f"{target.completed_share:.0%}")
    table.add_row("calls at once, by talk alone (target × talk ÷ 3600 × 1.2)", str(needed.talking))
    table.add_row("calls at once, with ringing and what is not answered", str(needed.lines))
    table.add_row(
        "attempts an hour", f"{needed.attempts_per_hour:.0f} ({needed.attempts_per_second:.2f} a second)"
    )
    if workers is not None:
        table.add_row(f"workers of {per_worker} calls", str(workers))
    console.print(table)
    money = Table("cost a month", "amount", "unit", "cost")
    for item in items:
        money.add_row(item.name, f"{item.amount:,.0f}", item.unit, f"{item.cost:,.2f}")
    money.add_row("total", "", "", f"{sum(item.cost for item in items):,.2f}")
    console.print(money)
