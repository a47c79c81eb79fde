"""`python -m tests.bench.dialing import|settle|setups|followups|full`: figures of the dialer under load (JSON)."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ari_app.telemetry.logging import configure_logging
from tests.bench.dialing import importing, load, settling
from tests.bench.dialing.extrapolation import extrapolated
from tests.bench.dialing.load import Load
from tests.bench.measured_on import described

FOLDER = Path(".bench")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure one thing, print it, and keep it in .bench/dialing-WHAT.json."""
    options = _parser().parse_args(argv)
    configure_logging("error")
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    before = described()
    figures = options.measure(options)
    document = {"seed": options.seed, **before, "what": options.what, **figures}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (FOLDER / f"dialing-{options.what}.json").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dialing", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parts = parser.add_subparsers(dest="what", required=True)
    lists = parts.add_parser("import", help="a list into a campaign, twice")
    lists.add_argument("--rows", type=int, default=100_000)
    lists.set_defaults(measure=_import)
    ended = parts.add_parser("settle", help="what follows ended attempts, decided")
    ended.add_argument("--attempts", type=int, default=500)
    ended.set_defaults(measure=lambda given: settling.run(given.attempts, given.runtime))
    calls = parts.add_parser("setups", help="calls answered a second, each hung up at once")
    _add_load(calls, contacts=3_000, at_once=100, workers=1, seconds=30.0, per_second=None)
    calls.set_defaults(measure=_setups)
    brief = parts.add_parser("followups", help="whole follow-ups with prompts of 300 ms")
    _add_load(brief, contacts=2_000, at_once=40, workers=2, seconds=3_600.0, per_second=2.0)
    brief.set_defaults(measure=lambda given: load.followups(_load(given, brief=True), given.seconds))
    full = parts.add_parser("full", help="whole follow-ups as they are said")
    _add_load(full, contacts=40, at_once=20, workers=1, seconds=600.0, per_second=2.0)
    full.add_argument(
        "--recognition-percent",
        type=float,
        default=2.1,
        help="of a core for each call, as docs/figures/capacity.md has it",
    )
    full.set_defaults(measure=_full)
    return parser


def _add_load(
    parser: argparse.ArgumentParser,
    *,
    contacts: int,
    at_once: int,
    workers: int,
    seconds: float,
    per_second: float | None,
) -> None:
    parser.add_argument("--contacts", type=int, default=contacts)
    parser.add_argument("--at-once", type=int, default=at_once)
    parser.add_argument("--workers", type=int, default=workers)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--per-second", type=float, default=per_second, help="new calls at most")
    parser.add_argument("--logs", type=Path, help="keep the logs here")
    parser.add_argument(
        "--profiles", type=Path, help="workers under cProfile; their figures are not comparable"
    )


def _load(given: argparse.Namespace, *, brief: bool) -> Load:
    return Load(
        seed=given.seed,
        contacts=given.contacts,
        at_once=given.at_once,
        workers=given.workers,
        runtime=given.runtime,
        brief=brief,
        per_second=given.per_second,
        logs=given.logs,
        profiles=given.profiles,
    )


def _setups(given: argparse.Namespace) -> dict[str, object]:
    return load.setups(_load(given, brief=False), given.seconds)


def _full(given: argparse.Namespace) -> dict[str, object]:
    figures = load.followups(_load(given, brief=False), given.seconds)
    return figures | {"extrapolated": extrapolated(figures, given.recognition_percent)}


def _import(options: argparse.Namespace) -> dict[str, object]:
    return importing.run(options.rows, options.seed, options.runtime)


if __name__ == "__main__":
    raise SystemExit(main())
