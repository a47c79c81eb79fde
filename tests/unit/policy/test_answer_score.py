"""How likely a patient answers."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.vocabulary import Disposition
from ari_app.policy.answer_score import Try, answer_score
from tests.unit.policy.calendars import SHANGHAI, utc

NOW = utc("2026-03-10 15:00")
NO = Disposition.NO_ANSWER
YES = Disposition.COMPLETED


def _tries(*what: tuple[str, Disposition]) -> list[Try]:
    return [Try(utc(at), how) for at, how in what]


def test_who_answered_at_this_hour_comes_before_who_did_not() -> None:
    always = answer_score(_tries(("2026-03-06 15:10", YES), ("2026-03-03 15:40", YES)), NOW, SHANGHAI)
    unknown = answer_score([], NOW, SHANGHAI)
    elsewhen = answer_score(_tries(("2026-03-06 09:10", YES), ("2026-03-03 09:40", YES)), NOW, SHANGHAI)
    never = answer_score(_tries(("2026-03-06 15:10", NO), ("2026-03-03 15:40", NO)), NOW, SHANGHAI)
    assert always > elsewhen > unknown == 0.5 > never


def test_what_is_recent_counts_more() -> None:
    improving = answer_score(_tries(("2025-09-10 15:00", NO), ("2026-03-09 15:00", YES)), NOW, SHANGHAI)
    worsening = answer_score(_tries(("2025-09-10 15:00", YES), ("2026-03-09 15:00", NO)), NOW, SHANGHAI)
    assert improving > 0.5 > worsening


def test_a_failing_line_says_nothing_about_the_patient() -> None:
    useless = _tries(("2026-03-09 15:00", Disposition.NETWORK), ("2026-03-09 15:00", Disposition.VACANT))
    assert answer_score(useless, NOW, SHANGHAI) == 0.5


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Try,
            st.timedeltas(timedelta(days=-900), timedelta(days=5)).map(lambda gap: NOW + gap),
            st.sampled_from(sorted(Disposition)),
        ),
        max_size=30,
    )
)
def test_it_is_a_probability_and_one_more_answer_never_lowers_it(tries: list[Try]) -> None:
    before = answer_score(tries, NOW, SHANGHAI)
    assert 0 < before < 1
    assert answer_score([*tries, Try(NOW, YES)], NOW, SHANGHAI) > before
    assert answer_score([*tries, Try(NOW, NO)], NOW, SHANGHAI) < before
