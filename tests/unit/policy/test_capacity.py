"""How many lines a target needs, and what it costs."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.policy.capacity import Prices, Target, Usage, capacity, costs


@pytest.mark.req("M17-013")
@pytest.mark.parametrize(
    ("per_hour", "seconds", "lines"),
    [(1000, 180, 60), (200, 180, 12), (1, 180, 1), (0, 180, 0), (250, 180, 15)],
)
def test_the_formula(per_hour: float, seconds: float, lines: int) -> None:
    found = capacity(Target(per_hour, seconds))
    assert (found.talking, found.lines) == (lines, lines)
    assert found.attempts_per_hour == per_hour


@pytest.mark.req("M17-013")
def test_ringing_and_unanswered_attempts_need_lines_too() -> None:
    found = capacity(Target(1000, 180, ring_seconds=30, answer_share=0.5, completed_share=0.8))
    assert found.talking == 60
    assert found.attempts_per_hour == 2500
    assert found.lines == 100
    assert found.attempts_per_second == pytest.approx(0.694, abs=0.001)


@pytest.mark.parametrize("wrong", [{"answer_share": 0.0}, {"completed_share": 1.1}, {"ring_seconds": -1.0}])
def test_a_target_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(WrongInput):
        Target(10, 10, **wrong)


def test_the_five_items_of_the_costs() -> None:
    items = costs(Usage(1000, 20, 10, 50, 160), Prices(0.1, 1.5, 2.0, 0.2, 40.0))
    assert [each.name for each in items] == ["line", "asr", "tts", "storage", "people"]
    assert [each.cost for each in items] == pytest.approx([100, 30, 20, 10, 6400])
