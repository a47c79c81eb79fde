"""What the recognizer tells beside the words, as the dialogue hears it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from ari_app.calls.as_events import AsEvents
from ari_app.calls.recorder import Recorder
from ari_app.calls.signals import Spoke
from ari_app.core.vocabulary import Flag
from ari_app.dialogue.events import Heard
from ari_app.speech.port import Transcript
from ari_app.speech.protocol import result_fields, transcript_of

NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
MUDDLE = "上厕所拉了好多线一盆都红了"


class Still:
    """A clock that stands, and a recorder that has no recording."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def span(self, began_at: float, ended_at: float) -> None:
        return None


def heard(others: tuple[str, ...]) -> Heard:
    told = Transcript(MUDDLE, MUDDLE, 0.5, final=True, others=others)
    # as it comes over the wire
    transcript = transcript_of(result_fields(told), told.text, final=True)
    still = Still()
    return AsEvents(cast(Recorder, still), still).heard(Spoke(0.0, 1.0, 1.2, transcript, "diet"), transcript)


def test_a_danger_in_what_else_may_have_been_said_is_suspected_and_no_more() -> None:
    event = heard(("上厕所拉了好多线一盘都红了", "上厕所拉了好多血一盆都红了"))
    assert event.suspected == (Flag.EMERGENCY,)
    assert event.by_sound == ()
    assert event.text == MUDDLE


def test_nothing_is_suspected_where_no_other_hearing_tells_of_danger() -> None:
    assert heard(("上厕所拉了好多线一盘都红了",)).suspected == ()
    assert heard(()).suspected == ()
