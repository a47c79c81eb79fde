"""What is sounding and what waits to sound where nobody else keeps the time: one frame for each deadline of ours.

A frame that was given out has left for the patient and cannot be called back; all others can.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from ari_app.media.port import FRAME_BYTES, FRAME_MS, SAMPLE_RATE, PlayoutEnded, PlayoutStarted
from ari_app.media.resample import Resampler


class _Utterance:
    """One prompt, cut to frames at the rate that goes out, each converted when it is needed."""

    def __init__(self, utterance_id: str, pcm: bytes, rate: int) -> None:
        padded = pcm + bytes(-len(pcm) % FRAME_BYTES)
        self.id = utterance_id
        self.sent = 0
        self._pcm = padded or bytes(FRAME_BYTES)
        self._frames = len(self._pcm) // FRAME_BYTES
        self._frame_bytes = rate * 2 * FRAME_MS // 1000
        self._resampler = None if rate == SAMPLE_RATE else Resampler(SAMPLE_RATE, rate)
        self._read = 0
        self._ready = b""

    @property
    def sent_ms(self) -> int:
        """How much of it has left."""
        return self.sent * FRAME_MS

    @property
    def is_sent(self) -> bool:
        """Whether all of it has left."""
        return self.sent == self._frames

    def take(self) -> bytes:
        """The next frame."""
        while len(self._ready) < self._frame_bytes:
            self._ready += self._convert_more()
        frame, self._ready = self._ready[: self._frame_bytes], self._ready[self._frame_bytes :]
        self.sent += 1
        return frame

    def _convert_more(self) -> bytes:
        piece = self._pcm[self._read : self._read + FRAME_BYTES]
        self._read += FRAME_BYTES
        if self._resampler is None:
            return piece
        return self._resampler.feed(piece) if piece else self._resampler.finish()


class PacedPlayout:
    """Utterances in order, 20 ms at a time, at `rate` Hz."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._queue: deque[_Utterance] = deque()

    def add(self, utterance_id: str, pcm: bytes) -> None:
        """Queue an utterance (as the media port takes it); an empty one becomes one frame of silence."""
        self._queue.append(_Utterance(utterance_id, pcm, self._rate))

    def next_frame(self, at: float) -> tuple[bytes | None, Sequence[PlayoutStarted | PlayoutEnded]]:
        """The frame due at `at`, None when there is nothing to say, and what that means for the utterances."""
        told: list[PlayoutStarted | PlayoutEnded] = []
        if self._queue and self._queue[0].is_sent:
            told.append(_ended(self._queue.popleft(), at))
        if not self._queue:
            return None, told
        utterance = self._queue[0]
        if not utterance.sent:
            told.append(PlayoutStarted(utterance.id, at))
        return utterance.take(), told

    def drop(self, at: float) -> list[PlayoutEnded]:
        """Everything that has not left is thrown away; each utterance tells how much of it had left."""
        told = [_ended(utterance, at) for utterance in self._queue]
        self._queue.clear()
        return told


def _ended(utterance: _Utterance, at: float) -> PlayoutEnded:
    return PlayoutEnded(utterance.id, utterance.sent_ms, completed=utterance.is_sent, at=at)
