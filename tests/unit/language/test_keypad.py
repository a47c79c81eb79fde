"""Keyed answers."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action, Flag, QType
from ari_app.language.keypad import key_digits, parse_keys

OPTIONS = {"dry": "干燥", "red": "红肿", "exudate": "渗液", "pus": "流脓"}


@pytest.mark.parametrize(
    ("qtype", "keys", "value"),
    [
        (QType.NRS, "7#", 7),
        (QType.NRS, "10#", 10),
        (QType.TEMPERATURE, "376", 37.6),
        (QType.TEMPERATURE, "37#", 37.0),
        (QType.YES_NO, "1", "yes"),
        (QType.YES_NO, "2", "no"),
        (QType.CONSENT, "1", "yes"),
        (QType.CHOICE, "3", "exudate"),
        (QType.ADHERENCE_PCT, "100", 100),
        (QType.ADHERENCE_PCT, "80#", 80),
        (QType.ID_TAIL, "4417", "4417"),
        (QType.ID_TAIL, "441*", "441X"),
        (QType.BIRTH_MD, "0802", "08-02"),
        (QType.BLOOD_PRESSURE, "13585", {"sys": 135, "dia": 85}),
        (QType.GLUCOSE, "62#", 6.2),
        (QType.RESCHEDULE, "1", {"keep": True}),
    ],
)
def test_accepted(qtype: QType, keys: str, value: object) -> None:
    meant = parse_keys(qtype, keys, OPTIONS)
    assert (meant.action, meant.value) == (Action.ACCEPT, value)


@pytest.mark.parametrize(
    ("qtype", "keys"),
    [
        (QType.NRS, "11#"), (QType.NRS, ""), (QType.NRS, "#"), (QType.NRS, "*"), (QType.TEMPERATURE, "500"),
        (QType.YES_NO, "3"), (QType.CHOICE, "5"), (QType.CHOICE, "0"), (QType.ADHERENCE_PCT, "101"),
        (QType.ID_TAIL, "44"), (QType.BIRTH_MD, "0230"), (QType.OPEN_TEXT, "1"), (QType.BLOOD_PRESSURE, "08090"),
        (QType.RESCHEDULE, "2"),
    ],
)  # fmt: skip
def test_asked_again(qtype: QType, keys: str) -> None:
    assert parse_keys(qtype, keys, OPTIONS).action is Action.REASK


def test_a_keyed_fever_raises_its_flag() -> None:
    assert Flag.HIGH_FEVER in parse_keys(QType.TEMPERATURE, "392", {}).flags


def test_free_words_take_no_keys() -> None:
    assert key_digits(QType.OPEN_TEXT) == 0 and key_digits(QType.NRS) == 2
