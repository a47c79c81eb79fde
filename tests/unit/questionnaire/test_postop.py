"""The shipped post-operative questionnaire asks what it must, in its order."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ari_app.core.vocabulary import QType
from ari_app.language.keypad import key_digits
from ari_app.questionnaire.checks import static_check
from ari_app.questionnaire.flow import next_item
from ari_app.questionnaire.loading import load
from ari_app.questionnaire.questionnaire import Questionnaire

USUAL: dict[str, object] = {
    "pain_vas": 3,
    "temp": 36.8,
    "wound": "dry",
    "diet": "normal",
    "bowel": "normal",
    "med_adherence": 100,
    "abnormal": "no",
}


@pytest.fixture(scope="module")
def postop() -> Questionnaire:
    return load(
        (files("ari_app.questionnaire") / "instruments" / "q_postop_v1.json").read_text(encoding="utf-8")
    )


def _asked(questionnaire: Questionnaire, given: dict[str, object], flags: tuple[str, ...] = ()) -> list[str]:
    answers: dict[str, object] = {}
    missing: set[str] = set()
    order = []
    while (item := next_item(questionnaire, answers, missing, flags)) is not None:
        order.append(item.link_id)
        if item.link_id in given:
            answers[item.link_id] = given[item.link_id]
        else:
            missing.add(item.link_id)
    return order


@pytest.mark.req("M07-020")
def test_the_third_day_asks_exactly_what_the_template_lists(postop: Questionnaire) -> None:
    asked = {item.link_id: item.qtype for item in postop.items if not item.enable_when}
    assert asked == {
        "pain_vas": QType.NRS,
        "temp": QType.TEMPERATURE,
        "wound": QType.CHOICE,
        "diet": QType.CHOICE,
        "bowel": QType.CHOICE,
        "med_adherence": QType.ADHERENCE_PCT,
        "abnormal": QType.YES_NO,
    }
    further = {item.link_id: item.qtype for item in postop.items if item.enable_when}
    assert further.pop("abnormal_desc") is QType.OPEN_TEXT
    assert set(further) == {"wants_callback", "chills"}


@pytest.mark.req("M07-011")
def test_the_usual_path(postop: Questionnaire) -> None:
    assert _asked(postop, USUAL) == list(USUAL)


@pytest.mark.req("M07-025")
@pytest.mark.req("M06-014")
@pytest.mark.parametrize(("pain", "asked"), [(6, False), (7, True), (8, True)])
def test_a_call_back_is_offered_right_after_strong_pain(
    postop: Questionnaire, pain: int, asked: bool
) -> None:
    order = _asked(postop, USUAL | {"pain_vas": pain})
    assert ("wants_callback" in order) is asked
    if asked:
        assert order[:2] == ["pain_vas", "wants_callback"]


@pytest.mark.req("M07-025")
@pytest.mark.parametrize(
    ("temp", "flags", "asked"), [(37.2, (), False), (37.3, (), True), (36.5, ("fever_words",), True)]
)
def test_chills(postop: Questionnaire, temp: float, flags: tuple[str, ...], asked: bool) -> None:
    assert ("chills" in _asked(postop, USUAL | {"temp": temp}, flags)) is asked


@pytest.mark.req("M07-025")
def test_what_is_wrong_is_asked_when_something_is(postop: Questionnaire) -> None:
    assert _asked(postop, USUAL | {"abnormal": "yes"})[-1] == "abnormal_desc"


def test_fever_words_alone_ask_for_chills_when_the_temperature_is_missing(postop: Questionnaire) -> None:
    without = {key: value for key, value in USUAL.items() if key != "temp"}
    assert "chills" not in _asked(postop, without)
    assert "chills" in _asked(postop, without, ("fever_words",))


def test_it_is_sound(postop: Questionnaire) -> None:
    assert static_check(postop) == []
    assert {item.qtype for item in postop.items} <= set(QType)
    for item in postop.items:
        assert item.key_digits == key_digits(item.qtype), item.link_id
