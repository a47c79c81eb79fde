"""The judges of demo and soak see a value that was stored although the patient never meant one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ari_app.lab.verdict import Expected, differences
from ari_app.store.stored_result import StoredResult, StoredTurn
from tests.soak.drawing import Drawn
from tests.soak.judging import Outcome, judge
from tests.unit.cli.test_stored_tables import AT, result


def stored(values: Mapping[str, Any], status: str = "accepted", flags: tuple[str, ...] = ()) -> StoredResult:
    whole = result()
    (answer,) = whole.answers
    answers = tuple(
        replace(answer, link_id=code, value=value, status=status) for code, value in values.items()
    )
    turn = StoredTurn(
        1,
        "patient",
        "temp",
        None,
        "有点发烧",
        None,
        0.9,
        "voice",
        "answer",
        flags,
        None,
        None,
        None,
        None,
        AT,
    )
    return replace(whole, answers=answers, alerts=(), turns=(turn,))


def judged(meant: Mapping[str, Any], found: StoredResult) -> dict[str, Outcome]:
    drawn = Drawn("李秀英", "13800000001", "4417", "08-02", meant, False, False, {})
    return {code: each for code, each in judge(drawn, found).items() if code in {"temp", "chills", "diet"}}


def told(found: StoredResult) -> list[str]:
    expected = Expected.parse({"answers": {"temp": 36.5}})
    return [line for line in differences(expected, found) if line.startswith("answer")]


def test_the_demo_reports_an_answer_that_nobody_meant() -> None:
    assert told(stored({"temp": 36.5})) == []
    assert told(stored({"temp": 36.5, "chills": "yes"})) == [
        "answer chills: 'yes' was stored, nothing was meant"
    ]


def test_a_guess_that_waits_for_a_person_counts_nowhere() -> None:
    assert told(stored({"chills": "yes"}, status="for_review")) == [
        "answer temp: expected 36.5, stored nothing"
    ]


def test_the_soak_counts_a_conditional_item_that_was_not_due_as_wrong() -> None:
    meant = {"temp": 36.5, "chills": "yes"}
    assert judged(meant, stored({"temp": 36.5, "chills": "yes"})) == {
        "temp": Outcome.RIGHT,
        "chills": Outcome.WRONG,
    }


def test_the_soak_counts_an_item_without_any_meaning_as_wrong() -> None:
    assert judged({"temp": 36.5}, stored({"temp": 36.5, "diet": "none"}))["diet"] is Outcome.WRONG
    assert "diet" not in judged({"temp": 36.5}, stored({"diet": "none"}, status="for_review"))


def test_a_conditional_item_that_was_due_is_judged_by_its_value() -> None:
    fever = {"temp": 38.6, "chills": "yes"}
    assert judged(fever, stored(fever))["chills"] is Outcome.RIGHT
    said = {"temp": 36.5, "chills": "yes"}
    assert judged(said, stored(said, flags=("fever_words",)))["chills"] is Outcome.RIGHT
