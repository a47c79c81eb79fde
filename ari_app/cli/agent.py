"""`ari-app agent`: what its subcommands do."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.cli.store_session import with_store
from ari_app.core.dialing_vocabulary import AgentState, PreviewState, Suppression
from ari_app.core.phone import PhoneNumber
from ari_app.policy.suppression_words import WORDS
from ari_app.wiring import agents, previews
from ari_app.wiring.system import SystemClock

DIAL_SECONDS = 5.0


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


def show_next(config: Path | None, name: str) -> int:
    """Whom the agent may call, why, and what was tried; 1 when nobody may be called now."""
    shown = with_store(
        config, lambda store, hospital: previews.show_next(store, hospital, name, SystemClock().now())
    )
    console = Console(highlight=False)
    if shown is None:
        console.print("nobody may be called now; ari-app campaign list says what waits")
        return 1
    who = shown.who
    table = Table("next", "", title="Preview")
    table.add_row("patient", who.name)
    table.add_row("phone", PhoneNumber(who.phone).masked)
    table.add_row("why", f"{who.questionnaire} {who.plan_day or ''}".strip())
    table.add_row("campaign", who.campaign)
    table.add_row("department", who.department or "")
    table.add_row("due", f"{who.due_at:%Y-%m-%d %H:%M} UTC")
    for tried in who.history:
        talker = "robot" if tried.mode == "ai" else "nurse"
        table.add_row("called before", f"{tried.at:%Y-%m-%d %H:%M} UTC, {talker}: {tried.disposition.value}")
    console.print(table)
    console.print(f"reserved until {shown.expires_at:%H:%M:%S} UTC: ari-app agent dial {name}, or skip")
    return 0


def dial(config: Path | None, name: str) -> int:
    """Confirm; 1 when it may not be dialed, or nobody carries it."""
    state, reason = with_store(
        config, lambda store, hospital: previews.dial(store, hospital, name, SystemClock(), DIAL_SECONDS)
    )
    match state:
        case PreviewState.DIALED:
            print("your phone rings first, then the patient's")
            return 0
        case PreviewState.REFUSED:
            print(f"not dialed: {WORDS[Suppression(reason or '')].en}")
        case _:
            print("no worker has taken the call yet; it is dropped when none does within a minute")
    return 1


def skip(config: Path | None, name: str, reason: str, hours: float) -> None:
    """Not now."""
    with_store(
        config,
        lambda store, hospital: previews.skip(store, hospital, name, reason, hours, SystemClock().now()),
    )
    print(f"skipped; shown again in {hours:g} h")


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
