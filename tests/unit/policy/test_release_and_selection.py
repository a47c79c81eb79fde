"""How far a campaign is released, and whom it is for."""

from __future__ import annotations

from datetime import date

import pytest

from ari_app.core.errors import WrongInput
from ari_app.policy.release import Release, ReleaseStage
from ari_app.policy.selection import Selection, Visit, age_on
from tests.unit.policy.calendars import BERLIN, SHANGHAI, utc

VISIT = Visit(
    diagnoses=("S82.101", "I10"),
    procedures=("81.54",),
    department="骨科",
    discharged_at=utc("2026-03-10 23:59:59"),
    age=64,
)


def test_a_trial_begins_few_a_day_and_goes_on_with_what_it_began() -> None:
    trial = Release(ReleaseStage.TRIAL, per_day=2)
    assert [trial.admits("骨科", n, is_first_attempt=True) for n in (0, 1, 2, 3)] == [
        True,
        True,
        False,
        False,
    ]
    assert trial.admits("骨科", 2, is_first_attempt=False)
    assert [trial.left_today(n) for n in (0, 2, 5)] == [2, 0, 0]


def test_then_departments_then_all() -> None:
    some = frozenset({"骨科"})
    stage = Release(ReleaseStage.DEPARTMENTS, departments=some)
    assert stage.admits("骨科", 999, is_first_attempt=True)
    assert not stage.admits("眼科", 0, is_first_attempt=True)
    assert not stage.admits(None, 0, is_first_attempt=True)
    assert Release().admits(None, 999, is_first_attempt=True)
    assert Release(ReleaseStage.TRIAL, departments=some).advanced() is ReleaseStage.DEPARTMENTS
    assert Release(ReleaseStage.TRIAL).advanced() is ReleaseStage.ALL
    assert stage.advanced() is ReleaseStage.ALL


def test_a_release_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(WrongInput):
        Release(ReleaseStage.DEPARTMENTS)
    with pytest.raises(WrongInput):
        Release(per_day=0)
    with pytest.raises(WrongInput):
        Release().advanced()


@pytest.mark.req("M03-007")
@pytest.mark.parametrize(
    ("code", "fits"), [("S82", True), ("s821", True), ("S82.101", True), ("S83", False), ("I1", True)]
)
def test_by_diagnosis(code: str, fits: bool) -> None:
    assert Selection(diagnoses=(code,)).fits(VISIT, SHANGHAI) is fits


@pytest.mark.req("M03-008")
@pytest.mark.parametrize(
    ("codes", "fits"), [(("81.5",), True), (("8154",), True), (("51", "81"), True), (("51",), False)]
)
def test_by_operation(codes: tuple[str, ...], fits: bool) -> None:
    assert Selection(procedures=codes).fits(VISIT, SHANGHAI) is fits


@pytest.mark.req("M03-009")
def test_by_department() -> None:
    assert Selection(departments=("眼科", "骨科")).fits(VISIT, SHANGHAI)
    assert not Selection(departments=("眼科",)).fits(VISIT, SHANGHAI)
    assert not Selection(departments=("眼科",)).fits(Visit(), SHANGHAI)


@pytest.mark.req("M03-010")
@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2026-03-10", "2026-03-10", True),
        ("2026-03-01", "2026-03-09", False),
        ("2026-03-11", "2026-03-12", False),
        ("2026-03-01", None, True),
        (None, "2026-03-09", False),
    ],
)
def test_by_day_of_discharge_with_both_days(first: str | None, last: str | None, fits: bool) -> None:
    asked = Selection(
        discharged_from=date.fromisoformat(first) if first else None,
        discharged_to=date.fromisoformat(last) if last else None,
    )
    assert asked.fits(VISIT, SHANGHAI) is fits
    assert not asked.fits(Visit(), SHANGHAI)


@pytest.mark.req("M03-010")
def test_the_day_is_the_hospital_s() -> None:
    after_midnight = Visit(discharged_at=utc("2026-03-11 00:30"))
    tenth = Selection(discharged_from=date(2026, 3, 10), discharged_to=date(2026, 3, 10))
    assert not tenth.fits(after_midnight, SHANGHAI)
    assert tenth.fits(after_midnight, BERLIN)


@pytest.mark.parametrize(
    ("low", "high", "fits"), [(64, 64, True), (65, None, False), (None, 63, False), (0, 120, True)]
)
def test_by_age(low: int | None, high: int | None, fits: bool) -> None:
    assert Selection(least_age=low, most_age=high).fits(VISIT, SHANGHAI) is fits
    assert not Selection(least_age=low, most_age=high).fits(Visit(), SHANGHAI)


def test_all_that_is_asked_must_fit_and_nothing_asked_takes_all() -> None:
    assert Selection(diagnoses=("S82",), departments=("骨科",), least_age=60).fits(VISIT, SHANGHAI)
    assert not Selection(diagnoses=("S82",), departments=("骨科",), least_age=65).fits(VISIT, SHANGHAI)
    assert Selection().fits(Visit(), SHANGHAI)


def test_a_selection_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(WrongInput, match="first age"):
        Selection(least_age=60, most_age=50)
    with pytest.raises(WrongInput, match="first day of discharge"):
        Selection(discharged_from=date(2026, 3, 2), discharged_to=date(2026, 3, 1))
    with pytest.raises(WrongInput, match="everybody"):
        Selection(diagnoses=(" ",))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2008-03-10", "2026-03-09", 17),
        ("2008-03-10", "2026-03-10", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
    ],
)
def test_age_in_whole_years(born: str, day: str, age: int) -> None:
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age
