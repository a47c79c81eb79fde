"""`ari-app report …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption
from ari_app.cli.record_form import Form

report_app = typer.Typer(
    help="What lines, lists and recognition yield, and the results for others.", no_args_is_help=True
)
DaysOption = Annotated[int, typer.Option(min=1, max=366, help="Of how many days, counted back from now.")]
AlarmOption = Annotated[bool, typer.Option("--alarm", help="Exit status 1 when something has grown worse.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@report_app.command("lines")
def report_lines(
    days: DaysOption = 7, alarm: AlarmOption = False, as_json: JsonOption = False, config: ConfigOption = None
) -> None:
    """Who was reached by caller ID, trunk, hour and list, what was dialed in vain, and what has fallen since."""
    from ari_app.cli import report

    raise typer.Exit(report.lines(config, days, alarm=alarm, as_json=as_json))


@report_app.command("speech")
def report_speech(
    days: DaysOption = 7, alarm: AlarmOption = False, as_json: JsonOption = False, config: ConfigOption = None
) -> None:
    """How surely patients were heard by day, questionnaire and language, and where that has grown worse."""
    from ari_app.cli import report

    raise typer.Exit(report.speech(config, days, alarm=alarm, as_json=as_json))


@report_app.command("records")
def report_records(
    days: DaysOption = 7,
    form: Annotated[
        Form, typer.Option("--as", help="JSON lines, CSV (a line per question) or FHIR.")
    ] = Form.JSON,
    file: Annotated[Path | None, typer.Option("--out", help="Write there; default: standard output.")] = None,
    config: ConfigOption = None,
) -> None:
    """Print every follow-up that ended, in full: who, what was asked and answered, consents, summary."""
    from ari_app.cli import records

    records.write(config, days, file, form)


@report_app.command("messages")
def report_messages(days: DaysOption = 7, config: ConfigOption = None) -> None:
    """Print what calls have promised patients in writing, with the text and whether it was sent, one JSON a line."""
    from ari_app.cli import messages

    messages.write(config, days)


@report_app.command("satisfaction")
def report_satisfaction(
    days: DaysOption = 30,
    questionnaire: Annotated[
        str, typer.Option(help="Which one; your own may be named.")
    ] = "q_satisfaction_v1",
    quotes: Annotated[int, typer.Option(min=0, help="At most so many quotes of a theme.")] = 3,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """What patients of each department thought: scores, recommendation, complaints, and themes with quotes."""
    from ari_app.cli import satisfaction

    satisfaction.show(config, days, questionnaire, quotes, as_json=as_json)
