"""`ari-app campaign …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption
from ari_app.core.dialing_vocabulary import CampaignState, DialOrder

campaign_app = typer.Typer(help="Make, fill, start, pause, release and stop campaigns.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help="The campaign's name.")]


@campaign_app.command("create")
def campaign_create(
    file: Annotated[
        Path, typer.Argument(help="JSON of the campaign and its list (docs/campaigns.md); - is stdin.")
    ],
    config: ConfigOption = None,
    errors: Annotated[Path | None, typer.Option(help="Write the rows that did not go in as CSV.")] = None,
) -> None:
    """Store a campaign as a draft, with its list. Exit status 1 when rows were refused; the others are stored."""
    from ari_app.cli import campaign

    raise typer.Exit(campaign.create(file, config, errors))


@campaign_app.command("import")
def campaign_import(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="CSV with a head (docs/campaigns.md).")],
    config: ConfigOption = None,
    errors: Annotated[Path | None, typer.Option(help="Write the rows that did not go in as CSV.")] = None,
) -> None:
    """Add a list to a campaign, a running one too; the same list again changes nothing.

    Exit status 1 when rows were refused; the others are stored.
    """
    from ari_app.cli import campaign

    raise typer.Exit(campaign.take_csv(name, file, config, errors))


@campaign_app.command("start")
def campaign_start(name: NameArgument, config: ConfigOption = None) -> None:
    """Start or resume; at the first start, questionnaire and script are frozen."""
    from ari_app.cli import campaign

    campaign.start(name, config)


@campaign_app.command("pause")
def campaign_pause(name: NameArgument, config: ConfigOption = None) -> None:
    """Dial nobody more; calls under way go on."""
    from ari_app.cli import campaign

    campaign.set_state(name, CampaignState.PAUSED, config)


@campaign_app.command("stop")
def campaign_stop(name: NameArgument, config: ConfigOption = None) -> None:
    """End it for good: what is open is canceled; calls under way go on."""
    from ari_app.cli import campaign

    campaign.set_state(name, CampaignState.STOPPED, config)


@campaign_app.command("release")
def campaign_release(name: NameArgument, config: ConfigOption = None) -> None:
    """Go on to the next stage of the grey release: a few a day, departments, all."""
    from ari_app.cli import campaign

    campaign.release(name, config)


@campaign_app.command("set")
def campaign_set(
    name: NameArgument,
    config: ConfigOption = None,
    needs_people: Annotated[
        bool | None,
        typer.Option(
            "--needs-people/--needs-nobody", help="Dial only while somebody can take a call over, or always."
        ),
    ] = None,
    dial_order: Annotated[
        DialOrder | None, typer.Option(help="Whom of one priority first: who waits, or who likely answers.")
    ] = None,
) -> None:
    """Change how it dials, from the next call on; without options: show it."""
    from ari_app.cli import campaign

    campaign.set_dialing(name, config, needs_people=needs_people, dial_order=dial_order)


@campaign_app.command("show")
def campaign_show(name: NameArgument, config: ConfigOption = None) -> None:
    """How it was asked for, as JSON: what is asked whom, thresholds, hours, webhook (its secret is never shown)."""
    from ari_app.cli import campaign

    campaign.show(name, config)


@campaign_app.command("list")
def campaign_list(
    config: ConfigOption = None,
    with_ended: Annotated[
        bool, typer.Option("--all", help="Those too that ended more than 30 days ago.")
    ] = False,
) -> None:
    """Every campaign that goes on or ended lately: its state, how much is open, and why it waits."""
    from ari_app.cli import campaign

    campaign.show_all(config, with_ended=with_ended)
