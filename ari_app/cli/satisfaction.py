"""`ari-app report satisfaction`: what patients of each department thought, as tables or JSON."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table

from ari_app.cli.store_session import with_store
from ari_app.policy.satisfaction import Department
from ari_app.wiring.satisfaction import read_satisfaction
from ari_app.wiring.system import SystemClock


def show(config: Path | None, days: int, questionnaire: str, quotes: int, *, as_json: bool) -> None:
    """Print the report. Raises AppError."""
    found = with_store(
        config,
        lambda store, hospital: read_satisfaction(
            store, hospital, SystemClock().now(), days, questionnaire, quotes, getpass.getuser()
        ),
    )
    if as_json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    else:
        Console(highlight=False, markup=False).print(page(found))


def page(found: Sequence[Department]) -> RenderableType:
    """Scores of all departments in one table, then the themes of each with quotes."""
    if not found:
        return "nobody was asked"
    items = sorted({link_id for each in found for link_id in each.means})
    table = Table("department", "calls", "complaints", *items, "net promoters")
    for each in found:
        means = (f"{each.means[link_id]:.1f}" if link_id in each.means else "" for link_id in items)
        net = "" if each.net_promoters is None else f"{each.net_promoters:+.0%}"
        table.add_row(each.name or "unknown", str(each.calls), str(each.complaints), *means, net)
    return Group(table, *(_themes(each) for each in found if each.themes))


def _themes(department: Department) -> Table:
    table = Table(department.name or "unknown", "named", "in their words")
    for theme in department.themes:
        table.add_row(theme.name, str(theme.count), "\n".join(f"「{quote}」" for quote in theme.quotes))
    return table
