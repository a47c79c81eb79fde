"""Hang-up causes as they were seen on a real PBX."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Disposition
from ari_app.policy.line_outcome import line_outcome


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
