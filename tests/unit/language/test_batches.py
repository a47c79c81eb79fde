"""Whole batches of what patients said, however it is spaced: the meaning, the flags, and what must never come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding

FOLDER = Path(__file__).parent / "batches"
BATCHES = sorted(path.name for path in FOLDER.glob("*.jsonl"))
SPACINGS = ("raw", "without", "between all", "punctuation")
NEAR = 0.051
"""How far a measured value may be from the expected one."""


@dataclass(frozen=True)
class Line:
    """One utterance of a batch and what it must mean."""

    data: dict[str, Any]

    def understood(self, text: str) -> Understanding:
        """What the grammar makes of `text` said to the question of this line."""
        known = self.data["context"]
        return understand(QType(self.data["qtype"]), self.data["question"], text, _context(known))

    def faults(self, text: str) -> list[str]:
        """What is wrong with the meaning of `text`; empty when all is right."""
        meant = self.understood(text)
        allowed = [self.data["expected"], *self.data.get("also_ok", [])]
        wrong = [] if any(_fits(one, meant) for one in allowed) else [f"means {meant}"]
        forbidden = [str(one) for one in self.data.get("must_not", []) if _fits(one, meant)]
        wanted = self.data.get("expected_flags", self.data.get("flags", ()))
        missed = sorted(set(wanted) - set(meant.flags))
        false = [f"false {flag}" for flag in sorted(set(self.data.get("no_flags", ())) & set(meant.flags))]
        return wrong + forbidden + missed + false


def _context(known: dict[str, Any]) -> Context:
    return Context(
        now=datetime.fromisoformat(known["now"]) if "now" in known else None,
        appointment=datetime.fromisoformat(known["appointment"]) if "appointment" in known else None,
        current_qtype=QType(known["current_qtype"]) if "current_qtype" in known else None,
        options=known.get("options", {}),
        name=known.get("name"),
        themes=tuple(known.get("themes", ())),
        previous=known.get("previous"),
        proposition=known.get("proposition"),
        relation_ok=known.get("relation_ok", False),
    )


def _fits(wanted: dict[str, Any], meant: Understanding) -> bool:
    if meant.action != wanted["action"]:
        return False
    if meant.action in ("route", "missing") and wanted.get("intent", meant.intent) != meant.intent:
        return False
    if any(getattr(meant, key) != wanted[key] for key in ("condition", "scope") if key in wanted):
        return False
    if wanted.get("value") is None or meant.action not in ("accept", "route"):
        return True
    # Of a route only a time, a number and an announcement have a value to compare.
    compared = isinstance(wanted["value"], dict) or meant.intent in ("alt_number", "announcement")
    return (meant.action == "route" and not compared) or _same(wanted["value"], meant.value)


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(_same(part, value.get(key)) for key, part in wanted.items())
    if isinstance(wanted, list):
        return isinstance(value, list) and sorted(map(str, wanted)) == sorted(map(str, value))
    if isinstance(wanted, int | float) and isinstance(value, int | float):
        return abs(wanted - value) <= NEAR
    return str(wanted) == str(value)


def lines(batch: str) -> Iterator[Line]:
    """Every line of one batch."""
    for line in (FOLDER / batch).read_text(encoding="utf-8").splitlines():
        yield Line(json.loads(line))


def written(text: str, spacing: str) -> str:
    """`text` with its separators changed."""
    if spacing == "without":
        return re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", text)
    if spacing == "between all":
        return " ".join(re.findall(r"[A-Za-z]+|[0-9.:/%]+|\S", text))
    return re.sub(r"\s+", "，", text.strip()) + "。" if spacing == "punctuation" else text


@pytest.mark.req("M06-007", "M06-008")
@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("batch", BATCHES)
def test_batch(batch: str, spacing: str) -> None:
    wrong = {
        f"{one.data['id']} {one.data['utterance']}": faults
        for one in lines(batch)
        if (faults := one.faults(written(one.data["utterance"], spacing)))
    }
    assert wrong == {}
