"""`ari-app script`: check and show the robot's wording."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.core.errors import WrongInput
from ari_app.dialogue.prompt_lint import script_findings
from ari_app.dialogue.prompt_text import PromptTexts, load
from ari_app.notes.messages import message_findings
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.spoken_sentences import count_han
from ari_app.wiring import instruments

_WIDTH = 110


def check(path: Path | None, *, as_json: bool) -> int:
    """Check a file of prompts, or the installed one and the messages; 1 when anything was found. Raises WrongInput."""
    name, text = ("the shipped wording", instruments.prompt_source()) if path is None else _read(path)
    prompts = load(text)
    found = script_findings(prompts, instruments.prompts().prompts)
    if path is None:
        found += message_findings(instruments.messages())
    if as_json:
        print(json.dumps(_data(name, prompts, found), ensure_ascii=False, indent=2))
    else:
        _print(name, prompts, found)
    return 1 if found else 0


def show() -> None:
    """Print the shipped wording."""
    print(instruments.prompt_source(), end="")


def _read(path: Path) -> tuple[str, str]:
    try:
        return str(path), path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"the wording cannot be read: {path}", mend="give a file of UTF-8 JSON") from error


def _print(name: str, prompts: PromptTexts, found: Sequence[Finding]) -> None:
    console = Console(width=_WIDTH, highlight=False, soft_wrap=False)
    console.print(_overview(name, prompts, found))
    if found:
        console.print(_findings(found))


def _overview(name: str, prompts: PromptTexts, found: Sequence[Finding]) -> Table:
    """One row per group of prompts: how much is said, and what is special about it."""
    table = Table(title=f"{name}, version {prompts.version}", title_justify="left")
    table.add_column("prompts")
    for column in ("number", "sentences", "longest", "protected", "variants", "stressed", "findings"):
        table.add_column(column, justify="right")
    for group in dict.fromkeys(_group(key) for key in prompts.prompts):
        inside = [each for key, each in prompts.prompts.items() if _group(key) == group]
        said = [sentence for each in inside for words in each.wordings for sentence in words]
        table.add_row(
            group,
            str(len(inside)),
            str(len(said)),
            str(max(map(count_han, said), default=0)),
            str(sum(each.protected for each in inside)),
            str(sum(len(each.variants) for each in inside)),
            str(sum(bool(each.manner.stress) for each in inside)),
            str(sum(_group(each.place) == group for each in found)),
        )
    return table


def _findings(found: Sequence[Finding]) -> Table:
    table = Table(title="Findings", title_justify="left", show_lines=True)
    for column in ("prompt", "code", "what", "mend"):
        table.add_column(column, overflow="fold")
    for each in found:
        table.add_row(*(_plain(cell) for cell in (each.place, each.code, each.message, each.mend)))
    return table


def _plain(text: str) -> str:
    """A text in which brackets are no markup."""
    return text.replace("[", r"\[")


def _group(key: str) -> str:
    return key.partition(".")[0]


def _data(name: str, prompts: PromptTexts, found: Sequence[Finding]) -> dict[str, object]:
    findings = [
        {"code": each.code, "place": each.place, "message": each.message, "mend": each.mend} for each in found
    ]
    return {"name": name, "ok": not found, "version": prompts.version, "findings": findings}
