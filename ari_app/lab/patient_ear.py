"""The simulated patient's ear: the recognizer's process, asked for plain text."""

from __future__ import annotations

import structlog

from ari_app.core.errors import Unavailable
from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.speech.audio import SAMPLE_RATE as EAR_RATE
from ari_app.speech.audio import to_pcm, to_samples
from ari_app.speech.port import Recognizer
from ari_app.speech.resample import resample

_log = structlog.get_logger()


class RecognizerEar:
    """Hears one turn at a time; what the recognizer refuses counts as not understood."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer

    async def __call__(self, pcm: Pcm) -> str:
        """The text of 8 kHz audio; empty when nothing was understood."""
        try:
            stream = await self._recognizer.open(None)
            try:
                await stream.feed(to_pcm(resample(to_samples(pcm.tobytes()), SAMPLE_RATE, EAR_RATE)))
                return (await stream.finish()).text
            finally:
                await stream.close()
        except Unavailable as error:
            _log.warning("patient_heard_nothing", reason=error.message)
            return ""
