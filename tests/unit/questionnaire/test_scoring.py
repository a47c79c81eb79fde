"""Totals and bands: exact at every border, and none when an item has no value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.scoring import scores
from tests.unit.questionnaire.shipped import MEAL, PAIN, filled, shipped, small

PHQ9 = shipped("q_phq9_v1")
GAD7 = shipped("q_gad7_v1")


def _spread(questionnaire: Questionnaire, total: int) -> dict[str, object]:
    """Answers that sum to `total`."""
    answers: dict[str, object] = {}
    for item in questionnaire.items:
        points = min(3, total)
        answers[item.link_id] = str(points)
        total -= points
    return answers


@pytest.mark.req("M08-010")
@pytest.mark.req("M08-016")
@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately_severe"),
        (19, "moderately_severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_phq9(total: int, band: str) -> None:
    assert scores(PHQ9, _spread(PHQ9, total)) == {"phq9_total": total, "phq9_band": band}


@pytest.mark.req("M08-011")
@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "severe"),
        (21, "severe"),
    ],
)
def test_gad7(total: int, band: str) -> None:
    assert scores(GAD7, _spread(GAD7, total)) == {"gad7_total": total, "gad7_band": band}


@pytest.mark.req("M08-012")
@pytest.mark.parametrize(
    ("total", "band"), [(0, "negative"), (2, "negative"), (3, "positive"), (6, "positive")]
)
@pytest.mark.parametrize("name", ["phq2", "gad2"])
def test_the_short_forms(name: str, total: int, band: str) -> None:
    found = shipped(f"q_{name}_v1")
    assert scores(found, _spread(found, total)) == {f"{name}_total": total, f"{name}_band": band}


@pytest.mark.req("M08-013")
@pytest.mark.parametrize(
    ("pain", "band"),
    [(0, "none"), (1, "mild"), (3, "mild"), (4, "moderate"), (6, "moderate"), (7, "severe"), (10, "severe")],
)
def test_pain(pain: int, band: str) -> None:
    assert scores(shipped("q_pain_nrs_v1"), {"pain_vas": pain}) == {"pain_total": pain, "pain_band": band}


@pytest.mark.req("M08-014")
@pytest.mark.parametrize(
    ("levels", "total", "band"),
    [
        ("111111", 6, "very_high"),
        ("222111", 9, "very_high"),
        ("222211", 10, "high"),
        ("222222", 12, "high"),
        ("322222", 13, "moderate"),
        ("332222", 14, "moderate"),
        ("333222", 15, "low"),
        ("333333", 18, "low"),
        ("433333", 19, "none"),
        ("444443", 23, "none"),
    ],
)
def test_braden_bands(levels: str, total: int, band: str) -> None:
    found = filled("q_braden_v1")
    answers = {item.link_id: level for item, level in zip(found.items, levels, strict=True)}
    assert scores(found, answers) == {"braden_total": total, "braden_band": band}


@pytest.mark.req("M08-016")
@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        (("no", "no", "none", "no", "normal", "oriented"), 0, "low"),
        (("no", "no", "none", "yes", "normal", "oriented"), 20, "low"),
        (("yes", "no", "none", "no", "normal", "oriented"), 25, "moderate"),
        (("yes", "yes", "none", "no", "normal", "oriented"), 40, "moderate"),
        (("yes", "no", "none", "yes", "normal", "oriented"), 45, "high"),
        (("yes", "yes", "furniture", "yes", "impaired", "forgets_limits"), 125, "high"),
    ],
)
def test_morse_bands(answers: tuple[str, ...], total: int, band: str) -> None:
    found = filled("q_morse_v1")
    given_answers = {item.link_id: answer for item, answer in zip(found.items, answers, strict=True)}
    assert scores(found, given_answers) == {"morse_total": total, "morse_band": band}


@pytest.mark.req("M08-016")
@given(st.lists(st.sampled_from("0123"), min_size=9, max_size=9), st.sets(st.integers(1, 9)))
def test_there_is_no_total_unless_every_item_has_a_value(values: list[str], lacking: set[int]) -> None:
    answers: dict[str, object] = {
        f"phq{place}": value for place, value in enumerate(values, 1) if place not in lacking
    }
    found = scores(PHQ9, answers)
    assert found.get("phq9_total") == (None if lacking else sum(map(int, values)))
    assert bool(found) is not bool(lacking)


@pytest.mark.parametrize("value", [None, 1, True, "4", "", ["1"]])
def test_what_is_no_option_counts_nothing(value: object) -> None:
    assert scores(PHQ9, {**_spread(PHQ9, 8), "phq9": value}) == {}


def test_numbers_count_themselves_and_a_total_between_bands_has_none() -> None:
    band = [{"code": "high", "low": 8, "high": 13}]
    score = {"code": "sum", "bandCode": "level", "item": ["pain", "meal"], "band": band}
    found = small(PAIN, MEAL, score=[score])
    assert scores(found, {"pain": 4, "meal": "none"}) == {"sum": 7}
    assert scores(found, {"pain": 5, "meal": "none"}) == {"sum": 8, "level": "high"}
    assert scores(found, {"pain": True, "meal": "none"}) == {}
