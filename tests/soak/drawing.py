"""Drawing a patient's answers: what is meant, and several ways of saying it, by a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ari_app.dialogue.prompt_book import prompt, read_back
from ari_app.dialogue.spoken_value import spoken_whole
from ari_app.wiring import instruments

PHRASINGS = Path(__file__).with_name("phrasings.json")
QUESTIONNAIRE = "q_postop_v1"
TRIES = 2
REFUSES_RECORDING = 0.05
WRONG_IDENTITY = 0.1
NAMES = ("李秀英", "王建国", "张桂兰", "刘德华", "陈玉梅", "赵志强", "孙丽萍", "周文斌")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One patient: the facts the hospital has, what he means, and what he will say."""

    name: str
    phone: str
    id_tail: str
    birth_md: str
    meant: Mapping[str, Any]
    refuses_recording: bool
    gives_wrong_identity: bool
    script: Mapping[str, Any]


class Drawing:
    """Draws patients from the phrasing bank: `{code: [{"value": …, "means": […], "say": […]}]}`.

    The bank begins with the usual ways of saying a value; with `ways` only so many of them are drawn from.
    """

    def __init__(self, seed: int, ways: int | None = None) -> None:
        self._ways = ways
        self._chance = random.Random(seed)
        self._script = instruments.script_to_render(QUESTIONNAIRE, "", "")
        self._bank: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(PHRASINGS.read_text("utf-8"))

    def patient(self, number: int) -> Drawn:
        """The next patient; `number` makes his telephone number."""
        chance = self._chance
        refuses = chance.random() < REFUSES_RECORDING
        lies = not refuses and chance.random() < WRONG_IDENTITY
        id_tail = f"{chance.randrange(10_000):04d}"
        birth_md = f"{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        name = chance.choice(NAMES)
        meant: dict[str, Any] = {}
        turns: list[dict[str, Any]] = []
        for code, values in self._bank.items():
            if code in ("consent", "data_consent", "person"):
                wanted = "no" if code == "consent" and refuses else "yes"
                drawn = chance.choice([each for each in values if each["value"] == wanted])
            else:
                drawn = chance.choice(values)
            meant[code] = drawn["value"]
            turns += self._say(code, drawn)
        turns += self._verify(id_tail, birth_md, lies)
        script = {
            "schema": 1,
            "questionnaireId": QUESTIONNAIRE,
            "title": f"soak patient {number}",
            "patient": {"name": name},
            "turns": turns,
        }
        phone = f"1380000{number:04d}"
        return Drawn(name, phone, id_tail, birth_md, meant, refuses, lies, script)

    def _say(self, code: str, drawn: Mapping[str, Any]) -> list[dict[str, Any]]:
        known = drawn["say"][: self._ways]
        ways = self._chance.sample(known, k=min(TRIES - 1, len(known)))
        means = self._read_back(code, drawn["value"])
        said = [{"q": code, "say": way, "means": means} for way in ways]
        if "keys" in drawn:
            said.append({"q": code, "say": f"<dtmf>{drawn['keys']}", "means": means})
        return said

    def _read_back(self, code: str, value: Any) -> list[str]:
        """How the robot says this value when it reads it back."""
        item = next((each for each in self._script.questionnaire.items if each.link_id == code), None)
        spoken = None if item is None else read_back(self._script, item, value)
        if spoken is None:
            return []
        lead, tail = (len(prompt(self._script, key).sentences) for key in ("confirm.lead", "confirm.tail"))
        return ["".join(spoken[lead:-tail])]

    def _verify(self, id_tail: str, birth_md: str, lies: bool) -> list[dict[str, Any]]:
        """A birthday by voice first, the id tail by key pad after; a liar is wrong by one everywhere."""
        month, day = (int(part) for part in birth_md.split("-"))
        if lies:
            day = day % 28 + 1
            id_tail = f"{(int(id_tail) + 1) % 10_000:04d}"
        spoken = f"{spoken_whole(month)}月{spoken_whole(day)}{self._chance.choice(('号', '日'))}"
        return [
            {"q": "verify", "say": spoken, "means": [spoken]},
            {"q": "verify", "say": f"<dtmf>{id_tail}"},
            {"q": "verify", "say": f"<dtmf>{id_tail}"},
        ]
