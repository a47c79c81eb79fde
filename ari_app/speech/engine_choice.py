"""Which engine a folder of models is for, and the engine loaded from it.

The folder may be a model itself, or hold `vosk` (a model, or one unpacked inside), `whisper-base`, `pocketsphinx`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import Unavailable
from ari_app.speech import vosk_engine
from ari_app.speech.engine import Engine, EngineName
from ari_app.speech.hearing import Hearing
from ari_app.speech.model_files import WHISPER_FILES, check_model
from ari_app.speech.sphinx_engine import SphinxHearing
from ari_app.speech.sphinx_model import SphinxModel, find_sphinx_model
from ari_app.speech.utterance_engine import UtteranceEngine
from ari_app.speech.vosk_engine import VoskEngine
from ari_app.speech.whisper_engine import WhisperEngine

WHISPER_FOLDER = "whisper-base"
# one decode alone is ready in two thirds of the time with two; more gain little for so short an utterance
_MOST_THREADS_EACH = 2
_VOSK_FILES = ("am/final.mdl", "conf/model.conf")
_VOSK_GRAPHS = (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst"))


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine and the folder of its model."""

    name: EngineName
    folder: Path


def choose_engine(models: Path, wanted: EngineName | None) -> EngineChoice:
    """The engine that `models` is for: the wanted one, else the first of vosk, whisper, pocketsphinx.

    Raises Unavailable when there is no model for it.
    """
    for name in EngineName if wanted is None else (wanted,):
        if (folder := _folder_of(models, name)) is not None:
            return EngineChoice(name, folder)
    match wanted:
        case None | EngineName.WHISPER:
            return EngineChoice(EngineName.WHISPER, models / WHISPER_FOLDER)
        case EngineName.VOSK:
            raise _missing(
                models, "unpack a Vosk model into its folder `vosk`, or name the model's own folder"
            )
        case EngineName.POCKETSPHINX:
            raise _missing(models, "it needs an acoustic model (mdef, means) and a dictionary beside it")


def load_engine(choice: EngineChoice, threads: int) -> Engine:
    """Check and load. Raises Unavailable for what is missing, Damaged for what cannot be used."""
    folder = choice.folder
    match choice.name:
        case EngineName.WHISPER:
            check_model(folder, WHISPER_FILES)
            engine = WhisperEngine(folder, parallel=threads, threads_each=min(threads, _MOST_THREADS_EACH))
            return UtteranceEngine(EngineName.WHISPER, Hearing(engine))
        case EngineName.VOSK:
            graph = _VOSK_GRAPHS[0] if (folder / _VOSK_GRAPHS[0][0]).exists() else _VOSK_GRAPHS[1]
            check_model(folder, (*_VOSK_FILES, *graph), mend=vosk_engine.MEND)
            return VoskEngine(folder)
        case EngineName.POCKETSPHINX:
            return UtteranceEngine(EngineName.POCKETSPHINX, SphinxHearing(_sphinx_model(folder)))


def _folder_of(models: Path, name: EngineName) -> Path | None:
    match name:
        case EngineName.WHISPER:
            places = (models, models / WHISPER_FOLDER)
            return next((place for place in places if (place / WHISPER_FILES[0]).exists()), None)
        case EngineName.VOSK:
            return next((place for place in _vosk_places(models) if _is_vosk(place)), None)
        case EngineName.POCKETSPHINX:
            return next(
                (place for place in (models, models / "pocketsphinx") if find_sphinx_model(place)), None
            )


def _vosk_places(models: Path) -> Iterator[Path]:
    yield from (models, models / "vosk")
    yield from sorted((models / "vosk").glob("*/"))


def _is_vosk(folder: Path) -> bool:
    """Also a damaged one, so that the damage is told and no other engine taken in its place."""
    return (folder / "am").is_dir() and (folder / "graph").is_dir()


def _sphinx_model(folder: Path) -> SphinxModel:
    model = find_sphinx_model(folder)
    if model is None:
        raise _missing(folder, "it needs an acoustic model (mdef, means) and a dictionary beside it")
    return model


def _missing(models: Path, mend: str) -> Unavailable:
    return Unavailable(f"the speech model is missing: {models}", mend=mend, code="model_missing")
