"""What is sounding and what waits to sound: the books of one call's prompts, without a socket or a clock.

Audio goes out in chunks, each followed by a mark that comes back when the chunk has sounded. So the true
position is known to a chunk, the true end to a frame, and never more than `ahead_frames` lie in Asterisk.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ari_app.media.port import FRAME_BYTES, FRAME_MS, PlayoutEnded, PlayoutStarted

CHUNK_FRAMES = 5
CHUNK_BYTES = CHUNK_FRAMES * FRAME_BYTES


@dataclass(slots=True)
class Utterance:
    """One prompt on its way: bytes sent and sounded so far."""

    id: str
    pcm: bytes
    sent: int = 0
    sounded: int = 0
    started: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A promise that comes back when all audio before it has sounded: `sounded` bytes of the utterance."""

    id: str
    utterance: Utterance
    sounded: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole frames to send now and the marks around them."""

    opening: Mark | None
    pcm: bytes
    closing: Mark


class Playout:
    """Utterances in order. Marks of audio that was dropped are unknown here and ignored."""

    def __init__(self, ahead_frames: int) -> None:
        self._ahead_bytes = ahead_frames * FRAME_BYTES
        self._queue: deque[Utterance] = deque()
        self._marks: dict[str, Mark] = {}
        self._marked_at = 0.0
        self._in_flight = 0
        self._number = 0

    @property
    def in_flight_ms(self) -> int:
        """Audio that was sent and has not sounded yet."""
        return self._in_flight // FRAME_BYTES * FRAME_MS

    def add(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance; its last frame is filled up with silence, an empty one becomes one frame."""
        padded = pcm + bytes(-len(pcm) % FRAME_BYTES)
        self._queue.append(Utterance(utterance_id, padded or bytes(FRAME_BYTES)))

    def next_chunk(self) -> Chunk | None:
        """The next audio to send, or None when there is none or enough lies ahead."""
        utterance = next((each for each in self._queue if each.sent < len(each.pcm)), None)
        if utterance is None or self._in_flight >= self._ahead_bytes:
            return None
        pcm = utterance.pcm[utterance.sent : utterance.sent + CHUNK_BYTES]
        opening = None if utterance.sent else self._new_mark(utterance, 0)
        utterance.sent += len(pcm)
        self._in_flight += len(pcm)
        return Chunk(opening, pcm, self._new_mark(utterance, utterance.sent))

    def _new_mark(self, utterance: Utterance, sounded: int) -> Mark:
        self._number += 1
        mark = Mark(str(self._number), utterance, sounded)
        self._marks[mark.id] = mark
        return mark

    def awaits(self, mark: Mark) -> bool:
        """Whether the mark may still come back: false once a flush has thrown its audio away."""
        return mark.id in self._marks

    def marked(self, mark_id: str, at: float) -> list[PlayoutStarted | PlayoutEnded]:
        """A mark came back at `at`: what that means for its utterance."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return []
        utterance = mark.utterance
        told: list[PlayoutStarted | PlayoutEnded] = []
        self._marked_at = at
        self._in_flight -= mark.sounded - utterance.sounded
        utterance.sounded = mark.sounded
        if not utterance.started:
            utterance.started = True
            told.append(PlayoutStarted(utterance.id, at))
        if mark.sounded == len(utterance.pcm):
            self._queue.remove(utterance)
            told.append(PlayoutEnded(utterance.id, _milliseconds(mark.sounded), completed=True, at=at))
        return told

    def drop(self, at: float) -> list[PlayoutEnded]:
        """Everything queued is thrown away at `at`; each utterance tells how much of it had sounded."""
        told = [
            PlayoutEnded(each.id, self._played_ms(each, at), completed=False, at=at) for each in self._queue
        ]
        self._queue.clear()
        self._marks.clear()
        self._in_flight = 0
        return told

    def _played_ms(self, utterance: Utterance, at: float) -> int:
        """The last mark's position and the time since, but not beyond the next mark, which has not come."""
        if not utterance.started:
            return 0
        since = max(0, round((at - self._marked_at) * 1000))
        return _milliseconds(utterance.sounded) + min(
            since, _milliseconds(min(CHUNK_BYTES, utterance.sent - utterance.sounded))
        )


def _milliseconds(size: int) -> int:
    return size // FRAME_BYTES * FRAME_MS
