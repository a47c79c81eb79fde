"""`ari-app link …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption

link_app = typer.Typer(help="Links of messages to patients.", no_args_is_help=True)
TokenArgument = Annotated[str, typer.Argument(help="The last part of the link.")]


@link_app.command("show")
def link_show(token: TokenArgument, config: ConfigOption = None) -> None:
    """Tell what a link would do and until when; nothing is done."""
    from ari_app.cli import link

    link.show(token, config)


@link_app.command("redeem")
def link_redeem(
    token: TokenArgument,
    at: Annotated[
        str | None, typer.Option(help="For a move: the local time wanted, such as '2026-03-12 15:00'.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Do what a link is for, once: move the call, call back now, or never call again."""
    from ari_app.cli import link

    link.redeem(token, at, config)
