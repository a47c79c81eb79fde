"""One row of a list of patients to be followed up, as a hospital writes it (JSON or CSV): read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from ari_app.core.errors import WrongInput
from ari_app.core.relations import Relation
from ari_app.integrations import row_fields

T = TypeVar("T")

# the first spelling is the one of the JSON; the others are what Chinese lists head their columns with
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "patientId": ("患者编号", "患者ID", "病案号"),
    "name": ("姓名", "患者姓名"),
    "phone": ("电话", "手机", "手机号", "联系电话"),
    "encounterId": ("就诊号", "住院号"),
    "planDay": ("随访点",),
    "group": ("分组",),
    "priority": ("优先级",),
    "preferredTimeWindow": ("时段", "方便时段"),
    "idTail": ("身份证后四位",),
    "birthday": ("生日", "出生日期"),
    "secondPhone": ("第二电话", "备用电话"),
    "guardianName": ("监护人", "监护人姓名"),
    "guardianPhone": ("监护人电话",),
    "guardianRelation": ("监护人关系",),
    "language": ("语言", "方言"),
    "department": ("科室",),
    "diagnoses": ("诊断", "诊断编码"),
    "procedures": ("手术", "手术编码"),
    "dischargedAt": ("出院日期", "出院时间"),
    "dueAt": ("应访时间",),
    "notAfter": ("最晚时间",),
}
MUST = ("patientId", "name", "phone")
LONGEST_TEXT = 128


class RowFault(Exception):
    """A row that cannot be taken; `faults` says why, field by field, without patient data."""

    def __init__(self, number: int, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.number = number
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who answers for a minor; `phone` is E.164."""

    relation: Relation
    name: str | None = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A checked row. `phone` and `second_phone` are E.164, times UTC or with their zone, `birth_md` MM-DD.

    None is a field that tells nothing; those that were given, but empty, stand in `emptied` by their names in the JSON.
    """

    number: int
    patient_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    encounter_id: str | None = None
    plan_day: str | None = None
    group: str | None = None
    priority: int | None = None
    windows: str | None = None
    id_tail: str | None = field(default=None, repr=False)
    birth_md: str | None = field(default=None, repr=False)
    born_on: date | None = field(default=None, repr=False)
    second_phone: str | None = field(default=None, repr=False)
    guardian: Guardian | None = None
    language: str | None = None
    department: str | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    discharged_at: datetime | None = None
    due_at: datetime | None = None
    not_after: datetime | None = None
    emptied: frozenset[str] = frozenset()

    @property
    def can_be_identified(self) -> bool:
        """Whether the row gives what the call's identity check compares."""
        return self.id_tail is not None or self.birth_md is not None


def read_row(fields: Mapping[str, object], number: int, zone: tzinfo) -> ContactRow:
    """Check a row; `number` is its place in the list, from 1, and `zone` the hospital's. Raises RowFault."""
    return _Reading(fields, number, zone).row()


class _Reading:
    def __init__(self, fields: Mapping[str, object], number: int, zone: tzinfo) -> None:
        self._fields, self._number, self._zone = fields, number, zone
        self._faults: list[str] = []

    def row(self) -> ContactRow:
        unknown = sorted(set(self._fields) - set(COLUMNS))
        if unknown:
            self._faults.append(f"unknown field {', '.join(unknown)}")
        for name in MUST:
            if self._text(name) is None:
                self._faults.append(f"{name} is missing")
        birthday = self._read("birthday", row_fields.birthday)
        row = ContactRow(
            number=self._number,
            patient_id=self._text("patientId") or "",
            name=self._read("name", row_fields.person_name) or "",
            phone=self._read("phone", row_fields.phone) or "",
            encounter_id=self._text("encounterId"),
            plan_day=self._text("planDay"),
            group=self._text("group"),
            priority=self._read("priority", row_fields.priority),
            windows=self._read("preferredTimeWindow", row_fields.windows),
            id_tail=self._read("idTail", row_fields.id_tail),
            birth_md=birthday[0] if birthday else None,
            born_on=birthday[1] if birthday else None,
            second_phone=self._read("secondPhone", row_fields.phone),
            guardian=self._guardian(),
            language=self._read("language", row_fields.language),
            department=self._text("department"),
            diagnoses=self._read("diagnoses", row_fields.codes) or (),
            procedures=self._read("procedures", row_fields.codes) or (),
            discharged_at=self._read("dischargedAt", self._moment),
            due_at=self._read("dueAt", self._moment),
            not_after=self._read("notAfter", self._end),
            emptied=frozenset(name for name in self._fields if name in COLUMNS and self._text(name) is None),
        )
        if row.not_after is not None and row.due_at is not None and row.not_after <= row.due_at:
            self._faults.append("notAfter is before dueAt")
        if self._faults:
            raise RowFault(self._number, tuple(self._faults))
        return row

    def _guardian(self) -> Guardian | None:
        relation = self._read("guardianRelation", row_fields.guardian_relation)
        name, phone = self._text("guardianName"), self._read("guardianPhone", row_fields.phone)
        if relation is None and (name or phone):
            relation = Relation.PARENT
        return None if relation is None else Guardian(relation, name, phone)

    def _read(self, name: str, parse: Callable[[str], T]) -> T | None:
        text = self._text(name)
        if text is None:
            return None
        try:
            return parse(text)
        except WrongInput as error:
            self._faults.append(f"{name}: {error.message}")
            return None

    def _text(self, name: str) -> str | None:
        value = self._fields.get(name)
        if isinstance(value, list):
            value = ",".join(str(each) for each in value)
        if isinstance(value, dict | bool):
            self._faults.append(f"{name}: must be text")
            return None
        text = "" if value is None else str(value).strip()
        if len(text) > LONGEST_TEXT or not text.isprintable():
            self._faults.append(f"{name}: must be one line of at most {LONGEST_TEXT} characters")
            return None
        return text or None

    def _moment(self, text: str) -> datetime:
        """A day begins at its local midnight; a time without a zone is the hospital's."""
        try:
            found = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError:
            raise WrongInput("is no time; write it as 2026-03-10 or 2026-03-10T14:30+08:00") from None
        return found if found.tzinfo is not None else found.replace(tzinfo=self._zone)

    def _end(self, text: str) -> datetime:
        """A day alone means until its end."""
        found = self._moment(text)
        is_day = re.search(r"\d{1,2}:\d{2}", text) is None
        return datetime.combine(found.date() + timedelta(days=1), time(), self._zone) if is_day else found
