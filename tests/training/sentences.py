"""The sentences from which the danger net is learned: label, sentence, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.vocabulary import Flag
from ari_app.language.danger_sense import flattened, grams_in

FOLDER = Path(__file__).parent / "danger_sentences"
NONE = "none"
# files of ordinary answers, by whose false alarms the thresholds are set
ANSWERS = "answers"
LABELS = (Flag.SELF_HARM.value, Flag.EMERGENCY.value)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `label` is a flag or NONE, `writer` the file it comes from."""

    label: str
    text: str
    writer: str

    def grams(self) -> list[str]:
        """As the net sees it."""
        return grams_in(flattened(self.text))


def sentences() -> list[Sentence]:
    """Everything that is learned from, in a fixed order, each wording once."""
    return list({each.text: each for each in _read()}.values())


def _read() -> Iterator[Sentence]:
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            label, tab, text = line.partition("\t")
            if label not in (*LABELS, NONE) or not tab or not text.strip():
                raise ValueError(f"{path.name}:{number}: not LABEL, tab, SENTENCE")
            yield Sentence(label, text, path.stem)
