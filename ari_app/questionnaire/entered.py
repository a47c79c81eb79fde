"""Answers as a person writes them down: read, and checked by the item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.questionnaire.flow import is_enabled
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.value_space import NONE_OF_THEM, NUMBERS, YES_NO, NumberRange

UNITS: Mapping[QType, str] = {
    QType.NRS: "/10",
    QType.RATING_1_10: "/10",
    QType.TEMPERATURE: "Cel",
    QType.ADHERENCE_PCT: "%",
    QType.COUNT_WEEK: "/wk",
    QType.BLOOD_PRESSURE: "mm[Hg]",
    QType.GLUCOSE: "mmol/L",
}
"""UCUM units of the values (docs/contract.md)."""
SYSTOLIC, DIASTOLIC = range(60, 261), range(30, 161)
LONGEST_WORDS = 2_000

_NUMBER = re.compile(r"\d{1,3}(\.\d)?")
_PRESSURE = re.compile(r"(\d{2,3})/(\d{2,3})")
_WISHES = ("keep", "cancel")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2}) (morning|noon|afternoon|evening)")
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_YES = {"yes": "yes", "no": "no", "是": "yes", "否": "no"}


def read_answers(questionnaire: Questionnaire, entered: Mapping[str, str]) -> dict[str, object]:
    """The values by link_id. Raises WrongInput that names the item, for one that is none or would not be asked too.

    Whether an item would be asked is judged by what is entered; what depends on a sign that only the robot listens
    for is taken.
    """
    values = {link_id: read_answer(_item(questionnaire, link_id), text) for link_id, text in entered.items()}
    for link_id in values:
        item = questionnaire.item(link_id)
        waits_for_sign = any(condition.flag is not None for condition in item.enable_when)
        if not waits_for_sign and not is_enabled(questionnaire, item, values, ()):
            raise WrongInput(
                f"{link_id} would not be asked after the other answers",
                mend="enter what it depends on too: " + ", ".join(sorted(_depends_on(item))),
            )
    return values


def read_answer(item: Item, text: str) -> object:
    """The value of one item, as a call would store it. Raises WrongInput."""
    text = text.strip()
    if (numbers := NUMBERS.get(item.qtype)) is not None:
        return _number(item, text, numbers)
    match item.qtype:
        case QType.YES_NO if text in _YES:
            return _YES[text]
        case QType.CHOICE if text in item.option_texts:
            return text
        case QType.CHOICES:
            return _choices(item, text)
        case QType.BLOOD_PRESSURE:
            return _pressure(item, text)
        case QType.RESCHEDULE:
            return _appointment(item, text)
        case QType.OPEN_TEXT if 0 < len(text) <= LONGEST_WORDS:
            return {"themes": [], "text": text}
        case QType.YES_NO:
            raise WrongInput(f"{item.link_id} is one of {', '.join(YES_NO)}")
        case QType.CHOICE:
            raise WrongInput(f"{item.link_id} is one of {', '.join(item.option_texts)}")
        case QType.OPEN_TEXT:
            raise WrongInput(f"{item.link_id} takes 1 to {LONGEST_WORDS} characters")
        case _:
            raise WrongInput(f"{item.link_id} is not entered by hand")


def _item(questionnaire: Questionnaire, link_id: str) -> Item:
    try:
        return questionnaire.item(link_id)
    except KeyError:
        raise WrongInput(
            f"{questionnaire.id} has no item {link_id}",
            mend="its items are " + ", ".join(item.link_id for item in questionnaire.items),
        ) from None


def _number(item: Item, text: str, numbers: NumberRange) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else None
    fits = value is not None and numbers.low <= value <= numbers.high
    if value is None or not fits or (numbers.decimals == 0 and value != int(value)):
        step = "a whole number" if numbers.decimals == 0 else "a number"
        raise WrongInput(f"{item.link_id} is {step} from {numbers.low:g} to {numbers.high:g}")
    return int(value) if numbers.decimals == 0 else value


def _choices(item: Item, text: str) -> list[str]:
    """Codes between commas, stored in the order of the options."""
    given = {code.strip() for code in text.replace("，", ",").split(",")}
    codes = list(item.option_texts)
    if not given or not given <= set(codes):
        raise WrongInput(f"{item.link_id} takes any of {', '.join(codes)}, with commas between them")
    if NONE_OF_THEM in given and len(given) > 1:
        raise WrongInput(f"{item.link_id}: {NONE_OF_THEM} goes with no other answer")
    return [code for code in codes if code in given]


def _pressure(item: Item, text: str) -> dict[str, object]:
    parts = _PRESSURE.fullmatch(text)
    systolic, diastolic = (0, 0) if parts is None else (int(parts[1]), int(parts[2]))
    if systolic not in SYSTOLIC or diastolic not in DIASTOLIC or systolic <= diastolic:
        raise WrongInput(f"{item.link_id} is a blood pressure such as 135/85")
    return {"sys": systolic, "dia": diastolic}


def _appointment(item: Item, text: str) -> dict[str, object]:
    """Kept, cancelled, or moved to a minute or a part of a day, in the hospital's own time."""
    if text in _WISHES:
        return {text: True}
    found = _DAY.fullmatch(text)
    try:
        if found is not None:
            day = date.fromisoformat(found[1])
            return {"date": f"{day:%Y-%m-%d}", "part": found[2]}
        moment = datetime.fromisoformat(text if _MINUTE.fullmatch(text) else "")
    except ValueError:
        raise WrongInput(
            f"{item.link_id} is {' or '.join(_WISHES)}, or a time such as 2026-03-12T09:30 or 2026-03-12 morning"
        ) from None
    return {"dt": f"{moment:%Y-%m-%dT%H:%M}"}


def _depends_on(item: Item) -> set[str]:
    return {condition.question for condition in item.enable_when if condition.question is not None}
