"""Everything a call knows before it starts; frozen from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from ari_app.alerting.rule import RuleSet
from ari_app.core.vocabulary import IdentityFactor
from ari_app.dialogue.prompt_text import PromptTexts
from ari_app.policy.calling_rules import USUAL_WINDOWS
from ari_app.policy.windows import DailyWindows
from ari_app.questionnaire.questionnaire import Questionnaire

ADULT_AGE = 18
ELDER_AGE = 65


class IdentityMatcher(Protocol):
    """Compares what was said with what is stored, which is never in the script."""

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        """Whether `value` (four characters of an id tail, or MM-DD) is the patient's."""
        ...


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom the call is for. `relatives_allowed` are relations that may answer for him; `guardian_relation`
    is who answers for a minor; `history` holds earlier calls' numbers per item, oldest first; `last_answers` the
    latest value per item, of whatever kind."""

    name: str
    age: int | None = None
    relatives_allowed: frozenset[str] = frozenset()
    guardian_relation: str | None = None
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    last_answers: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_minor(self) -> bool:
        """Whether a guardian must answer."""
        return self.age is not None and self.age < ADULT_AGE

    @property
    def is_elder(self) -> bool:
        """Whether he is spoken to more slowly and simply, and given more time."""
        return self.age is not None and self.age >= ELDER_AGE


CALLED_IN = "inbound"
"""The variant of the wording for a caller of whom only the number is known."""


def families_of(questionnaire: str) -> tuple[str, ...]:
    """For which families a questionnaire counts, the closest first: q_postop_t7 and q_postop for q_postop_t7_v1."""
    family = questionnaire.rsplit("_v", 1)[0]
    wider = family.rsplit("_", 1)[0] if family.count("_") > 1 else family.rstrip("0123456789")
    return (family,) if wider == family else (family, wider)


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions made this call; stored with every answer.

    `wording` is a or b while two wordings are compared, `order` the code of another order of the items.
    """

    questionnaire: str
    rules: str
    prompts: str
    wording: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """One call's questionnaire, rules, wording and patient. `zone` is the hospital's time zone.

    `appointment` is what a reminder is about; `hours` are when patients are called; `phone` is where patients reach
    the center, None for the number that calls them; `hot_words` are names that free answers may hold. With `called_in`
    the patient's number called us: whoever speaks is told no name.
    """

    questionnaire: Questionnaire
    rules: RuleSet
    prompts: PromptTexts
    hospital: str
    patient: Patient
    identity: IdentityMatcher
    zone: tzinfo
    agents_available: bool
    versions: Versions
    appointment: datetime | None = None
    hours: DailyWindows = USUAL_WINDOWS
    phone: str | None = None
    hot_words: tuple[str, ...] = ()
    called_in: bool = False

    @property
    def family(self) -> str:
        """The questionnaire's name without its version, such as q_postop."""
        return families_of(self.questionnaire.id)[0]

    @property
    def variants(self) -> tuple[str, ...]:
        """Which variants of the wording fit this call, the closest first.

        q_postop_t7 also takes what is written for q_postop, and q_phq9 what is written for q_phq.
        """
        families = families_of(self.questionnaire.id)
        caller = (CALLED_IN,) if self.called_in else ()
        return (*caller, *families, "elder") if self.patient.is_elder else (*caller, *families)
