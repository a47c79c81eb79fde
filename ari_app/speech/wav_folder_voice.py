"""A hospital's own recordings: a folder of WAV files that say certain sentences."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path

from ari_app.core.errors import Damaged, Unavailable
from ari_app.speech.audio import read_wav
from ari_app.speech.model_files import file_sha256

INDEX = "index.json"


def sentence_hash(text: str) -> str:
    """The name of a sentence's file: the first 16 hex digits of the SHA-256 of its UTF-8 text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class WavFolderVoice:
    """Looks a sentence up in `index.json` ({sentence: file name}), then as `HASH.wav` or `SENTENCE.wav`.

    A recording is one voice at one speed, so both arguments are ignored.
    """

    def __init__(self, folder: Path) -> None:
        """Read the index; raises Unavailable without the folder, Damaged for an index that cannot be used."""
        if not folder.is_dir():
            raise Unavailable(f"the folder of recorded prompts is missing: {folder}")
        self._folder = folder
        self._index = _index(folder / INDEX)

    def fingerprint(self, text: str) -> str | None:
        """The recording's checksum; None when this sentence was not recorded."""
        path = self._path(text)
        return f"recording:{file_sha256(path)}" if path else None

    async def synthesize(self, text: str, *, voice: str, speed: float) -> bytes:
        """The recording as 16-bit mono 16 kHz; Unavailable when there is none, Damaged when it is unusable."""
        path = self._path(text)
        if path is None:
            raise Unavailable("no recording of this sentence")
        return read_wav(await asyncio.to_thread(path.read_bytes), path.name)

    async def close(self) -> None:
        """Nothing is held open."""

    def _path(self, text: str) -> Path | None:
        names = [f"{sentence_hash(text)}.wav"]
        if "/" not in text and "\0" not in text:
            names.append(f"{text}.wav")
        if text in self._index:
            names.insert(0, self._index[text])
        # A file name above 255 bytes cannot exist, and asking for it is an error.
        paths = (self._folder / name for name in names if len(name.encode()) <= 255)
        return next((path for path in paths if path.is_file()), None)


def _index(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        index = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Damaged(f"{path} is not JSON") from error
    if not isinstance(index, dict) or not all(isinstance(name, str) for name in index.values()):
        raise Damaged(f"{path} is not an object of sentence: file name")
    for name in index.values():
        if not (path.parent / name).is_file():
            raise Damaged(f"{path} names {name}, which is not there", mend="add the file or drop the entry")
    return index
