"""The packaged questionnaires, rules and wording, read once and joined into a call's script."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from functools import cache
from importlib.resources import files

from ari_app.alerting import rule
from ari_app.core.errors import WrongInput
from ari_app.dialogue import prompt_text
from ari_app.dialogue.script import IdentityMatcher, Patient, Script, Versions
from ari_app.questionnaire.loading import load as load_questionnaire
from ari_app.questionnaire.questionnaire import Questionnaire

_NAME = re.compile(r"q_[a-z0-9_]+")
_RULES = "v1.json"
_PROMPTS = "zh.json"


@cache
def questionnaire(name: str) -> Questionnaire:
    """The shipped questionnaire of that name and major version, such as q_postop_v1.

    Raises WrongInput when there is none.
    """
    return load_questionnaire(source(name))


def source(name: str) -> str:
    """The JSON text of a shipped questionnaire. Raises WrongInput when there is none."""
    folder = files("ari_app.questionnaire") / "instruments"
    file = folder / f"{name}.json"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise WrongInput(f"there is no questionnaire {name}", mend=f"use one of {', '.join(names())}")
    return file.read_text(encoding="utf-8")


def names() -> tuple[str, ...]:
    """The names of the shipped questionnaires."""
    folder = files("ari_app.questionnaire") / "instruments"
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".json")))


@cache
def rules() -> rule.RuleSet:
    """The shipped alert rules."""
    return rule.load((files("ari_app.alerting") / "rules" / _RULES).read_text(encoding="utf-8"))


@cache
def prompts() -> prompt_text.PromptTexts:
    """The shipped wording."""
    return prompt_text.load((files("ari_app.dialogue") / "prompts" / _PROMPTS).read_text(encoding="utf-8"))


def build_script(
    name: str,
    *,
    hospital: str,
    patient: Patient,
    identity: IdentityMatcher,
    zone: tzinfo,
    agents_available: bool,
    appointment: datetime | None = None,
) -> Script:
    """The script of one call of questionnaire `name`. Raises WrongInput when there is no such questionnaire."""
    found = questionnaire(name)
    return Script(
        questionnaire=found,
        rules=rules(),
        prompts=prompts(),
        hospital=hospital,
        patient=patient,
        identity=identity,
        zone=zone,
        agents_available=agents_available,
        versions=Versions(found.version, rules().version, prompts().version),
        appointment=appointment,
    )
