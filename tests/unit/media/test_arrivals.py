"""Packets that come late, and packets that never come."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.media.arrivals import Arrivals


def followed(times: Iterable[float], *, after_voice: bool = False) -> Arrivals:
    arrivals = Arrivals()
    for at in times:
        arrivals.feed(at, after_voice=after_voice)
    return arrivals


def clockwork(count: int, start: float = 50.0) -> list[float]:
    return [start + number * 0.02 for number in range(count)]


def counts(arrivals: Arrivals) -> tuple[int, int]:
    return arrivals.late, arrivals.missing


def test_in_time() -> None:
    found = followed(clockwork(500))
    assert (counts(found), found.late_share, found.frames) == ((0, 0), 0.0, 500)
    assert found.worst_seconds == pytest.approx(0, abs=1e-6)


def test_ordinary_jitter_is_not_late() -> None:
    jitter = np.random.default_rng(1).exponential(0.006, 3000).clip(0, 0.05)
    times = np.maximum.accumulate(np.array(clockwork(3000)) + jitter)
    found = followed(times.tolist())
    assert counts(found) == (0, 0)
    assert found.worst_seconds == pytest.approx(0.05, abs=0.01)


def test_packets_of_sixty_milliseconds_are_not_late() -> None:
    found = followed([50.0 + number // 3 * 0.06 for number in range(600)])
    assert counts(found) == (0, 0)


def test_every_tenth_late() -> None:
    delayed = [at + (0.11 if number % 10 == 5 else 0) for number, at in enumerate(clockwork(1000))]
    found = followed(np.maximum.accumulate(delayed).tolist())
    # what comes behind a late packet waits for it: 110, 90, 70 and 50 ms
    assert found.late == pytest.approx(3 * 97.5, abs=4)
    assert found.missing == 0
    assert found.worst_seconds == pytest.approx(0.11, abs=0.001)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
def test_lost_packets_are_missing_and_not_late(share: float) -> None:
    kept = np.random.default_rng(2).random(5000) >= share
    found = followed([at for at, is_kept in zip(clockwork(5000), kept, strict=True) if is_kept])
    assert found.missing == pytest.approx(int((~kept).sum()), rel=0.1, abs=3)
    assert found.late_share == pytest.approx(share, rel=0.15, abs=0.002)


def test_a_pause_in_which_the_phone_sends_nothing_is_no_loss() -> None:
    found = followed(clockwork(200) + clockwork(200, 60.0))
    assert (counts(found), found.late_share) == ((0, 0), 0.0)


@pytest.mark.parametrize("told_after", [-0.02, 0.01, 0.1])
def test_a_key_takes_the_place_of_audio(told_after: float) -> None:
    arrivals, resumed = Arrivals(), 50.0 + 200 * 0.02 + 0.16
    ticks = [(at, False) for at in clockwork(200) + clockwork(200, resumed)]
    for at, is_key in sorted([*ticks, (resumed + told_after, True)]):
        if is_key:
            arrivals.key(at)
        else:
            arrivals.feed(at, after_voice=False)
    assert counts(arrivals) == (0, 0)


def test_a_gap_in_the_middle_of_a_word_is_a_loss() -> None:
    found = followed(clockwork(200) + clockwork(200, 50.0 + 200 * 0.02 + 0.5), after_voice=True)
    assert found.missing == 25


def test_what_waited_together_is_late_and_not_lost() -> None:
    stalled = [max(at, 53.0) if at > 50.9 else at for at in clockwork(600)]
    found = followed(stalled, after_voice=True)
    assert found.missing == 0
    assert found.late == pytest.approx(2.1 / 0.02, abs=5)
    assert found.worst_seconds == pytest.approx(2.08, abs=0.03)


def test_a_delay_that_lasts_and_passes_is_not_taken_for_loss() -> None:
    queued = [at + (0.3 if 52 < at < 55 else 0) for at in clockwork(600)]
    found = followed(np.maximum.accumulate(queued).tolist(), after_voice=True)
    assert found.missing == 0
    assert found.worst_seconds == pytest.approx(0.3, abs=0.03)


def test_the_first_packet_may_be_late_itself() -> None:
    first, *rest = clockwork(200)
    found = followed([first + 0.2, *(max(at, first + 0.2) for at in rest)])
    assert found.worst_seconds == pytest.approx(0.2, abs=0.01)
    assert found.missing == 0


@pytest.mark.parametrize("drift", [-200e-6, 200e-6])
def test_the_clock_of_the_phone_may_drift(drift: float) -> None:
    found = followed([50 + number * 0.02 * (1 + drift) for number in range(15_000)])
    assert found.late == 0
    assert found.missing <= 4


@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), max_size=200))
def test_no_times_make_it_fail(steps: list[tuple[float, bool]]) -> None:
    arrivals, now = Arrivals(), 0.0
    for step, after_voice in steps:
        now += step
        arrivals.feed(now, after_voice=after_voice)
    assert min(arrivals.late, arrivals.missing, arrivals.worst_seconds) >= 0
    assert arrivals.late_share is None or 0 <= arrivals.late_share <= 1
