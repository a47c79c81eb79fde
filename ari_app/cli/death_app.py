"""`ari-app death …`: a death that was entered by mistake."""

from __future__ import annotations

from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption

death_app = typer.Typer(help="Patients who were entered as deceased.", no_args_is_help=True)


@death_app.command("take-back")
def death_take_back(
    patient: Annotated[str, typer.Argument(help="The hospital's own id of the patient, such as p_12345.")],
    reason: Annotated[str, typer.Option(help="One word, such as entered_by_mistake; the audit keeps it.")],
    config: ConfigOption = None,
) -> None:
    """Take a death back; what was canceled for it becomes work for a person, and is not dialed by itself."""
    from ari_app.cli import death

    death.take_back(config, patient, reason)
