"""The manifest names all that is fetched, with checksum, license and sources; lock files pin the rest."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ari_app.provision import manifest
from ari_app.provision.layout import PROJECT
from ari_app.provision.models import PARTS, TEST_PARTS

LISTED = manifest.load()
OPTIONAL_ENGINES = ("asr-vosk", "asr-pocketsphinx", "tts-espeak")
LOCKS = sorted((PROJECT / "requirements").glob("*.lock"))
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str, str]]:
    """What a lock file pins: name, version, condition."""
    found = PIN.findall((PROJECT / "requirements" / name).read_text("utf-8"))
    return {(package, version, condition) for package, version, condition in found}


@pytest.mark.parametrize(
    "entry", [*LISTED.packages, *LISTED.files], ids=lambda e: getattr(e, "file", e.sha256)
)
def test_every_entry_has_checksum_size_license_and_sources(
    entry: manifest.Package | manifest.ModelFile,
) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", entry.sha256)
    assert entry.bytes > 0
    assert re.match(r"MIT|Apache-2\.0|PostgreSQL", entry.license)
    assert entry.sources[:2] == ("folder", "registry")
    assert all(source.startswith("https://") for source in entry.sources[2:])


def test_packages_are_named_and_never_addressed() -> None:
    for package in LISTED.packages:
        assert package.registry in ("pypi", "npm")
        assert set(package.sources) == {"folder", "registry"}
        assert "/" not in package.file


def test_every_piece_is_of_a_listed_package_and_every_part_is_known() -> None:
    names = {package.name for package in LISTED.packages}
    assert {piece.package for file in LISTED.files for piece in file.parts} <= names
    assert {file.part for file in LISTED.files} == {*PARTS, *TEST_PARTS}


def test_a_file_lies_in_its_own_place_under_the_runtime_folder() -> None:
    paths = [file.path for file in LISTED.files]
    assert len(set(paths)) == len(paths)
    for file in LISTED.files:
        folder = "test-models" if file.part in TEST_PARTS else "models"
        assert file.path.startswith(f"{folder}/{file.part}/") and ".." not in file.path


def test_debian_packages_name_suite_and_oldest_version() -> None:
    wanted = LISTED.debian_set("asterisk")
    assert wanted.suite == "sid"
    assert wanted.license.startswith("GPL-2.0")
    assert re.fullmatch(r"\d+(\.\d+)+", wanted.least)


def test_there_are_lock_files_for_every_layer_and_for_the_tools() -> None:
    assert [lock.name for lock in LOCKS] == ["base.lock", "build.lock", "engines.lock", "full.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_has_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    for block in re.split(r"\n(?=[a-z])", text.strip()):
        assert re.match(r"[a-z0-9.-]+==\S+", block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


def test_a_smaller_layer_pins_what_a_larger_one_pins() -> None:
    assert pins("base.lock") <= pins("full.lock")
    larger = {(name, version) for name, version, _ in pins("engines.lock")}
    assert {(name, version) for name, version, _ in pins("full.lock")} <= larger
    full = {(name, version) for name, version, _ in pins("full.lock")}
    shared = {name for name, _ in full}
    assert {(n, v) for n, v, _ in pins("build.lock") if n in shared} <= full


def test_every_requirement_of_the_project_is_locked() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["optional-dependencies"]
    optional = [one for name in OPTIONAL_ENGINES for one in groups.pop(name)]
    extras = [one for group in groups.values() for one in group]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!~ ;]", one)[0].lower() for one in requirements}

    assert names(project["dependencies"]) <= {name for name, _, _ in pins("base.lock")}
    assert names(extras) <= {name for name, _, _ in pins("full.lock")}
    assert names(optional) <= {name for name, _, _ in pins("engines.lock")}
    assert not names(optional) & {name for name, _, _ in pins("full.lock")}
    build = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert names(build) <= {name for name, _, _ in pins("build.lock")}
