"""`ari-app config check`: every setting in a table, secrets masked."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.config.loading import load_settings, masked_rows


def show(path: Path | None) -> None:
    """Print the settings that a command started now would use. Raises ConfigError."""
    settings = load_settings(path, os.environ)
    table = Table("setting", "value", "what it is", box=None, pad_edge=False)
    for name, value, description in masked_rows(settings):
        table.add_row(name, value, description)
    Console().print(table)
