"""Whether a model's files are there and whole, told in one line before anything is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ari_app.core.errors import Damaged, Unavailable

CHECKSUMS = "SHA256SUMS"
WHISPER_FILES = ("model.bin", "config.json", "tokenizer.json")
KOKORO_FILES = ("kokoro.onnx", "vocab.json", "voices")
MEND = "run `make setup` and `make demo` again, or copy the model from another machine"


def check_model(folder: Path, names: Sequence[str], *, mend: str = MEND) -> None:
    """See that `names` lie in `folder` and match its SHA256SUMS, when it has one (sha256sum's format).

    Raises Unavailable when something is missing, Damaged when it is empty or not what it should be.
    """
    for name in names:
        path = folder / name
        if not path.exists():
            raise Unavailable(f"the speech model is missing: {path}", mend=mend, code="model_missing")
        if path.is_file() and path.stat().st_size == 0:
            raise Damaged(f"the speech model is damaged: {path} is empty", mend=mend, code="model_damaged")
    for name, expected in _checksums(folder).items():
        if not (folder / name).is_file():
            raise Unavailable(
                f"the speech model is missing: {folder / name}", mend=mend, code="model_missing"
            )
        if file_sha256(folder / name) != expected:
            raise Damaged(
                f"the speech model is damaged: {folder / name} has another checksum",
                mend=mend,
                code="model_damaged",
            )


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _checksums(folder: Path) -> dict[str, str]:
    path = folder / CHECKSUMS
    if not path.exists():
        return {}
    pairs = (line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines() if line.strip())
    return {name.lstrip("*"): digest for digest, name in pairs}
