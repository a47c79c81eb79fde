"""The fields of a row of a list, each read and checked by itself; what is wrong is told without the value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ari_app.core.errors import WrongInput
from ari_app.core.language_tag import is_language_tag
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import NO_GUARDIANS, Relation
from ari_app.policy.windows import DailyWindows

_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·]{2,12}|[A-Za-z][A-Za-z .'-]{1,39}")
_ID_TAIL = re.compile(r"\d{3}[\dXx]")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_CODES = re.compile(r"[\s,，;；、|]+")


def person_name(text: str) -> str:
    """The full name of a person. Raises WrongInput."""
    if "*" in text or "某" in text:
        raise WrongInput("is masked; the robot has to ask for the person by name")
    if not _NAME.fullmatch(text):
        raise WrongInput("is no name of 2 to 12 Chinese characters (or 2 to 40 Latin ones)")
    return text


def phone(text: str) -> str:
    """The number in E.164 form. Raises WrongInput."""
    return PhoneNumber.parse(text).e164


def priority(text: str) -> int:
    """0 (last) to 9 (first). Raises WrongInput."""
    if text not in tuple("0123456789"):
        raise WrongInput("must be 0 (last) to 9 (first)")
    return int(text)


def windows(text: str) -> str:
    """Local times, such as 18:00-20:00. Raises WrongInput."""
    return ",".join(DailyWindows.parse(text).texts())


def id_tail(text: str) -> str:
    """Four characters, an X in capitals. Raises WrongInput."""
    if not _ID_TAIL.fullmatch(text):
        raise WrongInput("must be four digits, the last one possibly X")
    return text.upper()


def birthday(text: str) -> tuple[str, date | None]:
    """Month and day, and the whole day where the year is given. Raises WrongInput."""
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = found.groups()
        whole = date(int(year or 2000), int(month), int(day))
    except ValueError:
        raise WrongInput("is no birthday; write it as 1968-08-02 or 08-02") from None
    return f"{whole:%m-%d}", whole if year else None


def guardian_relation(text: str) -> Relation:
    """What a guardian is to the minor, by our word or the Chinese one. Raises WrongInput."""
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


def language(text: str) -> str:
    """A BCP 47 tag in small letters. Raises WrongInput."""
    if not is_language_tag(text):
        raise WrongInput("is no language tag (BCP 47) such as yue")
    return text.lower()


def codes(text: str) -> tuple[str, ...]:
    """Codes of diagnoses or procedures, each once."""
    return tuple(dict.fromkeys(part for part in _CODES.split(text) if part))


def comes_of_age(born_on: date) -> date:
    """The day on which somebody becomes 18 (Civil Code of China, art. 17); 1 March for 29 February."""
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return date(born_on.year + 18, 3, 1)
