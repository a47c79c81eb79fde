"""Lists of patients as the store takes them: follow-ups, where they go, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ari_app.store.patients import PatientDraft


class ListedField(StrEnum):
    """What a list may leave out of a follow-up and its visit; the words are those of intake.sql."""

    GROUP_NAME = "group_name"
    PRIORITY = "priority"
    WINDOWS = "windows"
    NOT_AFTER = "not_after"
    DEPARTMENT = "department"
    DIAGNOSES = "diagnoses"
    PROCEDURES = "procedures"
    DISCHARGED = "discharged"


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire in the version that is asked."""

    questionnaire_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A follow-up of a list; times are aware, `number` is the row's, for reports.

    None (and no code) leaves what is known of a follow-up that was listed before, unless the field is among the
    `cleared`. `due_at` None: a new one is due when it is stored, a known one when it was. `asked` is what a new one
    is asked; None: what the campaign asks everybody. `thresholds` are those of the alert rules that are set for it.
    """

    number: int
    external_id: str
    patient: PatientDraft
    due_at: datetime | None = None
    encounter_external_id: str | None = None
    plan_day: str | None = None
    group_name: str | None = None
    priority: int | None = None
    windows: str | None = None
    not_after: datetime | None = None
    department: str | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    discharged_at: datetime | None = None
    discharged_on: date | None = None
    cleared: frozenset[ListedField] = frozenset()
    asked: Asked | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """The campaign that a list goes into, and what it asks whom no template fits."""

    organization_id: UUID
    campaign_id: UUID
    asked: Asked


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows, by their numbers.

    `corrected` are due at another time than was listed before; `dialed` keep theirs, since a call was placed.
    `emptied` names what is not known of the patient any more, `refused` says why.
    """

    added: tuple[int, ...]
    corrected: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: tuple[int, ...]
    dialed: tuple[int, ...]
    emptied: tuple[tuple[int, tuple[str, ...]], ...]
    refused: tuple[tuple[int, str], ...]
