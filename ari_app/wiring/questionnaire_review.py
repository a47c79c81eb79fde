"""All that is known about a questionnaire before it is used: findings and how long its calls take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ari_app.alerting.rule_checks import order_rule_findings, rule_findings
from ari_app.core.errors import WrongInput
from ari_app.dialogue.prompt_lint import script_findings
from ari_app.dialogue.prompt_text import PromptTexts
from ari_app.questionnaire import loading
from ari_app.questionnaire.checks import check
from ari_app.questionnaire.duration import ANSWER_SECONDS, Duration, duration, speech_seconds
from ari_app.questionnaire.fhir_import import from_fhir, is_fhir
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Observer, Questionnaire
from ari_app.wiring import instruments

MOST_SECONDS = 300.0
"""The greeting promises about three minutes; a call that usually takes longer than five breaks its word."""

_FRONT = ("consent", "person", "verify", "data_consent")


@dataclass(frozen=True, slots=True)
class Review:
    """A questionnaire, what is wrong with it, and the seconds of its calls from greeting to goodbye."""

    questionnaire: Questionnaire
    findings: tuple[Finding, ...]
    seconds: Duration


def review(questionnaire: Questionnaire, prompts: PromptTexts | None = None) -> Review:
    """Check a questionnaire together with the alert rules and the wording around it.

    The shipped wording is taken when none is given.
    """
    wording = prompts or instruments.prompts()
    items, front = duration(questionnaire), _front_seconds(wording)
    whole = Duration(items.usual + front, items.longest + front)
    found = check(questionnaire)
    if not found:
        rules = instruments.rules()
        found += rule_findings(questionnaire, rules) + order_rule_findings(questionnaire, rules)
    if questionnaire.observer is Observer.PATIENT:
        found += script_findings(wording)
        if whole.usual > MOST_SECONDS:
            message = f"a call takes about {whole.usual:.0f} s, more than {MOST_SECONDS:.0f}"
            found.append(Finding("too_long", "", message, "ask fewer or shorter questions, or split it"))
    return Review(questionnaire, tuple(found), whole)


def read(name: str) -> Questionnaire:
    """The questionnaire in a file, in our form or as FHIR, or the shipped one of that code; not yet checked.

    Raises WrongInput when there is no such file and no such code, or when it cannot be read.
    """
    path = Path(name)
    if not path.is_file():
        if path.suffix or "/" in name:
            raise WrongInput(
                f"there is no file {name}", mend="give a file, or the code of a shipped questionnaire"
            )
        return loading.parse(instruments.source(name))
    text = path.read_text(encoding="utf-8")
    data = _object(text, name)
    return from_fhir(data) if is_fhir(data) else loading.parse(text)


def _object(text: str, name: str) -> Mapping[str, object]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise WrongInput(f"{name} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise WrongInput(f"{name} must hold a JSON object")
    return data


def _front_seconds(prompts: PromptTexts) -> float:
    spoken = [f"{code}.ask" for code in _FRONT] + ["closing.completed"]
    texts = ("".join(prompts.prompts[key].sentences) for key in spoken if key in prompts.prompts)
    return sum(speech_seconds(text) for text in texts) + ANSWER_SECONDS * len(_FRONT)
