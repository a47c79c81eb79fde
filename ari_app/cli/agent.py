"""`ari-app agent`: what its subcommands do."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table

from ari_app.cli.store_session import read_file, with_store
from ari_app.core.dialing_vocabulary import AgentState, PreviewState, Suppression
from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.integrations.contact_csv import decode
from ari_app.policy.suppression_words import WORDS
from ari_app.wiring import agents, person_results, previews
from ari_app.wiring.person_results import PersonForm
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


def show_form(config: Path | None, name: str, attempt: UUID | None) -> None:
    """Its items with the options."""
    form = with_store(config, lambda store, hospital: person_results.items_of(store, hospital, name, attempt))
    title = f"{form.questionnaire.id} for {form.patient_name}, attempt {form.attempt_id}"
    table = Table("item", "question", "takes", title=title)
    for item in form.questionnaire.items:
        options = ", ".join(f"{code} ({text})" for code, text in item.options)
        table.add_row(item.link_id, item.text, options or item.qtype.value)
    Console(highlight=False, markup=False).print(table)


def entered_answers(given: Sequence[str], file: Path | None) -> Mapping[str, str]:
    """Answers of the command line and of a JSON file. Raises WrongInput."""
    found: dict[str, str] = {}
    if file is not None:
        try:
            data = json.loads(_text_of(file))
        except ValueError as error:
            raise WrongInput(f"the answers are no JSON: {error}") from None
        if not isinstance(data, dict):
            raise WrongInput('the answers are an object such as {"pain_vas": 3}')
        found |= {str(link_id): str(value) for link_id, value in data.items()}
    for each in given:
        link_id, sign, value = each.partition("=")
        if not sign:
            raise WrongInput(f"{each!r} is no answer such as pain_vas=3")
        found[link_id] = value
    return found


def put_result(
    config: Path | None,
    name: str,
    outcome: Disposition,
    answers: Mapping[str, str],
    note: Path | None,
    call_back: str | None,
    attempt: UUID | None,
) -> None:
    """Store the form and say what follows."""
    text = None if note is None else _text_of(note).strip() or None
    form = PersonForm(outcome, answers, text, call_back, attempt)
    found = with_store(
        config, lambda store, hospital: person_results.take(store, hospital, name, form, SystemClock().now())
    )
    then = "" if found.next_at is None else f", next call {found.next_at:%Y-%m-%d %H:%M} UTC"
    print(f"stored: {outcome.value}, {len(answers)} answers; the follow-up is {found.status.value}{then}")
    if found.alerts:
        print(f"alerts: {', '.join(found.alerts)}")
    print(f"ari-app agent ready {name} takes the next call")


def _text_of(file: Path) -> str:
    return sys.stdin.read() if str(file) == "-" else decode(read_file(file))


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
