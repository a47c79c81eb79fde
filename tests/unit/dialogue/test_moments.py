"""Named times: as the text of an action, as words, and whether a patient can be called then."""

from __future__ import annotations

from datetime import datetime

import pytest

from ari_app.dialogue.moment import Fit, fit_of, spoken_moment
from ari_app.dialogue.moment_words import moment_in_words
from ari_app.language.understanding import Value
from tests.unit.dialogue.talking import AT, make_script


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"dt": "2026-03-19T14:30"}, "2026-03-19T14:30"),
        ({"date": "2026-03-19", "part": "morning"}, "2026-03-19 morning"),
        ({"date": "2026-03-19", "after": "15:00"}, "2026-03-19 afternoon"),
        ({"date": "2026-03-19", "before": "10:00"}, "2026-03-19 morning"),
        ({"date": "2026-03-19"}, "2026-03-19"),
        ({"any": True}, None),
        (None, None),
    ],
)
def test_the_text_of_an_action(value: Value, text: str | None) -> None:
    assert spoken_moment(value) == text


@pytest.mark.parametrize(
    ("value", "fit"),
    [
        ({"dt": "2026-03-10T15:00"}, Fit.FITS),
        ({"dt": "2026-03-10T22:00"}, Fit.OUTSIDE),
        ({"dt": "2026-03-11T08:30"}, Fit.OUTSIDE),
        ({"dt": "2026-03-10T09:00"}, Fit.PAST),
        ({"date": "2026-03-10", "part": "afternoon"}, Fit.FITS),
        ({"date": "2026-03-09", "part": "morning"}, Fit.PAST),
        ({"date": "2027-03-09", "part": "morning"}, Fit.PAST),
        ({"dt": "2027-03-09T10:00"}, Fit.PAST),
        ({"date": "2026-03-11"}, Fit.FITS),
        ({"date": "2026-03-10"}, Fit.UNCLEAR),
        ({"any": True}, Fit.UNCLEAR),
        (None, Fit.UNCLEAR),
    ],
)
def test_whether_a_time_fits_seen_from_twenty_past_ten(value: Value, fit: Fit) -> None:
    assert fit_of(value, make_script(), AT) is fit


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-03-17T09:00", "三月十七号上午九点"),
        ("2026-12-02T14:30", "十二月二号下午两点半"),
        ("2026-01-20T12:05", "一月二十号中午十二点零五分"),
        ("2026-10-11T20:15", "十月十一号晚上八点十五分"),
    ],
)
def test_a_moment_in_words(moment: str, words: str) -> None:
    assert moment_in_words(datetime.fromisoformat(moment)) == words
