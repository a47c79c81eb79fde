"""The books of what sounds: order, marks, flushes, and never too much ahead."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from ari_app.media.playout import Chunk, Playout
from ari_app.media.port import FRAME_BYTES, FRAME_MS, PlayoutEnded, PlayoutStarted


def pull(playout: Playout) -> list[Chunk]:
    """All chunks that may go now."""
    chunks = []
    while (chunk := playout.next_chunk()) is not None:
        chunks.append(chunk)
    return chunks


def test_an_utterance_starts_and_ends_by_its_marks() -> None:
    playout = Playout(ahead_frames=80)
    playout.add("hello", bytes(FRAME_BYTES * 7 + 2))
    first, second = pull(playout)
    assert first.opening is not None
    assert second.opening is None
    assert len(first.pcm + second.pcm) == FRAME_BYTES * 8
    assert playout.marked(first.opening.id, 1.0) == [PlayoutStarted("hello", 1.0)]
    assert playout.marked(first.closing.id, 1.1) == []
    assert playout.marked(second.closing.id, 1.16) == [PlayoutEnded("hello", 160, completed=True, at=1.16)]
    assert playout.in_flight_ms == 0


def test_no_more_goes_out_than_may_lie_ahead() -> None:
    playout = Playout(ahead_frames=10)
    playout.add("long", bytes(FRAME_BYTES * 1000))
    first, second = pull(playout)
    assert playout.in_flight_ms == 10 * FRAME_MS
    playout.marked(first.closing.id, 1.0)
    assert len(pull(playout)) == 1


def test_a_flush_tells_how_much_was_heard() -> None:
    playout = Playout(ahead_frames=80)
    playout.add("sounding", bytes(FRAME_BYTES * 50))
    playout.add("waiting", bytes(FRAME_BYTES * 50))
    chunks = pull(playout)
    assert chunks[0].opening is not None
    playout.marked(chunks[0].opening.id, 2.0)
    playout.marked(chunks[0].closing.id, 2.1)
    assert playout.drop(2.14) == [
        PlayoutEnded("sounding", 140, completed=False, at=2.14),
        PlayoutEnded("waiting", 0, completed=False, at=2.14),
    ]
    assert playout.marked(chunks[1].closing.id, 2.2) == []
    assert playout.drop(3.0) == []


def test_a_late_mark_does_not_count_time_that_cannot_have_sounded() -> None:
    playout = Playout(ahead_frames=80)
    playout.add("stalled", bytes(FRAME_BYTES * 50))
    (opening, *_) = pull(playout)
    assert opening.opening is not None
    playout.marked(opening.opening.id, 2.0)
    assert playout.drop(9.0) == [PlayoutEnded("stalled", 100, completed=False, at=9.0)]


def test_an_empty_utterance_still_ends() -> None:
    playout = Playout(ahead_frames=80)
    playout.add("empty", b"")
    (chunk,) = pull(playout)
    assert playout.marked(chunk.closing.id, 1.0) == [
        PlayoutStarted("empty", 1.0),
        PlayoutEnded("empty", FRAME_MS, completed=True, at=1.0),
    ]


@given(
    st.lists(
        st.one_of(st.integers(0, 40).map(lambda n: ("add", n)), st.sampled_from([("mark", 3), ("drop", 0)])),
        max_size=60,
    )
)
def test_whatever_happens_each_utterance_ends_exactly_once(steps: list[tuple[str, int]]) -> None:
    playout, marks, told = Playout(ahead_frames=20), deque[str](), list[PlayoutStarted | PlayoutEnded]()
    added = 0

    def acknowledge(count: int) -> None:
        for _ in range(min(count, len(marks))):
            told.extend(playout.marked(marks.popleft(), 1.0))

    for verb, count in steps:
        if verb == "add":
            playout.add(str(added), bytes(FRAME_BYTES * count))
            added += 1
        elif verb == "mark":
            acknowledge(count)
        else:
            told.extend(playout.drop(1.0))
        for chunk in pull(playout):
            marks.extend(mark.id for mark in (chunk.opening, chunk.closing) if mark)
        assert 0 <= playout.in_flight_ms <= (20 + 5) * FRAME_MS
    while marks:
        acknowledge(1)
        for chunk in pull(playout):
            marks.extend(mark.id for mark in (chunk.opening, chunk.closing) if mark)
    ended = [each.utterance_id for each in told if isinstance(each, PlayoutEnded)]
    started = [each.utterance_id for each in told if isinstance(each, PlayoutStarted)]
    assert ended == [str(number) for number in range(added)]
    assert len(set(started)) == len(started)
