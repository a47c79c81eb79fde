"""`ari-app agent`: what its subcommands do."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.cli.store_session import with_store
from ari_app.core.vocabulary import AgentState
from ari_app.wiring import agents
from ari_app.wiring.system import SystemClock


def put(config: Path | None, name: str, phone: str) -> None:
    """Make an agent or change the phone."""
    with_store(config, lambda store, hospital: agents.put(store, hospital, name, phone, SystemClock().now()))
    print(f"agent {name} takes calls at {phone}; away until: ari-app agent ready {name}")


def set_state(config: Path | None, name: str, state: AgentState) -> None:
    """Ready or away."""
    with_store(
        config, lambda store, hospital: agents.set_state(store, hospital, name, state, SystemClock().now())
    )
    print(f"agent {name} is {state.value}")


def show_all(config: Path | None) -> None:
    """One table."""
    table = Table("agent", "phone", "state", "for", "call", "not taken", title="Agents")
    now = SystemClock().now()
    for row in with_store(config, agents.shown):
        minutes = max(0, round((now - row["since"]).total_seconds() / 60))
        table.add_row(
            row["name"],
            row["endpoint"],
            row["state"],
            f"{minutes} min",
            row["call_state"] or "",
            str(row["missed"]),
        )
    Console(highlight=False).print(table)
