"""One whole system for all acceptance tests: Asterisk, PostgreSQL, recognizer, settings."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ari_app.lab.rig import Rig, RigOptions
from ari_app.provision.layout import layout_of


@pytest.fixture(scope="session")
def runtime() -> Path:
    """Where set-up has put everything."""
    return layout_of().runtime


@pytest.fixture(scope="session")
def rig(runtime: Path) -> Iterator[Rig]:
    """A running rig; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="accept-", dir="/var/tmp"))
    folder.chmod(0o755)
    with Rig(RigOptions(runtime, folder, asr_threads=1, temporary=True)) as started:
        yield started
    assert not folder.exists(), "the rig left its folder"
    assert not started.postgres.data_dir.exists(), "the rig left its database"
