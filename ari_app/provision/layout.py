"""Where everything that is fetched or made lies: `.venv` and `.runtime`, both ignored by git."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one checkout. `given` is a folder of artefacts that is asked before any registry."""

    project: Path
    runtime: Path
    given: Path | None = None

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.venv / "bin" / "python"

    @property
    def requirements(self) -> Path:
        """The lock files."""
        return self.project / "requirements"

    @property
    def downloads(self) -> Path:
        """What was fetched and not yet put in its place; emptied after a complete set-up."""
        return self.runtime / "downloads"

    @property
    def stamps(self) -> Path:
        """One file per finished part."""
        return self.runtime / "stamps"

    @property
    def asterisk(self) -> Path:
        """The private Asterisk: `asterisk` (the program), `root/` (what Debian's packages held)."""
        return self.runtime / "asterisk"


def layout_of(runtime: Path | None = None, given: Path | None = None) -> Layout:
    """The layout of this checkout; `ARI_APP_ARTEFACTS` names the given folder where `given` does not."""
    if given is None and (named := os.environ.get("ARI_APP_ARTEFACTS")):
        given = Path(named)
    return Layout(
        project=PROJECT,
        runtime=(runtime or PROJECT / ".runtime").resolve(),
        given=given.resolve() if given else None,
    )
