"""How far a call is when a fault strikes, and what its patient says before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.lab.patient_script import PatientScript, load

NAME = "李秀英"
ID_TAIL, BIRTH_MD = "4417", "08-02"
QUESTIONNAIRE = "q_postop_v1"
CUE = "pain_vas"
"""The question whose answer brings a talk into its phase, where time does not matter."""

_STOP = "不要再打电话来了"
_PAIN = "三分"
_PAIN_KEYS = "<dtmf>3#"
_FRONT: Mapping[str, tuple[str, ...]] = {
    "consent": ("可以",),
    "person": ("我是",),
    "verify": (f"<dtmf>{ID_TAIL}",),
    "data_consent": ("可以",),
}
# after the strike he is asked on: he answers by key and by voice, and then hangs up
_AFTER: Mapping[str, tuple[str, ...]] = {
    "temp": ("<dtmf>368",),
    "wound": ("伤口恢复得很好", "<dtmf>1"),
    "diet": ("<hangup>",),
}
_BRIEF: Mapping[str, tuple[str, ...]] = {"consent": ("可以",), "person": ("我是",), "verify": ("<hangup>",)}
_MEANS: Mapping[str, list[str]] = {CUE: [_PAIN], "temp": ["三十六度八"], "wound": ["伤口干燥"]}


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. `answers` is what the patient says to which question; it begins with his answer to `cue`.

    Without a cue it begins with the call itself.
    """

    name: str
    answers: Mapping[str, tuple[str, ...]]
    cue: str | None = CUE

    @property
    def script(self) -> PatientScript:
        """The patient's script."""
        turns = [
            {"q": code, "say": say, "means": _MEANS.get(code, [])}
            for code, sayings in self.answers.items()
            for say in sayings
        ]
        return load(
            json.dumps(
                {
                    "schema": 1,
                    "title": self.name,
                    "questionnaireId": QUESTIONNAIRE,
                    "patient": {"name": NAME},
                    "turns": turns,
                }
            )
        )


PHASES: Mapping[str, Phase] = {
    each.name: each
    for each in (
        Phase("ringing", _BRIEF, cue=None),
        Phase("greeting", _BRIEF, cue=None),
        Phase("question", {**_FRONT, CUE: (_PAIN_KEYS,), **_AFTER}),
        Phase("commit", {**_FRONT, CUE: (_PAIN_KEYS,), **_AFTER}),
        Phase("answer", {**_FRONT, CUE: (_PAIN, _PAIN_KEYS), **_AFTER}),
        Phase("goodbye", {**_FRONT, CUE: (_STOP,)}),
        Phase("nurse", {**_FRONT, CUE: ("转人工",)}),
    )
}

_FIRST = "consent"
QUICK: Mapping[str, Phase] = {
    each.name: each
    for each in (
        Phase("commit", {_FIRST: ("<dtmf>1",), "person": ("<hangup>",)}, _FIRST),
        Phase("answer", {_FIRST: ("可以", "<dtmf>1"), "person": ("<hangup>",)}, _FIRST),
        Phase("goodbye", {_FIRST: (_STOP,)}, _FIRST),
        Phase("nurse", {_FIRST: ("转人工",)}, _FIRST),
    )
}
"""The same phases on a shorter way: at the very first question."""

ORDER = (("nurse",), ("ringing",), ("greeting",), ("goodbye",), ("question",), ("commit", "answer"))
"""Phases that last come first, so that a short one is still under way when the fault strikes; a group at once."""

ROUNDS = (("ringing", "question", "goodbye"), ("greeting", "nurse", "commit", "answer"))
"""Which phases one stroke of a fault meets side by side."""
