"""`ari-app line`, `number` and `policy`: what their subcommands do."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from ari_app.cli.line_words import last_test, next_test, warning
from ari_app.cli.store_session import read_file, with_store
from ari_app.config.loading import load_settings
from ari_app.core.dialing_vocabulary import CallerIdMark, NumberList
from ari_app.core.errors import WrongInput
from ari_app.policy.caller_health import MARK_WORDS
from ari_app.policy.line_outcome import CauseMapping
from ari_app.store.lines import CallerIdTerms, TrunkTerms, breaker_of
from ari_app.store.unit_of_work import Row
from ari_app.wiring import dialing_terms
from ari_app.wiring.dialing_terms import PolicyChange
from ari_app.wiring.system import SystemClock


def trunk_terms(
    code: str,
    dial: str,
    concurrency: int,
    calls_per_second: float | None,
    priority: int,
    causes: Sequence[str] | None,
    *,
    enabled: bool,
) -> TrunkTerms:
    """A trunk as it was typed. Raises WrongInput for a cause that is none."""
    mapping = None
    if causes:
        mapping = {key: value for key, _, value in (each.partition("=") for each in causes)}
        CauseMapping.parse(mapping)
    return TrunkTerms(code, dial, concurrency, calls_per_second, priority, enabled, mapping)


def put_trunk(config: Path | None, terms: TrunkTerms) -> None:
    """Make a trunk or change it."""
    with_store(config, lambda store, hospital: dialing_terms.put_trunk(store, hospital, terms))
    print(f"trunk {terms.code}: {terms.concurrency} calls at once{'' if terms.enabled else ', not used'}")


def put_caller_id(
    config: Path | None,
    number: str,
    trunk: str | None,
    area: str | None,
    daily_limit: int | None,
    *,
    enabled: bool,
) -> None:
    """Register a number of the hospital."""
    terms = CallerIdTerms(number, trunk, area, daily_limit, enabled)
    stored = with_store(config, lambda store, hospital: dialing_terms.put_caller_id(store, hospital, terms))
    print(f"{stored} is {'shown to patients' if enabled else 'not shown any more'}")


def show_lines(config: Path | None) -> None:
    """Two tables."""
    zone = ZoneInfo(load_settings(config, os.environ).hospital.time_zone)
    trunks, numbers = with_store(
        config, lambda store, hospital: dialing_terms.lines_shown(store, hospital, SystemClock().now())
    )
    names = (
        "trunk",
        "dial",
        "at once",
        "a second",
        "priority",
        "under way",
        "breaker",
        "last test",
        "next test",
    )
    table = Table(*names, "used", title="Trunks")
    for row in trunks:
        breaker = breaker_of(row["breaker"])
        failed = f", last failure {breaker.failures[-1].cause}" if breaker.failures else ""
        rate = "" if row["calls_per_second"] is None else f"{row['calls_per_second']:g}"
        counts = (str(row["concurrency"]), rate, str(row["priority"]), str(row["under_way"]))
        tests = (last_test(row, zone), next_test(row, zone))
        table.add_row(
            row["code"], row["dial"], *counts, breaker.state.value + failed, *tests, _yes(row["enabled"])
        )
    shown = Table("number", "trunk", "area", "today", "a day", "answered", "shown", title="Numbers")
    for row in numbers:
        limit = "" if row["daily_limit"] is None else str(row["daily_limit"])
        use = (str(row["used_today"]), limit, answered(row), _yes(row["enabled"]) + marked(row))
        shown.add_row(row["number"], row["trunk"] or "every", row["area"] or "", *use)
    console = Console(highlight=False, markup=False)
    console.print(table if trunks else "no trunks: asterisk.dial of the settings is used")
    for row in trunks:
        if (told := warning(row, zone)) is not None:
            console.print(f"warning: {told}")
    console.print(shown if numbers else "no numbers: asterisk.caller_id of the settings is shown")


def answered(row: Row) -> str:
    """How many of a number's judged calls were answered; nothing while too few are known."""
    return f"{row['health']:.0%} of {row['judged_calls']}" if row["judged_calls"] else ""


def marked(row: Row) -> str:
    """What is wrong with a number, after what stands before it; nothing when it is in order."""
    return "" if row["mark"] is None else f" · {MARK_WORDS[CallerIdMark(row['mark'])].en}"


def trust_caller_id(config: Path | None, number: str) -> None:
    """Judge a number anew."""
    at = SystemClock().now()
    stored = with_store(
        config, lambda store, hospital: dialing_terms.trust_caller_id(store, hospital, number, at)
    )
    print(f"{stored} is shown as the others; its calls are judged anew")


def list_number(config: Path | None, kind: NumberList, number: str, reason: str) -> None:
    """Put a number on a list."""
    canceled = with_store(
        config,
        lambda store, hospital: dialing_terms.list_number(
            store, hospital, kind, number, reason, SystemClock().now()
        ),
    )
    print(f"on the list {kind.value}; {canceled} open follow-ups canceled")


def unlist_number(config: Path | None, kind: NumberList, number: str) -> None:
    """Take a number off a list."""
    was_on_it = with_store(
        config,
        lambda store, hospital: dialing_terms.unlist_number(
            store, hospital, kind, number, SystemClock().now()
        ),
    )
    print(f"off the list {kind.value}" if was_on_it else f"it is not on the list {kind.value}")


def show_number(config: Path | None, number: str) -> None:
    """The lists of a number."""
    found = with_store(config, lambda store, hospital: dialing_terms.lists_of(store, hospital, number))
    print(", ".join(kind.value for kind in found) or "on no list")


def change_policy(config: Path | None, change: PolicyChange) -> None:
    """Change the rules and show them all."""
    rules: Mapping[str, object] = with_store(
        config,
        lambda store, hospital: dialing_terms.change_policy(store, hospital, change, SystemClock().now()),
    )
    table = Table("rule", "value")
    for name, value in rules.items():
        table.add_row(name.replace("_", " "), "no limit" if value is None else str(value))
    Console(highlight=False, markup=False).print(table)


def text_of(file: Path) -> str:
    """The text of a file. Raises WrongInput."""
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongInput(f"{file} is not UTF-8") from None


def _yes(value: bool) -> str:
    return "yes" if value else "no"
