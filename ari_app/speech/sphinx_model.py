"""PocketSphinx models on disk: acoustic folders and the dictionary that names their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import Damaged

_TELEPHONE_HZ = 4000.0


@dataclass(frozen=True, slots=True)
class SphinxModel:
    """One or several acoustic models (a second one vouches for the first) with one dictionary, for one sample rate."""

    acoustics: tuple[Path, ...]
    dictionary: Path
    sample_rate: int


def find_sphinx_model(folder: Path) -> SphinxModel | None:
    """The model in `folder`: acoustic files there or in its subfolders, `*.dic` or `*.dict` beside them."""
    if not folder.is_dir():
        return None
    candidates = (folder, *sorted(path for path in folder.iterdir() if path.is_dir()))
    acoustics = tuple(path for path in candidates if (path / "mdef").exists() and (path / "means").exists())
    dictionaries = sorted([*folder.glob("*.dic"), *folder.glob("*.dict")])
    if not acoustics or not dictionaries:
        return None
    return SphinxModel(acoustics, dictionaries[0], _sample_rate(acoustics[0]))


def read_vocabulary(dictionary: Path) -> frozenset[str]:
    """The words of a dictionary; other pronunciations, `word(2)`, are the same word. Raises Damaged."""
    try:
        lines = dictionary.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(f"the dictionary {dictionary} cannot be read") from error
    words = frozenset(line.split(maxsplit=1)[0].partition("(")[0] for line in lines if line.strip())
    if not words:
        raise Damaged(f"the dictionary {dictionary} is empty")
    return words


def _sample_rate(acoustic: Path) -> int:
    """Telephone models hear up to 4 kHz: they are for 8 kHz audio, others for 16 kHz."""
    path = acoustic / "feat.params"
    told = path.read_text("utf-8", "replace").split() if path.exists() else []
    highest = next((told[at + 1] for at, word in enumerate(told[:-1]) if word == "-upperf"), "")
    try:
        return 8000 if float(highest) <= _TELEPHONE_HZ else 16_000
    except ValueError:
        return 16_000
