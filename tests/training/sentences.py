"""The sentences from which the danger net is learned: label, sentence, and who wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.vocabulary import Flag
from ari_app.language.danger_sense import grams_in, replaced
from ari_app.language.spoken import read

FOLDER = Path(__file__).parent / "danger_sentences"
BATCHES = Path(__file__).parent.parent / "unit" / "language" / "batches"
NONE = "none"
LABELS = (Flag.SELF_HARM.value, Flag.EMERGENCY.value)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `label` is a flag or NONE, `writer` the file it comes from."""

    label: str
    text: str
    writer: str

    def grams(self) -> list[str]:
        """As the net sees it."""
        return grams_in(replaced(read(self.text).text))


def sentences() -> list[Sentence]:
    """Everything that may be learned from, in a fixed order."""
    return [*_of_tables(), *_of_batches()]


def _of_tables() -> Iterator[Sentence]:
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            label, tab, text = line.partition("\t")
            if label not in (*LABELS, NONE) or not tab or not text.strip():
                raise ValueError(f"{path.name}:{number}: not LABEL, tab, SENTENCE")
            yield Sentence(label, text, path.stem)


def _of_batches() -> Iterator[Sentence]:
    """The regression batches: mostly ordinary answers."""
    for path in sorted(BATCHES.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            raised = {case["expected"].get("intent"), *case.get("flags", ()), *case.get("expected_flags", ())}
            label = next((each for each in LABELS if each in raised), NONE)
            yield Sentence(label, case["utterance"], path.stem)
