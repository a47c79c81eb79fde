"""`ari-app questionnaire …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption

questionnaire_app = typer.Typer(help="Check, show and publish questionnaires.", no_args_is_help=True)


@questionnaire_app.command("check")
def questionnaire_check(
    questionnaires: Annotated[
        list[str] | None,
        typer.Argument(help="Files (our own form or FHIR R4) or codes; default: all that are shipped."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check questionnaires before they are published; each finding comes with its mend.

    Exit status 1 when anything was found.
    """
    from ari_app.cli import questionnaire as questionnaire_command

    raise typer.Exit(questionnaire_command.check(questionnaires or (), as_json=as_json))


@questionnaire_app.command("show")
def questionnaire_show(
    questionnaire: Annotated[str, typer.Argument(help="File (our own form or FHIR R4) or code.")],
    fhir: Annotated[bool, typer.Option("--fhir", help="As an HL7 FHIR R4 Questionnaire.")] = False,
) -> None:
    """Print a questionnaire in our own form or as FHIR, to change it or to bring it elsewhere."""
    from ari_app.cli import questionnaire as questionnaire_command

    questionnaire_command.show(questionnaire, as_fhir=fhir)


@questionnaire_app.command("publish")
def questionnaire_publish(
    questionnaire: Annotated[str, typer.Argument(help="File, in our own form or FHIR R4.")],
    config: ConfigOption = None,
) -> None:
    """Store a version of your own questionnaire, so that calls can ask it under its code.

    Exit status 1 when the check finds anything; then nothing is stored.
    """
    from ari_app.cli import questionnaire as questionnaire_command

    raise typer.Exit(questionnaire_command.publish(questionnaire, config))
