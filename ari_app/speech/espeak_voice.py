"""eSpeak NG as the voice of last resort: understandable with effort, but it needs no model. One worker process."""

from __future__ import annotations

from ari_app.speech.voice_processes import VoiceProcesses

_REVISION = 1


class EspeakVoice:
    """Speaks in a process of its own, which starts at the first sentence and ends with `close`."""

    def __init__(self) -> None:
        self._processes = VoiceProcesses("ari_app.speech.espeak_worker", (), workers=1, extra="tts-espeak")

    def fingerprint(self, text: str) -> str:
        """The processing version: the voices of eSpeak NG's releases differ too little to render anew."""
        return f"espeak:{_REVISION}"

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz. Raises Unavailable without eSpeak NG, WrongInput for what it cannot say."""
        return await self._processes.speak(text, voice=voice, speed=speed)

    async def close(self) -> None:
        """End the worker."""
        await self._processes.close()
