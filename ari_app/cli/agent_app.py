"""`ari-app agent …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from ari_app.cli.options import ConfigOption
from ari_app.core.dialing_vocabulary import AgentState
from ari_app.core.vocabulary import Disposition

agent_app = typer.Typer(help="Nurses who take calls at their desk phones.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help="The agent's name.")]


@agent_app.command("add")
def agent_add(
    name: Annotated[str, typer.Argument(help="One word, such as nurse-wang.")],
    phone: Annotated[str, typer.Option(help="The phone as Asterisk dials it, such as PJSIP/101.")],
    config: ConfigOption = None,
) -> None:
    """Make an agent, or give one another phone."""
    from ari_app.cli import agent

    agent.put(config, name, phone)


@agent_app.command("ready")
def agent_ready(name: NameArgument, config: ConfigOption = None) -> None:
    """The agent takes the next call: a progressive campaign dials for him."""
    from ari_app.cli import agent

    agent.set_state(config, name, AgentState.READY)


@agent_app.command("away")
def agent_away(name: NameArgument, config: ConfigOption = None) -> None:
    """The agent takes no calls."""
    from ari_app.cli import agent

    agent.set_state(config, name, AgentState.AWAY)


@agent_app.command("next")
def agent_next(name: NameArgument, config: ConfigOption = None) -> None:
    """Show whom to call next in preview campaigns, and reserve it for five minutes; nothing is dialed."""
    from ari_app.cli import agent

    raise typer.Exit(agent.show_next(config, name))


@agent_app.command("dial")
def agent_dial(name: NameArgument, config: ConfigOption = None) -> None:
    """Call who is shown: it is looked at once more, then the agent's phone rings, then the patient's."""
    from ari_app.cli import agent

    raise typer.Exit(agent.dial(config, name))


@agent_app.command("skip")
def agent_skip(
    name: NameArgument,
    reason: Annotated[str, typer.Option(help="One word, such as in_surgery.")],
    hours: Annotated[float, typer.Option(min=0.1, help="When it is shown again.")] = 24.0,
    config: ConfigOption = None,
) -> None:
    """Do not call who is shown."""
    from ari_app.cli import agent

    agent.skip(config, name, reason, hours)


@agent_app.command("form")
def agent_form(
    name: NameArgument,
    attempt: Annotated[
        UUID | None, typer.Option(help="The attempt; default: the last answered call.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """The items that agent result takes for the agent's last answered call."""
    from ari_app.cli import agent

    agent.show_form(config, name, attempt)


@agent_app.command("result")
def agent_result(
    name: NameArgument,
    outcome: Annotated[Disposition, typer.Option(help="How the talk went (docs/campaigns.md).")],
    answer: Annotated[
        list[str] | None, typer.Option(help="Such as pain_vas=3; may be repeated; checked by the item.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="JSON object of item to answer; - is stdin. For the patient's own words."),
    ] = None,
    note: Annotated[
        Path | None, typer.Option(help="Text file of the note; - is stdin. Stored encrypted.")
    ] = None,
    call_back: Annotated[
        str | None, typer.Option(help="When he asked to be called, local: 2026-03-11T15:00.")
    ] = None,
    attempt: Annotated[
        UUID | None, typer.Option(help="The attempt; default: the last answered call.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write down how the agent's own call went; again corrects it. What follows is done at once."""
    from ari_app.cli import agent

    entered = agent.entered_answers(answer or (), answers)
    agent.put_result(config, name, outcome, entered, note, call_back, attempt)


@agent_app.command("list")
def agent_list(config: ConfigOption = None) -> None:
    """Who is ready, busy, writing the last call down, or away."""
    from ari_app.cli import agent

    agent.show_all(config)
