"""What of an utterance tells of the patient, where another person's state or opinion is told beside it."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import Flag, QType
from ari_app.language.adherence import of_this_week
from ari_app.language.danger import signs_in
from ari_app.language.readings import Asked
from ari_app.language.signs import LIFE_AT_RISK
from ari_app.language.whose import own_part, own_words, without_opinions

MEASURES = frozenset(
    {QType.NRS, QType.TEMPERATURE, QType.BLOOD_PRESSURE, QType.GLUCOSE, QType.COUNT_WEEK, QType.ADHERENCE_PCT}
)
_IN_WORDS = frozenset({QType.YES_NO, QType.CHOICE, QType.CHOICES})
_MEASURED_SIGNS = frozenset({Flag.FEVER_WORDS, Flag.HIGH_FEVER})
_MEDICINE_SIGNS = frozenset({Flag.MED_STOPPED, Flag.DOSE_CHANGED, Flag.MED_RAN_OUT})
_GRAVE = LIFE_AT_RISK | {Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT, Flag.EMERGENCY, Flag.FULL_ID_SPOKEN}


def of_the_patient(asked: Asked, answering: QType) -> Asked:
    """`asked` without what is told of others; their grave signs are kept."""
    if answering is QType.ADHERENCE_PCT:
        asked = _of_this_week(asked, answering)
    if answering in MEASURES:
        return _own_measure(_with_text(asked, without_opinions(asked.text)), answering)
    if answering in _IN_WORDS:
        return _own_words(asked, answering)
    return _with_text(asked, without_opinions(asked.text)) if answering is QType.RATING_1_10 else asked


def _with_text(asked: Asked, text: str) -> Asked:
    return asked if text == asked.text else replace(asked, spoken=replace(asked.spoken, text=text))


def _of_this_week(asked: Asked, answering: QType) -> Asked:
    told = of_this_week(asked.text)
    if told == asked.text:
        return asked
    flags = asked.flags - (_MEDICINE_SIGNS - signs_in(told, answering, asked.question))
    return replace(_with_text(asked, told), flags=flags)


def _own_measure(asked: Asked, answering: QType) -> Asked:
    own = own_part(asked.text)
    if own == asked.text:
        return asked
    flags = asked.flags - (_MEASURED_SIGNS - signs_in(own, answering, asked.question))
    return replace(_with_text(asked, own), flags=flags)


def _own_words(asked: Asked, answering: QType) -> Asked:
    own = own_words(asked.text)
    if own == asked.text:
        return asked
    flags = asked.flags & (signs_in(own, answering, asked.question) | _GRAVE)
    return replace(_with_text(asked, own), flags=flags)
