"""Reads cases/*.jsonl: one utterance a line, the file's name being the type of the question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ari_app.core.vocabulary import QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding

FOLDER = Path(__file__).parent / "cases"
_CHECKED = frozenset(
    {"say", "action", "intent", "value", "scope", "flags", "no_flags", "question", "context"}
)


@dataclass(frozen=True)
class Case:
    """What is said to which question, and what must come of it."""

    qtype: QType
    say: str
    question: str
    context: Context
    wanted: dict[str, Any]

    def understood(self, text: str | None = None) -> Understanding:
        """The meaning of the utterance, or of `text` in its place."""
        return understand(self.qtype, self.question, self.say if text is None else text, self.context)


def cases() -> Iterator[Case]:
    """Every case of every file."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            assert not set(data) - _CHECKED, data
            context = _context(data.get("context", {}))
            yield Case(QType(path.stem), data["say"], data.get("question", ""), context, data)


def spacings(text: str) -> tuple[str, ...]:
    """The same utterance without spaces, with a space between all characters, and with punctuation."""
    return (
        re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", text),
        " ".join(re.findall(r"[A-Za-z]+|[0-9.:/%]+|\S", text)),
        re.sub(r"\s+", "，", text.strip()) + "。",
    )


def _context(data: dict[str, Any]) -> Context:
    return Context(
        now=datetime.fromisoformat(data["now"]) if "now" in data else None,
        appointment=datetime.fromisoformat(data["appointment"]) if "appointment" in data else None,
        current_qtype=QType(data["current_qtype"]) if "current_qtype" in data else None,
        options=data.get("options", {}),
        name=data.get("name"),
        themes=tuple(data.get("themes", ())),
    )
