"""`ari-app consent …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption
from ari_app.core.vocabulary import ConsentKind

consent_app = typer.Typer(help="What patients agreed to, on the phone and on pages.", no_args_is_help=True)
PatientOption = Annotated[str, typer.Option(help="The hospital's patient id.")]


@consent_app.command("record")
def consent_record(
    patient_id: PatientOption,
    kind: Annotated[ConsentKind, typer.Option(help="What was agreed to.")],
    text_version: Annotated[str, typer.Option(help="Version of the text that was shown.")],
    ip: Annotated[str, typer.Option(help="Address of the patient's device.")],
    user_agent: Annotated[str, typer.Option(help="His browser, as it names itself.")],
    at: Annotated[str | None, typer.Option(help="When, ISO 8601 with offset; default: now.")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="The box was left empty.")] = False,
    config: ConfigOption = None,
) -> None:
    """Store a box that a patient ticked on a page of the hospital."""
    from ari_app.cli import consent

    consent.record(config, patient_id, kind, text_version, ip, user_agent, at, refused=refused)


@consent_app.command("list")
def consent_list(patient_id: PatientOption, config: ConfigOption = None) -> None:
    """Print a patient's consents with their traces, one JSON a line, the oldest first."""
    from ari_app.cli import consent

    consent.show(config, patient_id)
