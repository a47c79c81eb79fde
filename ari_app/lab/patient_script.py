"""What a simulated patient will say, read from a JSON file. Only the patient ever sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ari_app.core.errors import WrongInput
from ari_app.dialogue.suspecting import CODES as SUSPECTED

SCHEMA: Final = 1
DEFAULT_VOICE: Final = "zf_xiaobei"
DEFAULT_UTTERANCES: Final = {"data_consent": ("可以",)} | dict.fromkeys(SUSPECTED.values(), ("没有",))


@dataclass(frozen=True, slots=True)
class PatientScript:
    """The utterances for each question in order, and how each value sounds when it is read back rightly.

    An utterance is words, `<silence>`, `<hangup>` or `<dtmf>4417`.
    """

    title: str
    questionnaire: str
    name: str
    utterances: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    voice: str = DEFAULT_VOICE
    speed: float = 1.0

    def words(self) -> tuple[str, ...]:
        """Everything that must be rendered into sound before the call."""
        spoken = {spoken_words(text) for texts in self.utterances.values() for text in texts}
        return tuple(sorted(text for text in spoken if text))


def spoken_words(utterance: str) -> str:
    """The words of an utterance without its mark; empty when it is not speech."""
    if utterance.startswith(("<silence>", "<hangup>", "<dtmf>")):
        return ""
    return utterance.rpartition(">")[2].strip()


class PatientMemory:
    """Which utterance comes next: the next unused one of a question, and the last one again after that."""

    def __init__(self, script: PatientScript) -> None:
        self._script = script
        self._used: dict[str, int] = {}

    def answer(self, code: str) -> str:
        """What to say to this question now; `<silence>` to one that the script does not name."""
        queue = self._script.utterances.get(code)
        if not queue:
            return "<silence>"
        used = self._used.get(code, 0)
        self._used[code] = used + 1
        return queue[min(used, len(queue) - 1)]


def load(text: str) -> PatientScript:
    """Read a script. Raises WrongInput when it cannot be used."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise WrongInput(f"a patient's script of schema {data['schema']!r}", mend=f"use {SCHEMA}")
        queues: dict[str, list[str]] = {}
        meanings: dict[str, tuple[str, ...]] = {}
        for turn in data["turns"]:
            queues.setdefault(str(turn["q"]), []).append(str(turn["say"]))
            if "means" in turn:
                meanings[str(turn["q"])] = tuple(str(form) for form in turn["means"])
        return PatientScript(
            title=str(data["title"]),
            questionnaire=str(data["questionnaireId"]),
            name=str(data["patient"]["name"]),
            utterances=DEFAULT_UTTERANCES | {code: tuple(queue) for code, queue in queues.items()},
            meanings=meanings,
            voice=str(data.get("voice", DEFAULT_VOICE)),
            speed=float(data.get("speed", 1.0)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise WrongInput(f"the patient's script cannot be used: {error!r}") from error
