"""The private Asterisk: Debian's current build with its own libraries and linker, in one folder.

Nothing of it touches the host: no root, no chroot, no compiler. The packages are unpacked, and a small
program starts Asterisk through the dynamic linker that came with it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ari_app.core.errors import AppError, Refused, Unavailable
from ari_app.provision import stamps
from ari_app.provision.apt_archive import Archive, DebFile
from ari_app.provision.layout import Layout
from ari_app.provision.left_out import is_left_out
from ari_app.provision.manifest import DebianSet, Manifest
from ari_app.provision.process import ProgramFailed, run
from ari_app.provision.progress import Step

STAMP = "asterisk.json"
RECIPE_VERSION = "2"
_NOT_KEPT = ("man", "locale", "zoneinfo", "lintian", "bug", "info")
_STARTER = """#!/bin/sh
# Starts the private Asterisk with its own libraries.
lib={libraries}
root={root}
exec "$lib/{linker}" --inhibit-cache --library-path "$lib:$root/usr/lib" "$root/usr/sbin/asterisk" "$@"
"""


class LibraryMissing(Unavailable):
    """The packages that were taken lack a library of Asterisk itself."""

    code = "library_missing"


def recipe(layout: Layout, wanted: DebianSet) -> str:
    """Changes with what is asked for and with the folder, whose path the starter holds."""
    return stamps.recipe_of(
        RECIPE_VERSION, wanted.suite, wanted.least, *wanted.packages, str(layout.asterisk)
    )


def fault(layout: Layout, manifest: Manifest, *, deep: bool = False) -> str:
    """What is wrong with the private Asterisk, in words; empty when it is whole and runs."""
    stamp = stamps.read(layout.stamps / STAMP)
    if stamp is None:
        return "there is none yet" if not layout.asterisk.exists() else "it was never finished"
    if stamp.recipe != recipe(layout, manifest.debian_set("asterisk")):
        return "it was made for another version or another folder"
    if hurt := stamps.damaged(stamp, layout.asterisk, deep=deep):
        return f"{len(hurt)} of its files are gone or damaged, such as {hurt[0]}"
    try:
        version_of(layout.asterisk / "asterisk")
    except AppError as error:
        return error.message
    return ""


def version_of(program: Path) -> str:
    """The version that an Asterisk program tells of itself, such as '22.10.1~dfsg'."""
    said = run([program, "-V"], deadline_seconds=30)
    found = re.search(r"^Asterisk (\S+)", said, re.MULTILINE)
    if found is None:
        raise Unavailable(f"{program} does not tell its version")
    return found[1]


def put(layout: Layout, manifest: Manifest, step: Step) -> None:
    """Fetch, unpack and try the private Asterisk; with all libraries if the chosen ones fall short."""
    wanted = manifest.debian_set("asterisk")
    (layout.stamps / STAMP).unlink(missing_ok=True)
    archive = Archive.prepare(layout, wanted.suite, step)
    version = archive.candidate(wanted.packages[0])
    if not version:
        raise Unavailable(
            f"Debian {wanted.suite} on this mirror has no package {wanted.packages[0]}",
            mend="set DEBIAN_MIRROR to a mirror that has it",
        )
    if upstream_numbers(version) < upstream_numbers(wanted.least):
        raise Refused(
            f"the mirror's Asterisk {version} is older than {wanted.least}",
            mend="set DEBIAN_MIRROR to a current mirror",
        )
    names = archive.closure(wanted.packages)
    chosen = [name for name in names if not is_left_out(name)]
    try:
        described = _put_packages(layout, archive, chosen, step)
    except LibraryMissing:
        step.note("a needed library was left out; taking all of them")
        described = _put_packages(layout, archive, list(names), step)
    _write_record(layout, wanted, version, described)
    files = [
        str(path.relative_to(layout.asterisk))
        for path in layout.asterisk.rglob("*")
        if path.is_file() and not path.is_symlink()
    ]
    stamps.write(layout.stamps / STAMP, stamps.take(layout.asterisk, files, recipe(layout, wanted)))


def upstream_numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version, without Debian's epoch: '1:22.10.1+dfsg-1' → (22, 10, 1)."""
    found = re.match(r"(?:\d+:)?(\d+(?:\.\d+)*)", version)
    return tuple(int(number) for number in found[1].split(".")) if found else ()


def _put_packages(layout: Layout, archive: Archive, names: Sequence[str], step: Step) -> tuple[DebFile, ...]:
    """Fetch and unpack packages beside the old folder, try them, then change places."""
    debs = layout.downloads / "debs"
    described = archive.describe(names)
    step.total = step.fetched + sum(deb.bytes for deb in described)
    archive.download(names, debs, step)
    fresh = layout.asterisk.with_name("asterisk.new")
    shutil.rmtree(fresh, ignore_errors=True)
    root = fresh / "root"
    root.mkdir(parents=True)
    for deb in described:
        run(["dpkg-deb", "-x", _fetched_file(debs, deb), root], on_tick=step.tick)
    libraries = _tidy(root)
    _write_starter(fresh, fresh, libraries)
    _try(fresh, libraries)
    _set_aside_modules(root, libraries, step)
    _write_starter(fresh, layout.asterisk, libraries)
    shutil.rmtree(layout.asterisk, ignore_errors=True)
    os.replace(fresh, layout.asterisk)
    return described


def _try(fresh: Path, libraries: Path) -> None:
    """Start the program; raises LibraryMissing when it does not run, or runs with a library of the host."""
    try:
        version_of(fresh / "asterisk")
    except ProgramFailed as error:
        raise LibraryMissing(error.message) from error
    program = fresh / "root" / "usr" / "sbin" / "asterisk"
    if not _is_served(program, fresh / "root", libraries):
        raise LibraryMissing("Asterisk needs a library that is not among its packages")


def _fetched_file(folder: Path, deb: DebFile) -> Path:
    """The file of a package; its checksum must be the one in the archive's index."""
    path = folder / deb.file
    if not path.is_file() or stamps.sha256_of(path) != deb.sha256:
        raise Unavailable(f"{deb.file} came damaged", mend="run the same command again")
    return path


def _tidy(root: Path) -> Path:
    """Bring all libraries under usr/lib, drop what is never read; the folder of the libraries."""
    if (root / "lib").is_dir() and not (root / "lib").is_symlink():
        shutil.copytree(root / "lib", root / "usr" / "lib", symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(root / "lib")
    for name in _NOT_KEPT:
        shutil.rmtree(root / "usr" / "share" / name, ignore_errors=True)
    for note in (root / "usr" / "share" / "doc").rglob("*"):
        if note.is_symlink() or (note.is_file() and note.name != "copyright"):
            note.unlink()
    english = root / "usr" / "share" / "asterisk" / "sounds" / "en"
    if not english.exists() and (voice := english.with_name("en_US_f_Allison")).is_dir():
        english.unlink(missing_ok=True)
        english.symlink_to(voice.name)
    libraries = next(iter(sorted((root / "usr" / "lib").glob("*-linux-gnu*"))), None)
    if libraries is None:
        raise Unavailable("the packages hold no libraries for this machine")
    shutil.rmtree(libraries / "gconv", ignore_errors=True)
    return libraries


def _linker(libraries: Path) -> str:
    return next(path.name for path in sorted(libraries.glob("ld-linux*.so.*")))


def _write_starter(fresh: Path, home: Path, libraries: Path) -> None:
    """Write the program `asterisk` into `fresh`, as it will run from `home`."""
    root = home / "root"
    text = _STARTER.format(
        libraries=shlex.quote(str(root / libraries.relative_to(fresh / "root"))),
        linker=_linker(libraries),
        root=shlex.quote(str(root)),
    )
    starter = fresh / "asterisk"
    starter.write_text(text, "utf-8")
    starter.chmod(0o755)


def _set_aside_modules(root: Path, libraries: Path, step: Step) -> None:
    """Move modules whose libraries are not in the folder to `modules.off`, so that none loads the host's."""
    modules = [
        path
        for folder in (root / "usr" / "lib", libraries)
        for path in sorted((folder / "asterisk" / "modules").glob("*.so"))
    ]
    off = root / "modules.off"
    off.mkdir()
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="modules") as pool:
        for module, whole in zip(
            modules, pool.map(lambda m: _is_served(m, root, libraries), modules), strict=True
        ):
            step.tick()
            if not whole:
                os.replace(module, off / module.name)


def _is_served(binary: Path, root: Path, libraries: Path) -> bool:
    """Whether every library that a module or program needs is found inside the folder."""
    paths = f"{libraries}:{root / 'usr' / 'lib'}"
    argv: list[str | Path] = [
        libraries / _linker(libraries),
        "--inhibit-cache",
        "--library-path",
        paths,
        "--list",
        binary,
    ]
    try:
        said = run(argv, deadline_seconds=60)
    except ProgramFailed:
        return False
    found = re.findall(r"=> (\S+)", said)
    return all(path.startswith(f"{root}/") for path in found)


def _write_record(layout: Layout, wanted: DebianSet, version: str, debs: Sequence[DebFile]) -> None:
    """Write which packages were taken, with versions and checksums."""
    record = {
        "suite": wanted.suite,
        "asterisk": version,
        "packages": [{"file": deb.file, "bytes": deb.bytes, "sha256": deb.sha256} for deb in debs],
    }
    (layout.asterisk / "packages.json").write_text(json.dumps(record, indent=1), "utf-8")
