"""Reads said/*.txt: what patients say, a table a question.

A line that starts with `@` names the question: `@ qtype [current_qtype] [question text] [context as JSON]`; each line
below is `utterance = meaning|other meaning +flag -flag`. A meaning is a value accepted, `no@recording` with its
scope, `themes:a,b`, `accept`, `reask`, `missing:reason`, `route:intent` (perhaps with a value in JSON: `{"=": …}` for
one that is no object), `other:VALUE` for anything but that value accepted, or `*` for anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ari_app.core.vocabulary import QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding

FOLDER = Path(__file__).parent / "said"
NOW = "2026-03-10T10:20:00+08:00"
_HEADER = re.compile(r"@ (\w+)(?: (\w+))?(?: ([^{]+?))?(?: (\{.*\}))?")
_LINE = re.compile(r"(.+?) = (.+?)((?: [+-]\w+)*)")


@dataclass(frozen=True)
class Said:
    """An utterance, the question it was said to, and the meanings that are right."""

    qtype: QType
    question: str
    context: Context
    utterance: str
    meanings: tuple[str, ...]
    flags: frozenset[str]
    no_flags: frozenset[str]

    @cached_property
    def understood(self) -> Understanding:
        """What the grammar makes of it."""
        return self.respaced(self.utterance)

    def respaced(self, utterance: str) -> Understanding:
        """What the grammar makes of the same words written otherwise."""
        return understand(self.qtype, self.question, utterance, self.context)

    def faults(self) -> list[str]:
        """What is wrong with the meaning or the flags; empty when all is right."""
        meant = self.understood
        found = [] if any(_fits(one, meant) for one in self.meanings) else [f"meaning {meant}"]
        missed = sorted(self.flags - set(meant.flags))
        false = sorted(self.no_flags & set(meant.flags))
        return found + [f"missed {flag}" for flag in missed] + [f"false {flag}" for flag in false]


def _fits(wanted: str, meant: Understanding) -> bool:
    kind, _, rest = wanted.partition(":")
    if kind == "*":
        return True
    if kind == "other":
        return meant.action != "accept" or str(meant.value) != rest
    if kind == "reask" or kind == "accept":
        return meant.action == kind and rest in ("", meant.intent)
    if kind == "missing":
        return meant.action == "missing" and meant.intent == rest
    if kind == "route":
        return meant.action == "route" and _fits_route(rest, meant)
    if meant.action != "accept":
        return False
    if kind == "themes":
        return _themes(meant) == set(rest.split(","))
    value, _, scope = wanted.partition("@")
    return str(meant.value) == value and (meant.scope or "") == scope


def _themes(meant: Understanding) -> set[str]:
    themes = meant.value.get("themes") if isinstance(meant.value, dict) else None
    return {str(theme) for theme in themes} if isinstance(themes, list) else set()


def _fits_route(wanted: str, meant: Understanding) -> bool:
    intent, brace, rest = wanted.partition("{")
    if meant.intent != intent:
        return False
    if not brace:
        return True
    value = json.loads(brace + rest)
    if "=" in value:
        return bool(meant.value == value["="])
    return isinstance(meant.value, dict) and value.items() <= meant.value.items()


def tables() -> Iterator[Said]:
    """Every line of every table."""
    for path in sorted(FOLDER.glob("*.txt")):
        header: dict[str, Any] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                header = _header(line)
            elif line and not line.startswith("#"):
                yield _said(line, header)


def _header(line: str) -> dict[str, Any]:
    found = _HEADER.fullmatch(line)
    assert found is not None, line
    qtype, current, question, context = found.groups()
    if current is not None and current not in list(QType):
        question, current = f"{current} {question or ''}".strip(), None
    data = json.loads(context or "{}")
    return {
        "qtype": QType(qtype),
        "question": question or "",
        "context": Context(
            now=datetime.fromisoformat(data.get("now", NOW)),
            current_qtype=None if current is None else QType(current),
            options=data.get("options", {}),
            name=data.get("name"),
            themes=tuple(data.get("themes", ())),
            appointment=datetime.fromisoformat(data["appointment"]) if "appointment" in data else None,
        ),
    }


def _said(line: str, header: dict[str, Any]) -> Said:
    found = _LINE.fullmatch(line)
    assert found is not None, line
    utterance, meanings, flags = found.groups()
    signed = flags.split()
    return Said(
        **header,
        utterance=utterance,
        meanings=tuple(_meanings(meanings)),
        flags=frozenset(flag[1:] for flag in signed if flag.startswith("+")),
        no_flags=frozenset(flag[1:] for flag in signed if flag.startswith("-")),
    )


def _meanings(text: str) -> Iterator[str]:
    """Alternatives; the kind `route:` or `missing:` holds on for those that follow without one."""
    for part in text.split("|"):
        yield part if ":" in part or not _ROUTED.match(part) else f"route:{part}"


_ROUTED = re.compile(
    r"(?!no$|yes$|reask$|accept$|emergency$)(?:refuse_call|later|human|hold_on|greeting|repeat|proxy|not_self|handover|"
    r"wrong_number|patient_unavailable|ask_info|ask_identity|offtopic|call_assistant|louder_slower|missing_)\w*"
    r"|emergency|self_harm"
)
