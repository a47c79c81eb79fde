"""`python -m tests.bench.dialing import|setups|followups|full`: figures of the dialer under load (JSON)."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from ari_app.telemetry.logging import configure_logging
from tests.bench.dialing import importing
from tests.bench.measured_on import described

FOLDER = Path(".bench")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure one thing, print it, and keep it in .bench/dialing-WHAT.json."""
    options = _parser().parse_args(argv)
    configure_logging("error")
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
    whats = parser.add_subparsers(dest="what", required=True)
    lists = whats.add_parser("import", help="a list into a campaign, twice")
    lists.add_argument("--rows", type=int, default=100_000)
    lists.set_defaults(measure=_import)
    return parser


def _import(options: argparse.Namespace) -> dict[str, object]:
    return asyncio.run(importing.run(options.rows, options.seed, options.runtime))


if __name__ == "__main__":
    raise SystemExit(main())
