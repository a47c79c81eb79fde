"""Limits while claiming: what is under way and what this claim adds never pass any of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.dialing_vocabulary import DialOrder, Suppression
from ari_app.dialer.limits import Limits, interval_of
from ari_app.policy.release import Release
from ari_app.store.campaigns import RunningCampaign
from ari_app.store.claims import Load

NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
OTHER = UUID(int=9)


def campaign(concurrency: int = 5, rate: float | None = None) -> RunningCampaign:
    return RunningCampaign(
        id=UUID(int=1),
        name="回访",
        mode="ai",
        priority=5,
        concurrency=concurrency,
        calls_per_second=rate,
        max_attempts=3,
        windows=None,
        ahead=0,
        zone=ZoneInfo("Asia/Shanghai"),
        caller_ids=frozenset(),
        needs_people=False,
        dial_order=DialOrder.FIRST_DUE,
        release=Release(),
        waits=(None, None),
    )


def claimed_ago(*seconds: float, owner: UUID = OTHER) -> Load:
    recent = tuple((owner, None, NOW - timedelta(seconds=each)) for each in seconds)
    return Load(0, {}, {}, {}, recent)


@given(
    system=st.integers(0, 20),
    own=st.integers(0, 20),
    others=st.integers(0, 20),
    worker=st.integers(0, 20),
    concurrency=st.integers(1, 20),
)
def test_no_limit_is_ever_passed(system: int, own: int, others: int, worker: int, concurrency: int) -> None:
    one = campaign(concurrency)
    load = Load(own + others, {one.id: own, OTHER: others}, {}, {}, ())
    limits = Limits(load, NOW, worker_room=worker, concurrency=system, calls_per_second=None)
    taken = 0
    while limits.full_for(one) is None:
        assert limits.room_for(one) > 0
        limits.take(one.id, None)
        taken += 1
    assert taken == max(0, min(worker, system - own - others, concurrency - own))


@pytest.mark.parametrize(
    ("rate", "ago", "waits"),
    [
        (2.5, (0.1, 0.9), True),
        (2.5, (0.1, 1.0), False),
        (0.5, (1.9,), True),
        (0.5, (2.0,), False),
        (1.0, (0.999,), True),
    ],
)
def test_calls_per_second_hold_in_any_second(rate: float, ago: tuple[float, ...], waits: bool) -> None:
    limits = Limits(claimed_ago(*ago), NOW, worker_room=9, concurrency=None, calls_per_second=rate)
    assert limits.full_for(campaign()) == (Suppression.CALL_RATE if waits else None)


def test_a_campaigns_own_rate_counts_its_own_claims() -> None:
    one = campaign(rate=1)
    others = Limits(claimed_ago(0.1), NOW, worker_room=9, concurrency=None, calls_per_second=None)
    own = Limits(claimed_ago(0.1, owner=one.id), NOW, worker_room=9, concurrency=None, calls_per_second=None)
    assert others.full_for(one) is None
    assert own.full_for(one) is Suppression.CALL_RATE


def test_how_far_back_a_rate_has_to_look() -> None:
    assert [interval_of(rate).total_seconds() for rate in (20, 0.5, 0.001)] == [1.0, 2.0, 60.0]
