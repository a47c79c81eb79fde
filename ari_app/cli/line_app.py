"""`ari-app line …`: what is dialed over, and whether it works."""

from __future__ import annotations

from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption
from ari_app.policy.line_test import Probe

line_app = typer.Typer(help="Trunks, and the hospital's own numbers.", no_args_is_help=True)
NumberArgument = Annotated[str, typer.Argument(help="Such as 13800000002 or 010-62345678.")]


@line_app.command("trunk")
def line_trunk(
    code: Annotated[str, typer.Argument(help="Its short name.")],
    dial: Annotated[str, typer.Option(help="How a number is dialed over it, such as PJSIP/{number}@trunk.")],
    concurrency: Annotated[int, typer.Option(min=1, help="Most calls at once.")],
    calls_per_second: Annotated[
        float | None, typer.Option(min=0.01, help="Most calls begun a second.")
    ] = None,
    priority: Annotated[int, typer.Option(min=0, max=9, help="The higher, the sooner it is taken.")] = 5,
    enabled: Annotated[bool, typer.Option("--enable/--disable", help="Whether it is used.")] = True,
    cause: Annotated[
        list[str] | None,
        typer.Option(help="What a code of this carrier means, such as sip:480=power_off; may be repeated."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Make a trunk, or change one. Without any, asterisk.dial of the settings is used."""
    from ari_app.cli import dialing

    terms = dialing.trunk_terms(code, dial, concurrency, calls_per_second, priority, cause, enabled=enabled)
    dialing.put_trunk(config, terms)


@line_app.command("caller-id")
def line_caller_id(
    number: NumberArgument,
    trunk: Annotated[str | None, typer.Option(help="The trunk that carries it; default: every one.")] = None,
    area: Annotated[
        str | None, typer.Option(help="Its area, such as 010; default: that of the number.")
    ] = None,
    daily_limit: Annotated[int | None, typer.Option(min=1, help="Most calls a day.")] = None,
    enabled: Annotated[bool, typer.Option("--enable/--disable", help="Whether it is shown.")] = True,
    config: ConfigOption = None,
) -> None:
    """Register a number that the hospital owns, so that patients may see it; or change it, while calls go on."""
    from ari_app.cli import dialing

    dialing.put_caller_id(config, number, trunk, area, daily_limit, enabled=enabled)


@line_app.command("trust")
def line_trust(number: NumberArgument, config: ConfigOption = None) -> None:
    """A number that was barred, rejected or seldom answered is in order again: its calls are judged anew."""
    from ari_app.cli import dialing

    dialing.trust_caller_id(config, number)


@line_app.command("list")
def line_list(config: ConfigOption = None) -> None:
    """Trunks with their breakers, and the numbers with their use today and how their calls fare."""
    from ari_app.cli import dialing

    dialing.show_lines(config)


@line_app.command("test")
def line_test(
    trunk: Annotated[str, typer.Option(help="The trunk's short name.")],
    number: Annotated[str, typer.Option(help="A probe of yours, never a patient's number.")],
    caller_id: Annotated[
        str | None, typer.Option(help="The number to show; default: one that the trunk carries.")
    ] = None,
    probe: Annotated[
        Probe, typer.Option(help="What it does: echo what it hears, say something, or only answer.")
    ] = Probe.ECHO,
    config: ConfigOption = None,
) -> None:
    """Call a probe now and measure ring, answer, audio both ways and caller ID. Exit status 1 when it is not good."""
    from ari_app.cli import line_test as command
    from ari_app.wiring.line_test import LineTestRequest

    raise typer.Exit(command.run(config, LineTestRequest(trunk, number, caller_id, probe)))


@line_app.command("schedule")
def line_schedule(
    trunk: Annotated[str, typer.Argument(help="The trunk's short name.")],
    number: Annotated[str | None, typer.Option(help="A probe of yours, never a patient's number.")] = None,
    at: Annotated[
        list[str] | None, typer.Option(help="A time of every day, such as 07:30; may be repeated.")
    ] = None,
    within: Annotated[
        int, typer.Option(min=1, max=720, help="Left out when it cannot begin so many minutes later.")
    ] = 60,
    caller_id: Annotated[
        str | None, typer.Option(help="The number to show; default: one that the trunk carries.")
    ] = None,
    probe: Annotated[
        Probe, typer.Option(help="What it does: echo what it hears, say something, or only answer.")
    ] = Probe.ECHO,
    off: Annotated[bool, typer.Option("--off", help="Try it by itself no more.")] = False,
    config: ConfigOption = None,
) -> None:
    """Try a line every day at fixed times; line list and status show what was found, and warn."""
    from ari_app.cli import line_test as command
    from ari_app.wiring.line_test import LineTestRequest
    from ari_app.wiring.line_test_schedules import ScheduleRequest

    if off:
        command.drop(config, trunk)
        return
    if number is None or not at:
        raise typer.BadParameter("give --number and at least one --at, or --off")
    test = LineTestRequest(trunk, number, caller_id, probe)
    command.schedule(config, ScheduleRequest(test, at, within))
