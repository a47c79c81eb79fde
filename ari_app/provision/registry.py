"""Fetching a package or a file: the given folder first, then the machine's own registry, then the makers."""

from __future__ import annotations

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import AppError, Damaged, Unavailable
from ari_app.provision.layout import Layout
from ari_app.provision.manifest import ModelFile, Package
from ari_app.provision.process import run
from ari_app.provision.progress import Step
from ari_app.provision.stamps import CHUNK, sha256_of

SITE_SECONDS = 30
PIP_QUIET = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_PROGRESS_BAR": "off",
}


@dataclass(frozen=True, slots=True)
class Registry:
    """Ways to packages. `npm` gives the words that start npm (it may have to be fetched first)."""

    layout: Layout
    npm: Callable[[Step], list[str]]

    def fetch(self, package: Package, step: Step) -> Path:
        """The package's file, checked by SHA-256; already fetched ones are used again.

        Raises Unavailable, naming each source that was tried and what it said.
        """
        target = self.layout.downloads / package.file
        if target.is_file() and sha256_of(target) == package.sha256:
            return target
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        tried: list[str] = []
        for source in package.sources:
            try:
                found = self._from_source(source, package, step)
            except AppError as error:
                tried.append(f"{source}: {error.message}")
                continue
            if found is None:
                continue
            if (seen := sha256_of(found)) == package.sha256:
                if found != target:
                    os.replace(found, target)
                step.add(package.bytes)
                return target
            tried.append(f"{source}: its {package.file} has the wrong checksum ({seen[:12]}…)")
            found.unlink()
        raise Unavailable(
            f"{package.name} {package.version} cannot be had ({'; '.join(tried) or 'no folder was given'})",
            mend=f"check this machine's {_client(package)} settings, or name a folder that holds "
            f"{package.file} with --from",
        )

    def _from_source(self, source: str, package: Package, step: Step) -> Path | None:
        if source == "folder":
            return self._from_folder(package.file)
        if package.registry == "npm":
            return self._by_npm(package, step)
        return self._by_pip(package, step)

    def _from_folder(self, name: str) -> Path | None:
        """A copy of the given folder's file; None where there is no folder or no such file."""
        if self.layout.given is None or not (self.layout.given / name).is_file():
            return None
        copy = self.layout.downloads / (Path(name).name + ".new")
        shutil.copyfile(self.layout.given / name, copy)
        return copy

    def _by_pip(self, package: Package, step: Step) -> Path:
        folder = self.layout.downloads / "pip.new"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", "utf-8")
        argv: list[str | Path] = [
            self.layout.python,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary",
            ":all:",
        ]
        argv += ["--no-cache-dir", "--require-hashes", "-r", wanted, "-d", folder]
        run(
            argv,
            env={**PIP_QUIET, "TMPDIR": str(folder)},
            on_tick=lambda: step.tick(size_of(folder)),
        )
        return folder / package.file

    def _by_npm(self, package: Package, step: Step) -> Path:
        folder = self.layout.downloads / "npm.new"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        words = self.npm(step)
        run(
            [*words, "pack", f"{package.name}@{package.version}", "--silent", "--ignore-scripts"],
            env=npm_environment(folder / "cache"),
            cwd=folder,
            on_tick=lambda: step.tick(size_of(folder)),
        )
        return folder / package.file

    def fetch_file(self, file: ModelFile, target: Path, step: Step) -> list[str]:
        """Fetch a finished file from the given folder or its makers' site to `target`.

        An empty answer is success; otherwise what each source said. Nothing unchecked is left at `target`.
        """
        tried: list[str] = []
        given = self._from_folder(file.path) or self._from_folder(Path(file.path).name)
        if given is not None:
            if sha256_of(given) == file.sha256:
                os.replace(given, target)
                step.add(file.bytes)
                return []
            given.unlink()
            tried.append(f"folder: its {Path(file.path).name} has the wrong checksum")
        for site in file.sites:
            try:
                _download(site, target, file, step)
                return []
            except AppError as error:
                tried.append(error.message)
        return tried or ["no other source is known"]


def _download(address: str, target: Path, file: ModelFile, step: Step) -> None:
    """Fetch one address to `target` by way of a `.new` file."""
    fresh = target.with_name(target.name + ".new")
    try:
        with urllib.request.urlopen(address, timeout=SITE_SECONDS) as answer, fresh.open("wb") as out:
            while block := answer.read(CHUNK):
                out.write(block)
                step.tick(out.tell())
    except (urllib.error.URLError, OSError, ValueError) as error:
        fresh.unlink(missing_ok=True)
        raise Unavailable(f"{address}: {error}") from error
    if sha256_of(fresh) != file.sha256:
        fresh.unlink()
        raise Damaged(f"{address}: wrong checksum")
    step.add(file.bytes)
    os.replace(fresh, target)


def npm_environment(cache: Path) -> dict[str, str]:
    """What npm is told beside the machine's settings: a cache of ours, the machine's trusted roots."""
    told = {"npm_config_cache": str(cache), "npm_config_update_notifier": "false"}
    roots = Path("/etc/ssl/certs/ca-certificates.crt")
    if "NODE_EXTRA_CA_CERTS" not in os.environ and roots.is_file():
        told["NODE_EXTRA_CA_CERTS"] = str(roots)
    return told


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder that other programs may be writing to."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except OSError:
                continue
    return total


def _client(package: Package) -> str:
    return "npm" if package.registry == "npm" else "pip"
