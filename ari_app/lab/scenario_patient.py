"""A scenario's patient for the telephone: what he says to which question, and what he means by it."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.dialogue.prompt_book import prompt, read_back
from ari_app.dialogue.script import Script
from ari_app.lab.patient_script import DEFAULT_UTTERANCES, PatientScript
from ari_app.lab.scenario import Saying, Scenario
from ari_app.language.understanding import Value


def patient_script(scenario: Scenario, script: Script, answers: Mapping[str, Value]) -> PatientScript:
    """`answers` are the values that the patient means: he agrees when one of them is read back to him.

    A confidence or a barge-in of the scenario cannot be acted on a telephone: the words are said as they are.
    """
    queues = {code: tuple(map(_utterance, queue)) for code, queue in scenario.sayings.items()}
    return PatientScript(
        title=str(scenario.id),
        questionnaire=scenario.questionnaire,
        name=scenario.patient.name,
        utterances=DEFAULT_UTTERANCES | queues,
        meanings=_meanings(script, answers),
    )


def _utterance(saying: Saying) -> str:
    if saying.is_hangup:
        return "<hangup>"
    if saying.is_silence:
        return "<silence>"
    return f"<dtmf>{saying.text}" if saying.is_keyed else saying.text


def _meanings(script: Script, answers: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """How the robot says each meant value when it reads it back."""
    lead, tail = (len(prompt(script, key).sentences) for key in ("confirm.lead", "confirm.tail"))
    found: dict[str, tuple[str, ...]] = {}
    for item in script.questionnaire.items:
        spoken = read_back(script, item, answers[item.link_id]) if item.link_id in answers else None
        if spoken is not None:
            found[item.link_id] = ("".join(spoken[lead : len(spoken) - tail]),)
    return found
