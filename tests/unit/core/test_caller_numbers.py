"""A caller's number as trunks write it."""

from __future__ import annotations

import pytest

from ari_app.core.phone import PhoneNumber


@pytest.mark.parametrize(
    ("given", "e164"),
    [
        ("13800000002", "+8613800000002"),
        ("013800000002", "+8613800000002"),
        ("+8613800000002", "+8613800000002"),
        ("8613800000002", "+8613800000002"),
        ("008613800000002", "+8613800000002"),
        ("01012345678", "+861012345678"),
        ("+442079460958", "+442079460958"),
    ],
)
def test_it_is_understood_in_every_form(given: str, e164: str) -> None:
    found = PhoneNumber.of_caller(given)
    assert found is not None and found.e164 == e164


@pytest.mark.parametrize(
    "given", ["", "anonymous", "101", "1", "+", "0" * 40, "138-0000", "١٣٨٠٠٠٠٠٠٠٢", "unknown"]
)
def test_what_is_none_is_none(given: str) -> None:
    assert PhoneNumber.of_caller(given) is None
