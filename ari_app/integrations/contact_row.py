"""One row of a list of patients to be followed up, as a hospital writes it (JSON or CSV): read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from ari_app.core.errors import WrongInput
from ari_app.core.language_tag import is_language_tag
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import NO_GUARDIANS, Relation
from ari_app.policy.windows import DailyWindows

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

_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·]{2,12}|[A-Za-z][A-Za-z .'-]{1,39}")
_ID_TAIL = re.compile(r"\d{3}[\dXx]")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_CODES = re.compile(r"[\s,，;；、|]+")


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
        birthday = self._read("birthday", _birthday)
        row = ContactRow(
            number=self._number,
            patient_id=self._text("patientId") or "",
            name=self._read("name", _name) or "",
            phone=self._read("phone", _phone) or "",
            encounter_id=self._text("encounterId"),
            plan_day=self._text("planDay"),
            group=self._text("group"),
            priority=self._read("priority", _priority),
            windows=self._read("preferredTimeWindow", _windows),
            id_tail=self._read("idTail", _id_tail),
            birth_md=birthday[0] if birthday else None,
            born_on=birthday[1] if birthday else None,
            second_phone=self._read("secondPhone", _phone),
            guardian=self._guardian(),
            language=self._read("language", _language),
            department=self._text("department"),
            diagnoses=self._read("diagnoses", _codes) or (),
            procedures=self._read("procedures", _codes) or (),
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
        relation = self._read("guardianRelation", _relation)
        name, phone = self._text("guardianName"), self._read("guardianPhone", _phone)
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


def _name(text: str) -> str:
    if "*" in text or "某" in text:
        raise WrongInput("is masked; the robot has to ask for the person by name")
    if not _NAME.fullmatch(text):
        raise WrongInput("is no name of 2 to 12 Chinese characters (or 2 to 40 Latin ones)")
    return text


def _phone(text: str) -> str:
    return PhoneNumber.parse(text).e164


def _priority(text: str) -> int:
    if text not in tuple("0123456789"):
        raise WrongInput("must be 0 (last) to 9 (first)")
    return int(text)


def _windows(text: str) -> str:
    return ",".join(DailyWindows.parse(text).texts())


def _id_tail(text: str) -> str:
    if not _ID_TAIL.fullmatch(text):
        raise WrongInput("must be four digits, the last one possibly X")
    return text.upper()


def _birthday(text: str) -> tuple[str, date | None]:
    """Month and day, and the whole day where the year is given."""
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = found.groups()
        whole = date(int(year or 2000), int(month), int(day))
    except ValueError:
        raise WrongInput("is no birthday; write it as 1968-08-02 or 08-02") from None
    return f"{whole:%m-%d}", whole if year else None


def _relation(text: str) -> Relation:
    try:
        relation = Relation(text)
    except ValueError:
        relation = _RELATIONS.get(text, Relation.FRIEND)
    if relation in NO_GUARDIANS or relation is Relation.FRIEND:
        raise WrongInput("is no relation of a guardian, such as mother, father or grandmother")
    return relation


_RELATIONS: Mapping[str, Relation] = {
    "母亲": Relation.MOTHER,
    "妈妈": Relation.MOTHER,
    "父亲": Relation.FATHER,
    "爸爸": Relation.FATHER,
    "父母": Relation.PARENT,
    "祖母": Relation.GRANDMOTHER,
    "奶奶": Relation.GRANDMOTHER,
    "外婆": Relation.GRANDMOTHER,
    "祖父": Relation.GRANDFATHER,
    "爷爷": Relation.GRANDFATHER,
    "外公": Relation.GRANDFATHER,
}


def _language(text: str) -> str:
    if not is_language_tag(text):
        raise WrongInput("is no language tag (BCP 47) such as yue")
    return text.lower()


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _CODES.split(text) if part))


def comes_of_age(born_on: date) -> date:
    """The day on which somebody becomes 18 (Civil Code of China, art. 17); 1 March for 29 February."""
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return date(born_on.year + 18, 3, 1)
