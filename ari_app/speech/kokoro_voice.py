"""Kokoro's Mandarin voices, each synthesis in one of a few worker processes."""

from __future__ import annotations

from pathlib import Path

from ari_app.speech.model_files import KOKORO_FILES, check_model, file_sha256
from ari_app.speech.voice_processes import VoiceProcesses
from ari_app.speech.voices import KOKORO_VOICES, VoiceInfo

_REVISION = 1


class KokoroVoice:
    """Speaks on up to `workers` processes at once; they start at the first sentence and end with `close`."""

    def __init__(self, model_dir: Path, *, workers: int = 2, threads: int = 1) -> None:
        self._model_dir = model_dir
        arguments = ("--model", str(model_dir), "--threads", str(threads))
        self._processes = VoiceProcesses(
            "ari_app.speech.kokoro_worker", arguments, workers=workers, extra="tts-kokoro"
        )
        self._fingerprint: str | None = None

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The voices whose files are there."""
        folder = self._model_dir / "voices"
        return tuple(voice for voice in KOKORO_VOICES if (folder / f"{voice.name}.bin").is_file())

    def fingerprint(self, text: str) -> str:
        """Model and processing version; the model file is read once. Raises Unavailable without a model."""
        if self._fingerprint is None:
            check_model(self._model_dir, KOKORO_FILES)
            digest = file_sha256(self._model_dir / "kokoro.onnx")
            self._fingerprint = f"kokoro:{digest}:{_REVISION}"
        return self._fingerprint

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz; waits for a free worker. WrongInput when the text has no pronunciation."""
        return await self._processes.speak(text, voice=voice, speed=speed)

    async def close(self) -> None:
        """End the workers."""
        await self._processes.close()
