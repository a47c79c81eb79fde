"""Two parsers that differ in any word have two versions; the same files have the same one anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ari_app.wiring.parser_version import digest_of, parser_version


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "words").mkdir()
    (tmp_path / "numbers.py").write_text("ZERO = '零'\n", "utf-8")
    (tmp_path / "words" / "yes.json").write_text('["是"]', "utf-8")
    return tmp_path


def test_the_version_is_twelve_digits_and_stays() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", parser_version())
    assert parser_version() == parser_version()


def test_a_changed_word_is_another_version(room: Path) -> None:
    before = digest_of(room)
    (room / "words" / "yes.json").write_text('["是", "对"]', "utf-8")
    assert digest_of(room) != before


def test_a_renamed_or_new_file_is_another_version(room: Path) -> None:
    versions = {digest_of(room)}
    (room / "numbers.py").rename(room / "numerals.py")
    versions.add(digest_of(room))
    (room / "dates.py").write_text("", "utf-8")
    versions.add(digest_of(room))
    assert len(versions) == 3


def test_compiled_files_do_not_count(room: Path) -> None:
    before = digest_of(room)
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "numbers.cpython-311.pyc").write_bytes(b"x")
    assert digest_of(room) == before
