"""The robot's own voice taken out of what comes back from the patient's phone.

WebRTC's echo canceller (AEC3; it finds a delay of up to half a second by itself) in LiveKit's build of it:
docs/decisions/0007-own-echo.md.
"""

from __future__ import annotations

from typing import Any, Protocol

from ari_app.media.port import SAMPLE_RATE

_STEP_SAMPLES = SAMPLE_RATE // 100
_STEP_BYTES = 2 * _STEP_SAMPLES


class EchoCanceller(Protocol):
    """What the ears need: the patient without what the robot said."""

    def clean(self, heard: bytes, played: bytes) -> bytes:
        """`heard` without the echo of `played`, what left for the patient in the same stretch of time.

        Both 16-bit mono 16 kHz, of the same length, a multiple of 10 ms; stretches follow one another.
        """
        ...


class NoEcho:
    """For a line that is known to have none."""

    def clean(self, heard: bytes, played: bytes) -> bytes:
        """`heard` as it is."""
        return heard


class WebRtcEcho:
    """One call's echo canceller; not to be shared between calls."""

    def __init__(self) -> None:
        # its native library is loaded where it is used, not by everything that knows of it
        from livekit.rtc import AudioFrame
        from livekit.rtc.apm import AudioProcessingModule

        self._module: Any = AudioProcessingModule(echo_cancellation=True)
        self._frame: Any = AudioFrame

    def clean(self, heard: bytes, played: bytes) -> bytes:
        """As in EchoCanceller."""
        return b"".join(
            self._step(heard[at : at + _STEP_BYTES], played[at : at + _STEP_BYTES])
            for at in range(0, len(heard), _STEP_BYTES)
        )

    def _step(self, heard: bytes, played: bytes) -> bytes:
        self._module.process_reverse_stream(self._frame(bytearray(played), SAMPLE_RATE, 1, _STEP_SAMPLES))
        frame = self._frame(bytearray(heard), SAMPLE_RATE, 1, _STEP_SAMPLES)
        self._module.process_stream(frame)
        return bytes(frame.data.cast("B"))
