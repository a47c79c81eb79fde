"""The shipped alert rules, on, below and above each limit."""

from __future__ import annotations

import pytest

from ari_app.alerting.evaluation import Finding, Known, evaluate, highest
from ari_app.alerting.rule import load
from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import AlertCode, Flag, FollowUpAction, MissingReason, Priority
from ari_app.wiring.instruments import rules


def alerts(known: Known) -> dict[AlertCode, Priority]:
    """The alerts that the shipped rules raise."""
    found = evaluate(rules(), known)
    return {each.rule.alert: each.priority for each in found if each.rule.alert is not None}


def actions(known: Known) -> set[FollowUpAction]:
    """The actions that the shipped rules ask for."""
    return {action for each in evaluate(rules(), known) for action in each.rule.actions}


def only(known: Known) -> Finding:
    """The single finding."""
    (finding,) = evaluate(rules(), known)
    return finding


@pytest.mark.req("M10-006")
@pytest.mark.req("M10-010")
@pytest.mark.parametrize(("pain", "raised"), [(6, False), (7, True), (10, True)])
def test_pain_limit(pain: int, raised: bool) -> None:
    known = Known(values={"pain_vas": pain})
    assert alerts(known).get(AlertCode.PAIN_HIGH) == (Priority.P1 if raised else None)
    assert (FollowUpAction.CALLBACK_TASK in actions(known)) is raised


@pytest.mark.req("M10-011")
@pytest.mark.parametrize(
    ("earlier", "today", "raised"),
    [
        ((3.0, 5.0), 6, True),
        ((3.0, 5.0), 5, False),
        ((3.0, 5.0), 4, False),
        ((5.0,), 6, False),
        ((9.0, 1.0, 2.0), 3, True),
        ((1.0, 2.0, 1.0), 3, False),
    ],
)
def test_pain_rising(earlier: tuple[float, ...], today: int, raised: bool) -> None:
    known = Known(values={"pain_vas": today}, history={"pain_vas": earlier})
    assert (AlertCode.PAIN_RISING in alerts(known)) is raised


@pytest.mark.req("M10-012")
@pytest.mark.parametrize(
    ("temp", "chills", "raised"),
    [(38.4, "no", False), (38.5, "no", True), (37.2, "yes", False), (37.3, "yes", True), (37.8, "no", False)],
)
def test_fever(temp: float, chills: str, raised: bool) -> None:
    known = Known(values={"temp": temp, "chills": chills})
    assert alerts(known) == ({AlertCode.FEVER: Priority.P2} if raised else {})
    wanted = {FollowUpAction.ADVICE_SEEK_CARE, FollowUpAction.NURSING_TICKET}
    assert actions(known) == (wanted if raised else set())


def test_chills_with_fever_words_need_no_thermometer() -> None:
    known = Known(
        values={"chills": "yes"},
        missing={"temp": MissingReason.NOT_MEASURED},
        flags=frozenset({Flag.FEVER_WORDS}),
    )
    assert alerts(known) == {AlertCode.FEVER: Priority.P2}
    assert alerts(Known(flags=frozenset({Flag.FEVER_WORDS}))) == {}


@pytest.mark.req("M10-013")
@pytest.mark.parametrize("wound", ["red", "exudate", "pus"])
def test_wound(wound: str) -> None:
    known = Known(values={"wound": wound})
    assert alerts(known) == {AlertCode.WOUND: Priority.P1}
    assert actions(known) == {FollowUpAction.TRANSFER_HUMAN, FollowUpAction.CLINIC_REVIEW}


@pytest.mark.parametrize("flag", [flag for flag in Flag if flag.startswith("wound_")])
def test_every_wound_flag_counts(flag: Flag) -> None:
    assert alerts(Known(flags=frozenset({flag}))) == {AlertCode.WOUND: Priority.P1}


def test_a_dry_wound_raises_nothing() -> None:
    assert evaluate(rules(), Known(values={"wound": "dry", "pain_vas": 0, "temp": 36.5})) == ()


@pytest.mark.req("M10-015")
@pytest.mark.parametrize(("percent", "raised"), [(79, True), (80, False), (100, False), (0, True)])
def test_adherence(percent: int, raised: bool) -> None:
    assert (AlertCode.ADHERENCE_LOW in alerts(Known(values={"med_adherence": percent}))) is raised


@pytest.mark.req("M10-014")
@pytest.mark.parametrize(("total", "raised"), [(9, False), (10, True)])
def test_mood_total(total: int, raised: bool) -> None:
    for scale, code in (("phq9_total", AlertCode.PHQ9_GE10), ("gad7_total", AlertCode.GAD7_GE10)):
        known = Known(values={scale: total})
        assert alerts(known) == ({code: Priority.P2} if raised else {})
        wanted = {FollowUpAction.CARING_WORDS, FollowUpAction.PSYCH_REFERRAL}
        assert actions(known) == (wanted if raised else set())


@pytest.mark.req("M08-010")
@pytest.mark.parametrize(("answer", "raised"), [("0", False), ("1", True), ("3", True)])
def test_item_nine(answer: str, raised: bool) -> None:
    assert (AlertCode.SELF_HARM in alerts(Known(values={"phq9": answer}))) is raised


def test_item_nine_refused_is_reviewed_and_is_no_zero() -> None:
    known = Known(missing={"phq9": MissingReason.REFUSE_QUESTION})
    assert alerts(known) == {AlertCode.ITEM9_REFUSED: Priority.P2}
    assert actions(known) == {FollowUpAction.HUMAN_REVIEW}


@pytest.mark.parametrize(("glucose", "raised"), [(3.9, True), (4.0, False), (16.6, False), (16.7, True)])
def test_glucose(glucose: float, raised: bool) -> None:
    assert (AlertCode.GLUCOSE_CRISIS in alerts(Known(values={"glucose": glucose}))) is raised


def test_adverse_reaction_becomes_urgent_with_dangerous_signs() -> None:
    mild = Known(values={"adverse": "yes"}, flags=frozenset({Flag.ADR_NAUSEA}))
    grave = Known(values={"adverse": "yes"}, flags=frozenset({Flag.ADR_SWELLING}))
    assert alerts(mild) == {AlertCode.ADVERSE_REACTION: Priority.P2}
    assert alerts(grave) == {AlertCode.ADVERSE_REACTION: Priority.P1}


def test_a_finding_names_its_item_and_value() -> None:
    finding = only(Known(values={"med_adherence": 60}))
    assert (finding.link_id, finding.reason) == ("med_adherence", "med_adherence=60")


def test_truth_values_are_no_numbers() -> None:
    assert evaluate(rules(), Known(values={"pain_vas": True, "med_adherence": False})) == ()


def test_the_most_urgent_comes_first() -> None:
    assert highest((Priority.P3, Priority.P1, Priority.P2)) is Priority.P1
    assert highest(()) is None


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        '{"schema": 99, "version": "1", "rules": []}',
        '{"schema": 1, "version": "1", "rules": [{"name": "X", "priority": "P9", "when": {"flags": []}}]}',
        '{"schema": 1, "version": "1", "rules": [{"name": "X", "priority": "P1", "when": {"no": 1}}]}',
    ],
)
def test_a_broken_rule_file_is_named(text: str) -> None:
    with pytest.raises(WrongInput):
        load(text)
