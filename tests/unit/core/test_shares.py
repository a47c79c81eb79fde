"""Patients are split by ratio, each always into the same part."""

from __future__ import annotations

from ari_app.core.shares import part_of, share_point

MANY = 4_000


def test_points_are_the_same_every_time_and_spread_evenly() -> None:
    points = [share_point("opening", f"p_{number}") for number in range(MANY)]
    assert points == [share_point("opening", f"p_{number}") for number in range(MANY)]
    assert all(0 <= point < 1 for point in points)
    tenths = [sum(part / 10 <= point < (part + 1) / 10 for point in points) for part in range(10)]
    # 400 expected in each, with a standard deviation of 19
    assert all(abs(count - MANY / 10) < 80 for count in tenths)


def test_two_experiments_are_independent() -> None:
    both = sum(
        share_point("one", f"p_{number}") < 0.5 and share_point("two", f"p_{number}") < 0.5
        for number in range(MANY)
    )
    assert abs(both - MANY / 4) < 120


def test_a_larger_share_keeps_who_was_in_the_smaller() -> None:
    small = {number for number in range(MANY) if share_point("opening", str(number)) < 0.1}
    large = {number for number in range(MANY) if share_point("opening", str(number)) < 0.3}
    assert small < large


def test_shares_lie_side_by_side() -> None:
    assert [part_of((0.25, 0.5), point) for point in (0.0, 0.24, 0.25, 0.74, 0.75, 0.99)] == [
        0, 0, 1, 1, None, None,
    ]  # fmt: skip
    assert part_of((), 0.0) is None
