"""What of a test call is not as it should be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.policy.line_test import LineFault, LineMeasure, Probe, faults_of, is_same_number

GOOD = LineMeasure(
    ring_ms=40, answer_ms=900, heard_dbfs=-20.0, tone_dbfs=-21.0, round_trip_ms=160, keyed="01066668888"
)
SENT = "01066668888"


@pytest.mark.parametrize("probe", list(Probe))
def test_a_good_line_has_no_fault(probe: Probe) -> None:
    assert faults_of(GOOD, probe, SENT) == ()


@pytest.mark.parametrize(
    ("measure", "probe", "faults"),
    [
        (LineMeasure(was_dialed=False), Probe.ECHO, [LineFault.NOT_DIALED]),
        (LineMeasure(ring_ms=30, cause=17), Probe.ANSWER, [LineFault.NOT_ANSWERED]),
        (
            replace(GOOD, heard_dbfs=-70.0, tone_dbfs=None),
            Probe.ECHO,
            [LineFault.NOTHING_HEARD, LineFault.TONE_NOT_RETURNED],
        ),
        (replace(GOOD, tone_dbfs=None), Probe.ECHO, [LineFault.TONE_NOT_RETURNED]),
        (replace(GOOD, tone_dbfs=None), Probe.SOUND, []),
        (replace(GOOD, heard_dbfs=-70.0, tone_dbfs=None), Probe.SOUND, [LineFault.NOTHING_HEARD]),
        (replace(GOOD, heard_dbfs=-70.0, tone_dbfs=None), Probe.ANSWER, []),
        (replace(GOOD, keyed="01066660000"), Probe.ECHO, [LineFault.WRONG_CALLER_ID]),
        (replace(GOOD, keyed=None), Probe.ECHO, []),
    ],
)
def test_each_fault_is_told(measure: LineMeasure, probe: Probe, faults: list[LineFault]) -> None:
    assert list(faults_of(measure, probe, SENT)) == faults


@pytest.mark.parametrize("seen", ["01066668888", "861066668888", "+86 10 6666 8888", "1066668888"])
def test_one_number_in_several_forms(seen: str) -> None:
    assert is_same_number(SENT, seen)
    assert not is_same_number("01066668889", seen)
