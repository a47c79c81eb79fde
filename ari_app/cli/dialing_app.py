"""`ari-app number …` and `policy …`: whom never, and when and how much; `status` and `capacity`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ari_app.cli.options import ConfigOption
from ari_app.core.dialing_vocabulary import NumberList
from ari_app.policy.calling_rules import HolidayCalls

number_app = typer.Typer(help="Lists of numbers: black, white, do-not-call …", no_args_is_help=True)
policy_app = typer.Typer(help="When patients are called, and how much.", no_args_is_help=True)
NumberArgument = Annotated[str, typer.Argument(help="Such as 13800000002 or 010-62345678.")]
ListOption = Annotated[NumberList, typer.Option("--list", help="Which list.")]


@number_app.command("add")
def number_add(
    number: NumberArgument,
    kind: ListOption,
    reason: Annotated[str, typer.Option(help="One word, such as asked_by_letter.")],
    config: ConfigOption = None,
) -> None:
    """Put a number on a list: it holds at once, over every campaign, and cancels what is open."""
    from ari_app.cli import dialing

    dialing.list_number(config, kind, number, reason)


@number_app.command("remove")
def number_remove(number: NumberArgument, kind: ListOption, config: ConfigOption = None) -> None:
    """Take a number off a list; what was canceled stays canceled."""
    from ari_app.cli import dialing

    dialing.unlist_number(config, kind, number)


@number_app.command("show")
def number_show(number: NumberArgument, config: ConfigOption = None) -> None:
    """On which lists a number stands."""
    from ari_app.cli import dialing

    dialing.show_number(config, number)


@policy_app.command("set")
def policy_set(
    window: Annotated[list[str] | None, typer.Option(help="Such as 09:00-20:00; may be repeated.")] = None,
    quiet: Annotated[list[str] | None, typer.Option(help="Such as 12:00-14:00; may be repeated.")] = None,
    no_quiet: Annotated[bool, typer.Option("--no-quiet", help="No quiet hours.")] = False,
    weekends: Annotated[bool | None, typer.Option(help="Whether patients are called on weekends.")] = None,
    holidays: Annotated[HolidayCalls | None, typer.Option(help="Whom to call on public holidays.")] = None,
    calendar: Annotated[
        Path | None, typer.Option(help="The hospital's own holidays (docs/care-plans.md).")
    ] = None,
    per_day: Annotated[int | None, typer.Option(min=1, help="Most touches of a patient a day.")] = None,
    per_follow_up: Annotated[int | None, typer.Option(min=1, help="Most attempts of one follow-up.")] = None,
    per_week: Annotated[int | None, typer.Option(min=1, help="Most touches in any seven days.")] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Most calls at once over everything.")
    ] = None,
    calls_per_second: Annotated[
        float | None, typer.Option(min=0.01, help="Most calls begun a second.")
    ] = None,
    whitelist_only: Annotated[
        bool | None, typer.Option("--whitelist-only/--everybody", help="Only numbers of the white list.")
    ] = None,
    caller_health: Annotated[
        str | None,
        typer.Option(
            help='From what on a number is marked, such as {"most_rejected": 0.4} (docs/dialer.md).'
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Change what is given and leave the rest; it holds from the next call on. Without options: show it."""
    from ari_app.cli import dialing
    from ari_app.wiring.dialing_terms import PolicyChange

    change = PolicyChange(
        windows=tuple(window) if window else None,
        quiet=() if no_quiet else tuple(quiet) if quiet else None,
        weekends=weekends,
        holidays=None if holidays is None else holidays.value,
        calendar=None if calendar is None else dialing.text_of(calendar),
        per_day=per_day,
        per_contact=per_follow_up,
        per_week=per_week,
        concurrency=concurrency,
        calls_per_second=calls_per_second,
        whitelist_only=whitelist_only,
        caller_health=caller_health,
    )
    dialing.change_policy(config, change)


def status(
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Keep it up to date until Ctrl-C.")] = False,
    config: ConfigOption = None,
) -> None:
    """How the dialing goes: workers, campaigns, lines, rates, what waits, and why nothing is dialed."""
    from ari_app.cli import status as status_command

    status_command.show(config, watch=watch)


def capacity(
    per_hour: Annotated[float, typer.Option(min=0.1, help="Follow-ups to complete in an hour.")],
    talk_seconds: Annotated[
        float | None, typer.Option(min=1, help="Mean length of a completed call.")
    ] = None,
    ring_seconds: Annotated[float | None, typer.Option(min=0, help="Mean ringing of an attempt.")] = None,
    answer_share: Annotated[
        float | None, typer.Option(min=0.01, max=1, help="Answered of the dialed.")
    ] = None,
    completed_share: Annotated[
        float | None, typer.Option(min=0.01, max=1, help="Completed of the answered.")
    ] = None,
    calls_per_worker: Annotated[int | None, typer.Option(min=1, help="Default: worker.concurrency.")] = None,
    hand_over_share: Annotated[float, typer.Option(min=0, max=1, help="Of the talk, what people do.")] = 0.05,
    storage_months: Annotated[float, typer.Option(min=0, help="How long recordings are kept.")] = 6,
    line_minute: Annotated[float, typer.Option(min=0, help="Price of a minute on the line.")] = 0,
    asr_hour: Annotated[float, typer.Option(min=0, help="Price of an hour recognized.")] = 0,
    tts_hour: Annotated[float, typer.Option(min=0, help="Price of an hour synthesized.")] = 0,
    storage_gb_month: Annotated[float, typer.Option(min=0, help="Price of a GB a month.")] = 0,
    person_hour: Annotated[float, typer.Option(min=0, help="Price of an hour of a nurse or supervisor.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    config: ConfigOption = None,
) -> None:
    """How many calls at once, workers and how much money a target needs, from what the last 30 days showed."""
    from ari_app.cli import capacity as capacity_command
    from ari_app.policy.capacity import Prices

    given = {
        "mean_talk_seconds": talk_seconds,
        "ring_seconds": ring_seconds,
        "answer_share": answer_share,
        "completed_share": completed_share,
    }
    capacity_command.show(
        capacity_command.CapacityRequest(
            per_hour=per_hour,
            given={name: value for name, value in given.items() if value is not None},
            calls_per_worker=calls_per_worker,
            hand_over_share=hand_over_share,
            storage_months=storage_months,
            prices=Prices(line_minute, asr_hour, tts_hour, storage_gb_month, person_hour),
            config=config,
            as_json=as_json,
        )
    )
