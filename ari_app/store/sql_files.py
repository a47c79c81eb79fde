"""Where the SQL lies: inside the installed package, or in the checkout beside it."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ari_app.core.errors import Damaged


def sql_folder(name: str) -> Traversable:
    """The folder `name` (migrations, queries, reports) of the project's SQL.

    Raises Damaged when the installation lacks it.
    """
    checkout = Path(__file__).resolve().parents[2] / "sql"
    for root in (files("ari_app") / "_sql", checkout):
        folder = root / name
        if folder.is_dir():
            return folder
    raise Damaged(f"the SQL folder {name} is missing from this installation", mend="install ari-app again")


def sql_texts(name: str) -> dict[str, str]:
    """File name → text of every .sql file in the folder, sorted by name."""
    found = [entry for entry in sql_folder(name).iterdir() if entry.name.endswith(".sql")]
    return {entry.name: entry.read_text(encoding="utf-8") for entry in sorted(found, key=lambda e: e.name)}
