"""The runbook names commands, options and figures that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ari_app.cli.main import app

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    {line.partition("#")[0].replace("…", "").strip() for line in re.findall(r"ari-app [^`\n]+", PAGE)}
)


@pytest.mark.req("M17-008", "M17-009", "M17-010")
@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_is_one(line: str) -> None:
    found: Any = get_command(app)
    words = shlex.split(line.split(" and ")[0].split(" ends ")[0])[1:]
    while words and words[0] in getattr(found, "commands", {}):
        found = found.commands[words.pop(0)]
    options = {name for option in found.params for name in (*option.opts, *option.secondary_opts)}
    assert not hasattr(found, "commands")
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.req("M17-008", "M17-009", "M17-010")
def test_every_page_that_it_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", PAGE)
    assert len(targets) > 8
    assert [target for target in targets if not (DOCS / target.partition("#")[0]).exists()] == []
    for symptom in ("reached", "heard badly", "sounds odd"):
        assert re.search(rf"(?m)^## .*{symptom}", PAGE)
