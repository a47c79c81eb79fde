"""Kokoro-82M (Apache-2.0) on onnxruntime: Mandarin text to audio. Runs in the worker process only."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np

from ari_app.core.errors import Damaged, WrongInput
from ari_app.speech import audio
from ari_app.speech.model_files import MEND
from ari_app.speech.resample import Samples, resample
from ari_app.speech.spoken_text import stretches

MODEL_HZ = 24_000
STYLE_SIZE = 256
EDGE_SILENCE_MS = 60
RMS_DBFS = -20.0
PEAK_DBFS = -3.0
MIN_SPEED, MAX_SPEED = 0.5, 2.0


class KokoroEngine:
    """A loaded model with its voices. Not for several threads at once."""

    def __init__(self, model_dir: Path, threads: int) -> None:
        """Load `kokoro.onnx`, `vocab.json` and `voices/*.bin`; raises Damaged when one cannot be used."""
        import onnxruntime
        from misaki import zh

        zh.jieba.setLogLevel(logging.WARNING)
        zh.jieba.dt.tmp_dir = str(model_dir)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._session = onnxruntime.InferenceSession(
                str(model_dir / "kokoro.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._vocab: dict[str, int] = json.loads((model_dir / "vocab.json").read_text("utf-8"))["vocab"]
            self._styles = {path.stem: _style(path) for path in sorted((model_dir / "voices").glob("z*.bin"))}
        except Exception as error:  # onnxruntime raises bare Exceptions of its own
            raise Damaged(f"the Kokoro model in {model_dir} cannot be loaded: {error}", mend=MEND) from error
        if not self._styles:
            raise Damaged(f"no Mandarin voice in {model_dir / 'voices'}")
        self._g2p = zh.ZHG2P()

    @property
    def voices(self) -> tuple[str, ...]:
        """The names of the voices found."""
        return tuple(self._styles)

    def phones(self, text: str) -> str:
        """The phone string of `text`; raises WrongInput naming characters that have no pronunciation here."""
        result = self._g2p(text)
        phones = str(result[0] if isinstance(result, tuple) else result).strip()
        unknown = sorted({phone for phone in phones if phone not in self._vocab})
        if unknown:
            raise WrongInput(
                f"no pronunciation for {' '.join(unknown)}", mend="write the prompt in Han characters"
            )
        return phones

    def synthesize(self, text: str, voice: str, speed: float) -> bytes:
        """16-bit mono 16 kHz audio of `text`, trimmed and leveled."""
        style = self._styles.get(voice)
        if style is None:
            raise WrongInput(f"no voice called {voice}", mend=f"one of {', '.join(self._styles)}")
        if not MIN_SPEED <= speed <= MAX_SPEED:
            raise WrongInput(f"speed {speed} is out of range", mend=f"{MIN_SPEED} to {MAX_SPEED}")
        pieces: list[Samples] = []
        for stretch in stretches(text):
            if stretch.text:
                pieces.append(audio.trim_silence(self._speak(stretch.text, style, speed), EDGE_SILENCE_MS))
            pieces.append(audio.silence(stretch.pause_ms))
        whole = np.concatenate(pieces)
        if not np.any(whole):
            raise WrongInput("the voice gave silence", mend="check the prompt's text")
        return audio.to_pcm(audio.level(whole, RMS_DBFS, PEAK_DBFS))

    def _speak(self, text: str, style: Samples, speed: float) -> Samples:
        tokens = [self._vocab[phone] for phone in self.phones(text)]
        if len(tokens) > len(style):
            raise WrongInput("a prompt is too long for one breath", mend="split it into sentences")
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[max(0, len(tokens) - 1)].reshape(1, STYLE_SIZE),
            "speed": np.array([speed], np.float32),
        }
        return resample(self._session.run(None, inputs)[0].ravel(), MODEL_HZ, audio.SAMPLE_RATE)


def _style(path: Path) -> Samples:
    return np.fromfile(path, np.float32).reshape(-1, STYLE_SIZE)
