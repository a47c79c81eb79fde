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


PLACEHOLDERS = frozenset({"appointment"})
"""What a spoken text may leave open as {name}, to be filled in for one call."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a terminology, such as LOINC."""

    system: str
    code: str


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
    the key pad takes; an answer heard with less than `confidence_floor` is not taken. An item that is not
    `required` is given up at the first silence. `option_scores` are the numbers that the options count in a
    scale; `themes` are what an open answer is sorted into; `codes` say which published item it is.
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
    option_scores: tuple[tuple[str, float], ...] = ()
    themes: tuple[str, ...] = ()
    codes: tuple[Coding, ...] = ()

    @property
    def option_texts(self) -> Mapping[str, str]:
        """Code to spoken text."""
        return dict(self.options)


class Status(StrEnum):
    """FHIR R4 PublicationStatus."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Observer(StrEnum):
    """Who answers the items. Only a patient's can be asked in a call."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class MissingPolicy(StrEnum):
    """What a total is when items have no value."""

    ALL_REQUIRED = "all_required"


@dataclass(frozen=True, slots=True)
class Band:
    """A named part of a score's range, both ends included."""

    code: str
    low: float
    high: float
    display: str


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of `items`, stored as `code`, and the band it falls in, stored as `band_code` (empty: none)."""

    code: str
    items: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    band_code: str = ""
    missing: MissingPolicy = MissingPolicy.ALL_REQUIRED
    codes: tuple[Coding, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Another order of all items, for `share` (0..1) of the patients."""

    code: str
    share: float
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A versioned list of items. `id` names the major version, `version` the exact one; `copyright` says who
    owns the wording and on what terms it may be used; `orders` are tried beside the usual one."""

    id: str
    version: str
    title: str
    items: tuple[Item, ...]
    scores: tuple[Score, ...] = ()
    codes: tuple[Coding, ...] = ()
    status: Status = Status.ACTIVE
    observer: Observer = Observer.PATIENT
    copyright: str = ""
    orders: tuple[Order, ...] = ()

    def item(self, link_id: str) -> Item:
        """The item called `link_id`. Raises KeyError."""
        for item in self.items:
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)
