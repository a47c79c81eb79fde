"""Which engine a folder of models is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.core.errors import Unavailable
from ari_app.speech.engine import EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine


def vosk(folder: Path) -> Path:
    for part in ("am", "graph"):
        (folder / part).mkdir(parents=True)
    return folder


def whisper(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").touch()
    return folder


def sphinx(folder: Path) -> Path:
    (folder / "hmm").mkdir(parents=True)
    for file in ("hmm/mdef", "hmm/means", "words.dic"):
        (folder / file).touch()
    return folder


def test_vosk_is_taken_before_whisper_where_both_are(tmp_path: Path) -> None:
    whisper(tmp_path / "whisper-base")
    sphinx(tmp_path / "pocketsphinx")
    assert choose_engine(tmp_path, None).name is EngineName.WHISPER
    vosk(tmp_path / "vosk")
    choice = choose_engine(tmp_path, None)
    assert (choice.name, choice.folder) == (EngineName.VOSK, tmp_path / "vosk")
    assert choose_engine(tmp_path, EngineName.WHISPER).folder == tmp_path / "whisper-base"
    assert choose_engine(tmp_path, EngineName.POCKETSPHINX).folder == tmp_path / "pocketsphinx"


def test_a_model_s_own_folder_is_enough(tmp_path: Path) -> None:
    for number, make in enumerate((vosk, whisper, sphinx)):
        folder = make(tmp_path / str(number))
        assert choose_engine(folder, None).folder == folder


def test_a_model_unpacked_into_the_vosk_folder_is_found(tmp_path: Path) -> None:
    unpacked = vosk(tmp_path / "vosk" / "vosk-model-small-cn-0.22")
    assert choose_engine(tmp_path, None).folder == unpacked


@pytest.mark.parametrize("wanted", [None, *EngineName])
def test_no_model_is_told_with_its_mend(tmp_path: Path, wanted: EngineName | None) -> None:
    with pytest.raises(Unavailable, match="the speech model is missing") as told:
        load_engine(choose_engine(tmp_path, wanted), 1)
    assert told.value.mend
