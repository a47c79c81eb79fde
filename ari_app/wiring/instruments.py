"""The packaged questionnaires, rules and wording, read once and joined into a call's script."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from ari_app.alerting import rule
from ari_app.alerting.adjusting import Thresholds, adjusted
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import IdentityFactor
from ari_app.dialogue import prompt_text
from ari_app.dialogue.prompt_text import PromptTexts
from ari_app.dialogue.script import IdentityMatcher, Patient, Script, Versions
from ari_app.notes.messages import MessageTexts
from ari_app.notes.messages import load as load_messages
from ari_app.questionnaire.loading import load as load_questionnaire
from ari_app.questionnaire.orders import in_order
from ari_app.questionnaire.questionnaire import Observer, Questionnaire

_NAME = re.compile(r"q_[a-z0-9_]+")
_RULES = "v1.json"
_PROMPTS = "zh.json"


@cache
def questionnaire(name: str) -> Questionnaire:
    """The shipped questionnaire of that name and major version, such as q_postop_v1.

    Raises WrongInput when there is none, or only a structure without wording.
    """
    return load_questionnaire(source(name))


def source(name: str) -> str:
    """The JSON text of a shipped questionnaire or structure. Raises WrongInput when there is none."""
    if not _NAME.fullmatch(name) or name not in (*names(), *structures()):
        raise WrongInput(f"there is no questionnaire {name}", mend=f"use one of {', '.join(names())}")
    folder = _instruments() if name in names() else _instruments() / "structures"
    return (folder / f"{name}.json").read_text(encoding="utf-8")


@cache
def names() -> tuple[str, ...]:
    """The names of the shipped questionnaires."""
    return _json_names(_instruments())


@cache
def structures() -> tuple[str, ...]:
    """The names of the shipped structures: items and thresholds of scales whose wording belongs to others."""
    return _json_names(_instruments() / "structures")


def _instruments() -> Traversable:
    return files("ari_app.questionnaire") / "instruments"


def _json_names(folder: Traversable) -> tuple[str, ...]:
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".json")))


@cache
def rules() -> rule.RuleSet:
    """The shipped alert rules."""
    return rule.load((files("ari_app.alerting") / "rules" / _RULES).read_text(encoding="utf-8"))


@cache
def prompts() -> prompt_text.PromptTexts:
    """The shipped wording."""
    return prompt_text.load(prompt_source())


def prompt_source() -> str:
    """The JSON text of the shipped wording."""
    return (files("ari_app.dialogue") / "prompts" / _PROMPTS).read_text(encoding="utf-8")


@cache
def messages() -> MessageTexts:
    """The shipped texts of messages to patients."""
    return load_messages((files("ari_app.notes") / "texts" / _PROMPTS).read_text(encoding="utf-8"))


class NobodyMatcher:
    """Stands for the patient's identity where nobody is asked for it."""

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        """Never."""
        return False


def script_to_render(
    asked: str | Questionnaire,
    hospital: str,
    patient: str,
    *,
    agents_available: bool = False,
    phone: str | None = None,
    wording: PromptTexts | None = None,
) -> Script:
    """A script whose sentences are wanted, but which is never played. Raises WrongInput like `build_script`."""
    return build_script(
        asked,
        hospital=hospital,
        patient=Patient(name=patient),
        identity=NobodyMatcher(),
        zone=UTC,
        agents_available=agents_available,
        phone=phone,
        wording=wording,
    )


def build_script(
    asked: str | Questionnaire,
    *,
    hospital: str,
    patient: Patient,
    identity: IdentityMatcher,
    zone: tzinfo,
    agents_available: bool,
    appointment: datetime | None = None,
    phone: str | None = None,
    wording: PromptTexts | None = None,
    variants: tuple[str | None, str | None] = (None, None),
    thresholds: Thresholds = MappingProxyType({}),
) -> Script:
    """The script of one call of a questionnaire, or of the shipped one of that name. Raises WrongInput.

    `wording` None is the installed one; `variants` name the wording and the order of the items that are tried;
    `thresholds` are those of the alert rules that are set for it.
    """
    found = questionnaire(asked) if isinstance(asked, str) else asked
    refuse_clinicians(found)
    applied = adjusted(rules(), thresholds)
    words, (of_wording, of_order) = wording or prompts(), variants
    return Script(
        questionnaire=in_order(found, of_order),
        rules=applied,
        prompts=words,
        hospital=hospital,
        patient=patient,
        identity=identity,
        zone=zone,
        agents_available=agents_available,
        versions=Versions(found.version, applied.version, words.version, of_wording, of_order),
        appointment=appointment,
        phone=phone,
    )


def refuse_clinicians(found: Questionnaire) -> None:
    """Raise WrongInput for a questionnaire that only somebody at the bed can fill in."""
    if found.observer is not Observer.PATIENT:
        raise WrongInput(
            f"{found.id} is filled in by a clinician, so a call cannot ask it",
            mend="choose a questionnaire for patients",
        )
