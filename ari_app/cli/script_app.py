"""`ari-app script …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

script_app = typer.Typer(help="Check and show what the robot says.", no_args_is_help=True)


@script_app.command("check")
def script_check(
    wording: Annotated[
        Path | None,
        typer.Argument(help="File of prompts (docs/scripts.md); default: the shipped one."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check the wording of the robot's prompts; each finding comes with its mend.

    Exit status 1 when anything was found.
    """
    from ari_app.cli import script as script_command

    raise typer.Exit(script_command.check(wording, as_json=as_json))


@script_app.command("show")
def script_show() -> None:
    """Print the shipped wording as JSON, to change it."""
    from ari_app.cli import script as script_command

    script_command.show()


@script_app.command("say")
def script_say(
    text: Annotated[str, typer.Argument(help="One sentence, as it would stand in a prompt.")],
    out: Annotated[Path, typer.Option(help="The WAV file to write.")],
    voice: Annotated[str, typer.Option(help="The voice (ari-app voices lists them).")] = "zf_xiaoxiao",
    speed: Annotated[float, typer.Option(help="Its pace; 1.0 is its own.", min=0.5, max=2.0)] = 1.0,
    slow: Annotated[bool, typer.Option("--slow", help="As elderly patients hear it.")] = False,
    models: Annotated[Path, typer.Option(help="Folder of the models.")] = Path(".runtime/models"),
    prompts: Annotated[Path, typer.Option(help="Folder of rendered prompts.")] = Path(".runtime/prompts"),
) -> None:
    """Write a sentence as sound, to hear it before patients do; what may be read wrongly is told."""
    from ari_app.cli import say

    say.say(text, out, voice, speed, models, prompts, slow=slow)
