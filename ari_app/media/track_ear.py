"""One channel of a recording heard like a living call: where a voice begins and ends, and the audio of it.

The other channel is what may come back as an echo, so that nobody's words are taken for the other's. An echo is told
by correlation and left out; nothing is canceled, which would take words where both speak at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.media.echo import NoEcho
from ari_app.media.endpointing import EndpointRules, EndReason, SpeechEnded, SpeechStarted
from ari_app.media.listener import Listener
from ari_app.media.own_voice import OwnVoice
from ari_app.media.played import PlayedAudio
from ari_app.media.port import FRAME_BYTES, FRAME_MS, SAMPLE_RATE, AudioIn
from ari_app.media.vad import VoiceDetector

# In a talk of two people a pause of this length is the other's turn, or a breath that may part two turns.
TALK = EndpointRules(end_silence_ms=600)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An utterance: voice from `start_ms` to `end_ms`, its audio (16-bit mono 16 kHz) from `audio_from_ms` on.

    Milliseconds in the recording.
    """

    audio_from_ms: int
    start_ms: int
    end_ms: int
    pcm: bytes


class TrackEar:
    """Hears one channel from `since_ms` in the recording on; feed it both in step, then `finish` it."""

    def __init__(self, detector: VoiceDetector, since_ms: int) -> None:
        self._played = PlayedAudio()
        # the file's times are exact, and no echo comes before the voice: else this voice would be taken for an echo
        # of the echo that the other channel has of it
        own = OwnVoice(self._played, earliest_seconds=0.0)
        self._listener = Listener(detector, NoEcho(), self._played, TALK, own)
        self._at = self._began = since_ms / 1000
        self._played_until = self._at
        self._waiting = b""
        self._pcm = bytearray()

    def hear(self, own: bytes, other: bytes) -> list[Stretch]:
        """The next audio of this channel and of the other one; the utterances that ended in it.

        What is heard lags by one frame, for the other channel must be known a moment ahead.
        """
        self._played.began(other, self._played_until)
        self._played_until += len(other) / 2 / SAMPLE_RATE
        self._waiting += own
        found = []
        while len(self._waiting) > 3 * FRAME_BYTES:
            frame, self._waiting = self._waiting[:FRAME_BYTES], self._waiting[FRAME_BYTES:]
            found += self._hear_frame(frame)
        return found

    def finish(self) -> list[Stretch]:
        """The recording is over: what is still being said ends here."""
        found = []
        rest, self._waiting = self._waiting, b""
        for start in range(0, len(rest) - FRAME_BYTES + 1, FRAME_BYTES):
            found += self._hear_frame(rest[start : start + FRAME_BYTES])
        if self._listener.speaking:
            found += self._ended(SpeechEnded(self._began, self._at, self._at, EndReason.SILENCE))
            self._listener.drop_turn()
        return found

    def _hear_frame(self, pcm: bytes) -> list[Stretch]:
        self._at += FRAME_MS / 1000
        found = []
        for decision in self._listener.hear(AudioIn(pcm, self._at)):
            match decision:
                case SpeechStarted(at):
                    self._began = at
                    self._pcm.clear()
                case SpeechEnded():
                    found += self._ended(decision)
        self._pcm += self._listener.take()
        return found

    def _ended(self, ended: SpeechEnded) -> list[Stretch]:
        pcm = bytes(self._pcm) + self._listener.take()
        self._pcm.clear()
        audio_from = self._listener.audio_from
        since = ended.start if audio_from is None else audio_from
        return [Stretch(round(since * 1000), round(ended.start * 1000), round(ended.end * 1000), pcm)]
