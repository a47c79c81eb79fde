"""Which questionnaire whom: the first template that fits, and none that can never be reached."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.policy.selection import Visit
from ari_app.policy.template import Template, check_order, choose, thresholds_for

BONES_T1 = Template("q_t1", departments=("骨科",), diagnoses=("S82",), plan_days=("T+1",))
BONES = Template("q_bones", departments=("骨科", "脊柱外科"))
PRESSURE = Template("q_chronic", diagnoses=("I10", "E11"))
ALL = (BONES_T1, BONES, PRESSURE)


@pytest.mark.parametrize(
    ("visit", "plan_day", "expected"),
    [
        (Visit(department="骨科", diagnoses=("s82.10",)), "T+1", 0),
        (Visit(department="骨科", diagnoses=("S82.10",)), "T+3", 1),
        (Visit(department="脊柱外科"), None, 1),
        (Visit(department="内科", diagnoses=("K35", "I10.x")), None, 2),
        (Visit(department="内科", diagnoses=("S82.1",)), "T+1", None),
        (Visit(), "T+1", None),
    ],
)
def test_the_first_that_fits_holds(visit: Visit, plan_day: str | None, expected: int | None) -> None:
    check_order(ALL)
    assert choose(ALL, visit, plan_day) == expected


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (BONES, BONES_T1),
        (BONES, BONES),
        (Template("a", diagnoses=("S8",)), Template("b", diagnoses=("S82.1", "s83"))),
        (Template("a", plan_days=("T+1", "T+3")), Template("b", plan_days=("T+3",), procedures=("81",))),
    ],
)
def test_one_that_an_earlier_one_hides_is_refused(wide: Template, narrow: Template) -> None:
    with pytest.raises(WrongInput, match="template 2 is never asked: template 1"):
        check_order([wide, narrow])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BONES_T1, BONES),
        (Template("a", diagnoses=("S82.1",)), Template("b", diagnoses=("S82",))),
        (Template("a", diagnoses=("S82",)), Template("b", departments=("骨科",))),
    ],
)
def test_one_that_only_partly_hides_is_not(first: Template, second: Template) -> None:
    check_order([first, second])


def test_one_that_names_nothing_is_refused() -> None:
    with pytest.raises(WrongInput, match="fits everybody"):
        Template("q_any")


@pytest.mark.req("M03-021")
def test_each_threshold_is_taken_from_the_first_template_that_sets_it() -> None:
    narrow = Template(
        "q_t1", departments=("骨科",), diagnoses=("S82",), plan_days=("T+1",), thresholds={"pain": 5}
    )
    bones = Template(None, departments=("骨科",), thresholds={"pain": 6, "fever": 38})
    day = Template("q_day", plan_days=("T+1",))
    templates, usual = (narrow, bones, day), {"fever": 38.2, "sla_p2": 60.0}
    check_order(templates)
    fracture, bone, other = (
        Visit(department="骨科", diagnoses=("S82.1",)),
        Visit(department="骨科"),
        Visit(department="内科"),
    )
    assert thresholds_for(templates, usual, fracture, "T+1") == {"pain": 5, "fever": 38, "sla_p2": 60}
    assert thresholds_for(templates, usual, bone, "T+1") == {"pain": 6, "fever": 38, "sla_p2": 60}
    assert thresholds_for(templates, usual, other, "T+1") == usual
    assert [choose(templates, each, "T+1") for each in (fracture, bone, other)] == [0, 2, 2]


def test_a_wider_one_is_needed_for_what_the_narrower_one_does_not_set() -> None:
    wide = Template(None, departments=("骨科",), thresholds={"pain": 6})
    check_order([wide, Template("q_t1", departments=("骨科",), plan_days=("T+1",))])
    with pytest.raises(WrongInput, match="template 3 is never asked: template 2"):
        check_order(
            [
                wide,
                Template("q", departments=("骨科",)),
                Template("r", departments=("骨科",), plan_days=("T+1",), thresholds={"pain": 5}),
            ]
        )


def test_one_that_sets_nothing_is_refused() -> None:
    with pytest.raises(WrongInput, match="sets a questionnaire or thresholds"):
        Template(None, departments=("骨科",))
