"""Telephone numbers as people write them, and what is none."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber


@pytest.mark.req("M03-011")
@pytest.mark.parametrize(
    "text", ["13800000002", "+86 138-0000-0002", "0086 138 0000 0002", "１３８００００000２"]
)
def test_one_number_has_one_form(text: str) -> None:
    assert PhoneNumber.parse(text).e164 == "+8613800000002"


@pytest.mark.req("M03-013")
@pytest.mark.parametrize("text", ["010-62345678", "021 6234 5678", "0755-26001234"])
def test_landlines_with_their_area_are_numbers(text: str) -> None:
    assert PhoneNumber.parse(text).e164.startswith("+86")


@pytest.mark.req("M03-013")
@pytest.mark.parametrize("text", ["", "12345", "10086", "110", "1380000000", "138000000022", "10000000000"])
def test_what_nobody_can_have_is_refused(text: str) -> None:
    with pytest.raises(WrongInput):
        PhoneNumber.parse(text)


@pytest.mark.req("M03-013")
@pytest.mark.parametrize("text", ["1380000000x", "010-6xxxxxxx", "138OOOO0002", "13800000002转1"])
def test_letters_are_no_digits(text: str) -> None:
    with pytest.raises(WrongInput, match="letters"):
        PhoneNumber.parse(text)
