"""The way out of a call: nobody is cut off, a last word keeps the line, and a lost Asterisk is told again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ari_app.calls.parting import LAST_WORD_SECONDS, Parting
from ari_app.calls.signals import TimerFired, TimerKind
from ari_app.calls.timers import Timers
from ari_app.core.errors import Unavailable


@dataclass
class Line:
    """Ears, mouth and PBX of a call, as a test sets them."""

    is_hearing: bool = False
    is_sounding: bool = False
    seconds_queued: float = 0.0
    is_away: bool = False
    hang_ups: int = 0
    fired: list[TimerFired] = field(default_factory=list)

    async def hang_up(self) -> None:
        """Count it, or be away."""
        if self.is_away:
            raise Unavailable("away")
        self.hang_ups += 1


def begun(line: Line) -> tuple[Parting, Timers]:
    timers = Timers(line.fired.append)
    parting = Parting(line, line, timers, line.hang_up)
    parting.begin()
    parting.go_on()
    return parting, timers


async def test_a_goodbye_that_sounds_is_not_cut() -> None:
    line = Line(is_sounding=True)
    parting, timers = begun(line)
    assert not timers.is_running(TimerKind.LAST_WORD)
    await parting.last_word_waited_for()
    assert line.hang_ups == 0


async def test_after_the_goodbye_a_last_word_is_waited_for() -> None:
    line = Line()
    parting, timers = begun(line)
    assert timers.is_running(TimerKind.LAST_WORD)
    assert line.hang_ups == 0
    assert LAST_WORD_SECONDS >= 0.5
    await parting.last_word_waited_for()
    assert line.hang_ups == 1


async def test_a_last_word_keeps_the_line_and_is_followed_by_another_wait() -> None:
    line = Line()
    parting, timers = begun(line)
    line.is_hearing = True
    parting.go_on()
    assert not timers.is_running(TimerKind.LAST_WORD)
    await parting.last_word_waited_for()
    assert line.hang_ups == 0
    line.is_hearing = False
    parting.go_on()
    assert timers.is_running(TimerKind.LAST_WORD)


async def test_danger_in_the_goodbye_keeps_the_call() -> None:
    line = Line()
    parting, timers = begun(line)
    parting.stay()
    assert not parting.is_begun
    assert not timers.is_running(TimerKind.GOODBYE)
    assert not timers.is_running(TimerKind.LAST_WORD)
    await parting.last_word_waited_for()
    assert line.hang_ups == 0


async def test_an_asterisk_that_is_away_is_told_again_and_once() -> None:
    line = Line(is_away=True)
    parting, timers = begun(line)
    await parting.leave()
    assert timers.is_running(TimerKind.GOODBYE)
    assert timers.is_running(TimerKind.RECONNECT)
    line.is_away = False
    await parting.leave()
    await parting.leave()
    assert line.hang_ups == 1


@pytest.mark.parametrize(("queued", "at_least"), [(0.0, 30.0), (60.0, 70.0)])
async def test_the_guard_outlasts_a_slow_goodbye(
    monkeypatch: pytest.MonkeyPatch, queued: float, at_least: float
) -> None:
    started: dict[TimerKind, float] = {}
    monkeypatch.setattr(Timers, "start", lambda _, kind, seconds: started.update({kind: seconds}))
    begun(Line(is_sounding=True, seconds_queued=queued))
    assert started == {TimerKind.GOODBYE: at_least}
