"""Hang-up causes as they were seen on a real PBX."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.policy.line_outcome import (
    CauseMapping,
    DecidedBy,
    LineSignals,
    Outcome,
    Tone,
    line_outcome,
    outcome_of,
)


@pytest.mark.req("M04-009")
@pytest.mark.parametrize(
    ("cause", "tech_cause", "expected"),
    [
        (17, 486, Disposition.BUSY),
        (17, 600, Disposition.BUSY),
        (21, 603, Disposition.REJECTED),
        (21, 403, Disposition.BARRED),
        (21, 401, Disposition.TRUNK_ERROR),
        (21, 407, Disposition.TRUNK_ERROR),
        (1, 404, Disposition.VACANT),
        (1, 604, Disposition.VACANT),
        (22, 410, Disposition.VACANT),
        (28, 484, Disposition.INVALID),
        (58, 488, Disposition.TRUNK_ERROR),
        (38, 500, Disposition.NETWORK),
        (27, 502, Disposition.NETWORK),
        (34, 503, Disposition.NETWORK),
        (102, 504, Disposition.NETWORK),
        (127, 607, Disposition.REJECTED),
        (17, None, Disposition.BUSY),
        (1, None, Disposition.VACANT),
    ],
)
@pytest.mark.parametrize("saw_ringing", [True, False])
def test_a_definite_cause(
    cause: int, tech_cause: int | None, expected: Disposition, saw_ringing: bool
) -> None:
    assert line_outcome(cause, tech_cause, saw_ringing=saw_ringing, our_timeout=False) is expected


@pytest.mark.parametrize(
    ("cause", "tech_cause", "saw_ringing", "our_timeout", "expected"),
    [
        (19, 480, True, True, Disposition.NO_ANSWER),
        (19, 480, False, True, Disposition.UNREACHABLE),
        (19, 480, True, False, Disposition.NO_ANSWER),
        (19, 480, False, False, Disposition.UNREACHABLE),
        (127, 487, True, True, Disposition.NO_ANSWER),
        (18, 408, False, False, Disposition.TRUNK_ERROR),
        (18, 408, True, False, Disposition.NO_ANSWER),
        (None, None, False, False, Disposition.NETWORK),
        (None, None, True, False, Disposition.NO_ANSWER),
    ],
)
def test_what_ringing_tells(
    cause: int | None, tech_cause: int | None, saw_ringing: bool, our_timeout: bool, expected: Disposition
) -> None:
    assert line_outcome(cause, tech_cause, saw_ringing=saw_ringing, our_timeout=our_timeout) is expected


def signals(
    cause: int | None = 19, tech_cause: int | None = 480, *, phrase: Disposition | None = None, late: bool = False,
    rang: bool = True, tone: Tone | None = None,
) -> LineSignals:  # fmt: skip
    return LineSignals(cause, tech_cause, saw_ringing=rang, our_timeout=late, phrase=phrase, tone=tone)


@pytest.mark.req("M04-011")
def test_words_go_before_every_code() -> None:
    for late in (True, False):
        found = outcome_of(signals(17, 486, phrase=Disposition.POWER_OFF, late=late))
        assert found == Outcome(Disposition.POWER_OFF, DecidedBy.PHRASE)


def test_a_cause_of_the_carriers_own_goes_before_the_sip_answer() -> None:
    assert outcome_of(signals(1, 480)) == Outcome(Disposition.VACANT, DecidedBy.Q850)
    assert outcome_of(signals(17, 603)) == Outcome(Disposition.BUSY, DecidedBy.Q850)
    assert outcome_of(signals(21, 603)) == Outcome(Disposition.REJECTED, DecidedBy.SIP)


@pytest.mark.req("M04-010", "M04-011")
def test_a_trunks_habits_go_before_the_usual_meaning_but_not_before_words() -> None:
    mapping = CauseMapping.parse({"sip:480": "power_off", "q850:20": "suspended"})
    assert outcome_of(signals(), mapping) == Outcome(Disposition.POWER_OFF, DecidedBy.TRUNK_MAPPING)
    assert outcome_of(signals(20, 480), mapping) == Outcome(Disposition.SUSPENDED, DecidedBy.TRUNK_MAPPING)
    assert outcome_of(signals(20, None), mapping) == Outcome(Disposition.SUSPENDED, DecidedBy.TRUNK_MAPPING)
    assert outcome_of(signals(17, 486), mapping) == Outcome(Disposition.BUSY, DecidedBy.SIP)
    said = outcome_of(signals(phrase=Disposition.VACANT), mapping)
    assert said == Outcome(Disposition.VACANT, DecidedBy.PHRASE)


def test_what_our_own_cancel_makes_is_never_mapped() -> None:
    mapping = CauseMapping.parse({"sip:480": "power_off", "sip:487": "vacant"})
    for code in (480, 487):
        found = outcome_of(signals(19, code, late=True), mapping)
        assert found == Outcome(Disposition.NO_ANSWER, DecidedBy.OUR_TIMEOUT)


def test_a_tone_tells_where_no_code_does() -> None:
    assert outcome_of(signals(127, None, tone="busy")) == Outcome(Disposition.BUSY, DecidedBy.TONE)
    assert outcome_of(signals(17, 486, tone="congestion")).disposition is Disposition.BUSY
    assert outcome_of(signals(127, None, tone="ring")) == Outcome(Disposition.NO_ANSWER, DecidedBy.NOTHING)


@pytest.mark.parametrize(
    "table", [{"480": "busy"}, {"sip:4x0": "busy"}, {"isdn:3": "busy"}, {"sip:480": "asleep"}]
)
def test_a_wrong_mapping_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(WrongInput):
        CauseMapping.parse(table)
