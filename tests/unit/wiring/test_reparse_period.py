"""The days that `ari-app reparse` is given."""

from __future__ import annotations

from datetime import date

import pytest

from ari_app.core.errors import WrongInput
from ari_app.wiring.reparsing import Period, period


def test_days_are_taken_as_they_are() -> None:
    assert period("2026-03-01", None, None) == Period(date(2026, 3, 1))
    assert period("2026-03-01", "2026-03-01", "q_postop_v1").until == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "20260301", "2026-3-1", "2026-W10-1", "01.03.2026"]
)
def test_a_day_that_is_none_is_one_clear_error(text: str) -> None:
    with pytest.raises(WrongInput, match="--since must be a day such as 2026-03-01"):
        period(text, None, None)
    with pytest.raises(WrongInput, match="--until must be a day"):
        period("2026-03-01", text, None)


def test_days_in_the_wrong_order() -> None:
    with pytest.raises(WrongInput, match="is before --since"):
        period("2026-03-02", "2026-03-01", None)
