"""What is said of the way to ARI and of its account before anything is asked."""

from __future__ import annotations

import pytest

from ari_app.ari.access import check_address, check_password


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        ("http://127.0.0.1:8088", False),
        ("http://localhost:8088", False),
        ("http://[::1]:8088", False),
        ("https://pbx.example:8089", False),
        ("http://pbx.example:8088", True),
        ("http://10.0.0.5:8088", True),
    ],
)
def test_plain_http_is_for_the_same_machine(url: str, open_: bool) -> None:
    assert [one.code for one in check_address(url)] == (["ari_in_the_open"] if open_ else [])


@pytest.mark.parametrize(
    "password", ["asterisk", "secret", "", "a-hospitals-account", "@ARI_PASSWORD@ as it was"]
)
def test_a_password_that_can_be_guessed_is_told(password: str) -> None:
    (found,) = check_password("a-hospitals-account", password)
    assert found.code == "ari_password_weak"
    assert not password or password not in found.message.replace("a-hospitals-account", "")


def test_a_password_of_its_own_is_none_of_our_business() -> None:
    assert check_password("followup", "kZ3v9Qm1xT7bW5pR") == []
