"""The circuit breaker of a trunk."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ari_app.policy.breaker import KEPT, Breaker, BreakerRule, BreakerState, Failure
from tests.unit.policy.calendars import utc

NOW = utc("2026-03-10 09:00")
RULE = BreakerRule()


def _failed(breaker: Breaker, seconds: float, times: int = 1) -> Breaker:
    for n in range(times):
        breaker = breaker.failed(Failure(NOW + timedelta(seconds=seconds), f"503-{n}"), RULE)
    return breaker


def test_it_opens_after_five_failures_in_a_row() -> None:
    four = _failed(Breaker(), 0, 4)
    assert four.state is BreakerState.CLOSED and four.allows(NOW)
    assert _failed(four.succeeded(), 0).state is BreakerState.CLOSED
    five = _failed(four, 0)
    assert five.state is BreakerState.OPEN and not five.allows(NOW)
    assert [each.cause for each in five.failures] == ["503-0", "503-1", "503-2", "503-3", "503-0"]


def test_one_call_tries_after_the_wait_and_each_failed_try_doubles_it() -> None:
    breaker = _failed(Breaker(), 0, 5)
    waits = []
    at = NOW
    for _ in range(8):
        assert breaker.retry_at is not None and not breaker.allows(
            breaker.retry_at - timedelta(microseconds=1)
        )
        waits.append((breaker.retry_at - at).total_seconds())
        at = breaker.retry_at
        assert breaker.allows(at)
        breaker = breaker.tried(at, RULE)
        assert breaker.state is BreakerState.HALF_OPEN and not breaker.allows(at)
        breaker = breaker.failed(Failure(at, "503"), RULE)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_try_that_succeeds_closes_it_and_keeps_what_failed() -> None:
    breaker = _failed(Breaker(), 0, 5).tried(NOW + timedelta(seconds=30), RULE).succeeded()
    assert (breaker.state, breaker.streak, breaker.opened, breaker.retry_at) == (
        BreakerState.CLOSED,
        0,
        0,
        None,
    )
    assert len(breaker.failures) == 5


def test_a_try_that_never_reports_back_does_not_block_for_ever() -> None:
    breaker = _failed(Breaker(), 0, 5).tried(NOW + timedelta(seconds=30), RULE)
    assert breaker.retry_at == NOW + timedelta(seconds=60)
    assert breaker.allows(NOW + timedelta(seconds=60))


def test_calls_under_way_that_fail_while_it_is_open_do_not_lengthen_the_wait() -> None:
    breaker = _failed(Breaker(), 0, 5)
    after = _failed(breaker, 10, 3)
    assert (after.retry_at, after.opened) == (breaker.retry_at, 1)
    assert len(after.failures) == 8


def test_a_closed_breaker_is_not_changed_by_a_call() -> None:
    assert Breaker().tried(NOW, RULE) == Breaker()


@given(st.lists(st.sampled_from(["ok", "bad", "try"]), max_size=120))
def test_it_keeps_the_last_twenty_failures_and_is_open_only_after_enough(steps: list[str]) -> None:
    breaker, failures, streak = Breaker(), 0, 0
    for n, step in enumerate(steps):
        at = NOW + timedelta(seconds=n)
        if step == "ok":
            breaker, streak = breaker.succeeded(), 0
        elif step == "bad":
            breaker = breaker.failed(Failure(at, str(failures)), RULE)
            failures, streak = failures + 1, streak + 1
        else:
            breaker = breaker.tried(at, RULE)
        assert [each.cause for each in breaker.failures] == [str(k) for k in range(failures)][-KEPT:]
        assert (breaker.state is BreakerState.CLOSED) == (streak < RULE.most_failures)
        assert (breaker.retry_at is None) == (breaker.state is BreakerState.CLOSED)
