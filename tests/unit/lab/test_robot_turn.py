"""When the robot has finished speaking."""

from __future__ import annotations

import numpy as np

from ari_app.lab.robot_turn import RobotTurn, TurnListener, TurnRules

VOICE = np.full(160, 5_000, np.int16)
QUIET = np.zeros(160, np.int16)


def speak(listener: TurnListener, at: float, seconds: float) -> float:
    for number in range(round(seconds * 50)):
        listener.feed(at + number * 0.02, VOICE)
    return at + seconds


def test_a_turn_ends_after_quiet_though_nothing_is_sent() -> None:
    listener = TurnListener(TurnRules(quiet_seconds=0.7))
    end = speak(listener, 10.0, 1.0)
    assert listener.finished(end + 0.6) is None
    turn = listener.finished(end + 0.7)
    assert turn is not None
    assert turn.started_at == 10.0
    assert turn.ended_at == end - 0.02
    assert len(turn.pcm()) == 8_000
    assert listener.speaking_since is None


def test_a_pause_between_sentences_is_no_end() -> None:
    listener = TurnListener(TurnRules(quiet_seconds=0.7))
    end = speak(listener, 0.0, 1.0)
    for number in range(20):
        listener.feed(end + number * 0.02, QUIET)
    assert listener.finished(end + 0.4) is None
    speak(listener, end + 0.4, 1.0)
    turn = listener.finished(10.0)
    assert turn is not None
    assert turn.started_at == 0.0


def test_a_click_is_no_turn() -> None:
    listener = TurnListener(TurnRules(least_voice_seconds=0.3))
    speak(listener, 0.0, 0.1)
    assert listener.finished(5.0) is None
    assert listener.speaking_since is None


def test_silence_alone_begins_nothing() -> None:
    listener = TurnListener(TurnRules())
    listener.feed(1.0, QUIET)
    assert listener.speaking_since is None


def test_what_goes_on_is_joined_to_what_seemed_over() -> None:
    listener = TurnListener(TurnRules())
    speak(listener, 0.0, 1.0)
    first = listener.finished(2.0)
    assert isinstance(first, RobotTurn)
    speak(listener, 2.0, 0.5)
    listener.resume(first)
    whole = listener.finished(9.0)
    assert whole is not None
    assert (whole.started_at, len(whole.frames)) == (0.0, 75)
    assert whole.ended_at > 2.4
