"""A questionnaire as data, shaped like FHIR R4 Questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ari_app.core.vocabulary import QType


class Operator(StrEnum):
    """FHIR R4 QuestionnaireItemOperator."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Behavior(StrEnum):
    """FHIR R4 EnableWhenBehavior: whether all conditions must hold or any one."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: the answer to `question` compared with `answer`, or, with `flag`, that sign was raised."""

    operator: Operator
    answer: str | float | bool
    question: str | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `options` are (code, spoken text) in the order of the key pad's 1, 2, 3 …; `key_digits` is the most digits
    the key pad takes; an answer heard with less than `confidence_floor` is not taken.
    """

    link_id: str
    qtype: QType
    prompt_code: str
    text: str
    reask_text: str
    key_text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    proposition: str | None = None
    required: bool = True
    enable_when: tuple[Condition, ...] = ()
    enable_behavior: Behavior = Behavior.ALL
    key_digits: int = 0
    confidence_floor: float = 0.6

    @property
    def option_texts(self) -> Mapping[str, str]:
        """Code to spoken text."""
        return dict(self.options)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A versioned list of items. `id` names the major version, `version` the exact one."""

    id: str
    version: str
    title: str
    items: tuple[Item, ...]

    def item(self, link_id: str) -> Item:
        """The item called `link_id`. Raises KeyError."""
        for item in self.items:
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)
