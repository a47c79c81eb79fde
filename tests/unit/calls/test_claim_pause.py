"""A dead trunk does not use up the queue: pauses grow, one call tries, a call that was dialed ends them."""

from __future__ import annotations

from ari_app.calls.claim_pause import FIRST_SECONDS, LONGEST_SECONDS, ClaimPause


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_calls_that_are_dialed_never_pause() -> None:
    pause = ClaimPause(Watch())
    pause.was_dialed()
    assert pause.at_most(4) == 4


def test_a_call_that_was_not_dialed_pauses_and_then_one_tries() -> None:
    watch = Watch()
    pause = ClaimPause(watch)
    for _ in range(4):
        pause.was_not_dialed()
    assert pause.at_most(4) == 0
    watch.now += FIRST_SECONDS
    assert pause.at_most(4) == 1
    pause.tried()
    assert pause.at_most(4) == 0
    pause.was_dialed()
    assert pause.at_most(4) == 4


def test_a_trunk_that_is_down_for_an_hour_costs_few_attempts() -> None:
    watch = Watch()
    pause, claimed = ClaimPause(watch), 0
    while watch.now < 3_700:
        taken = pause.at_most(4)
        if taken:
            claimed += taken
            pause.tried()
            for _ in range(taken):
                pause.was_not_dialed()
        watch.now += 0.5
    assert claimed <= 4 + 3_600 / LONGEST_SECONDS + 6
