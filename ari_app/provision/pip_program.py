"""A pip to begin with, on a machine that may have none: the host's, or the wheel that Debian packs for it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ari_app.core.errors import AppError, Unavailable
from ari_app.provision import apt_archive
from ari_app.provision.layout import Layout
from ari_app.provision.process import run
from ari_app.provision.progress import Step

HOST_WHEELS = Path("/usr/share/python-wheels")
DEBIAN_PACKAGE = "python3-pip-whl"


@contextmanager
def borrowed(layout: Layout, step: Step) -> Iterator[list[str]]:
    """Words that start some pip for the environment's interpreter; used once, to install the locked pip."""
    wheel = _wheel(layout, step)
    yield [str(layout.python), str(wheel / "pip")]


def _wheel(layout: Layout, step: Step) -> Path:
    """A pip wheel: of the given folder, of Python itself, of the host's packages, or fetched by apt."""
    bundled = Path(os.__file__).parent / "ensurepip" / "_bundled"
    for folder in filter(None, (layout.given, bundled, HOST_WHEELS)):
        if found := sorted(folder.glob("pip-*.whl")):
            return found[-1]
    step.note("pip by way of apt")
    return _from_apt(layout, step)


def _from_apt(layout: Layout, step: Step) -> Path:
    folder = layout.downloads / "pip-deb"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        run(["apt-get", "download", DEBIAN_PACKAGE], cwd=folder, deadline_seconds=120)
    except AppError:
        apt_archive.Archive.prepare(layout, "sid", step).download([DEBIAN_PACKAGE], folder, step)
    debs = sorted(folder.glob("*.deb"))
    if not debs:
        raise Unavailable(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} here has no pip, and apt gave none",
            mend=f"check apt's sources, or apt-get install {DEBIAN_PACKAGE}",
        )
    run(["dpkg-deb", "-x", debs[-1], folder / "root"])
    wheels = sorted((folder / "root" / HOST_WHEELS.relative_to("/")).glob("pip-*.whl"))
    return wheels[-1]
