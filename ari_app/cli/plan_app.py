"""`ari-app plan …`: its subcommands, each imported only when it is used."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ari_app.policy.calling_rules import HolidayCalls
from ari_app.policy.caps import Caps

USUAL = Caps()
plan_app = typer.Typer(help="Check and show care plans.", no_args_is_help=True)


@plan_app.command("check")
def plan_check(
    file: Annotated[
        Path | None,
        typer.Argument(help="A plan or a list of plans (docs/care-plans.md); default: all that are shipped."),
    ] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the rehearsals; default: today."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=1100, help="How many days are rehearsed.")] = 365,
    zone: Annotated[str, typer.Option(help="The hospital's time zone.")] = "Asia/Shanghai",
    window: Annotated[
        list[str] | None, typer.Option(help="Calling window, such as 09:00-20:00; may be repeated.")
    ] = None,
    weekends: Annotated[bool, typer.Option(help="Whether patients are called on weekends.")] = False,
    holidays: Annotated[
        HolidayCalls, typer.Option(help="Whom the robot calls on public holidays.")
    ] = HolidayCalls.URGENT,
    per_day: Annotated[int, typer.Option(min=1, help="Most touches of a patient in a day.")] = USUAL.per_day,
    per_week: Annotated[int, typer.Option(min=1, help="Most in any seven days.")] = USUAL.per_week,
    per_follow_up: Annotated[
        int, typer.Option(min=1, help="Most attempts of one follow-up.")
    ] = USUAL.per_contact,
    calendar: Annotated[
        Path | None, typer.Option(help="File of the hospital's own holidays and workdays.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Rehearse care plans from every day of a year: do they fit the caps and the calling windows?

    Exit status 1 when a plan does not fit.
    """
    from ari_app.cli import plan as plan_command

    request = plan_command.CheckRequest(
        file=file,
        first=first.date() if first else None,
        days=days,
        zone=zone,
        windows=tuple(window or ()),
        weekends=weekends,
        holidays=holidays,
        caps=Caps(per_day=per_day, per_contact=per_follow_up, per_week=per_week),
        calendar=calendar,
        as_json=as_json,
    )
    raise typer.Exit(plan_command.check(request))


@plan_app.command("show")
def plan_show(name: Annotated[str, typer.Argument(help="Name of a shipped plan, such as postop.")]) -> None:
    """Print a shipped plan as JSON, to start your own from."""
    from ari_app.cli import plan as plan_command

    plan_command.show(name)
