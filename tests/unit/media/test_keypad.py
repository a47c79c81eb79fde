"""Keys into entries."""

from __future__ import annotations

import pytest

from ari_app.media.keypad import SETTLE_SECONDS, Entry, Keypad
from ari_app.media.port import KeyIn


def test_a_full_entry_ends_after_a_short_pause() -> None:
    keypad = Keypad(max_digits=4)
    for digit, at in (("0", 1.0), ("8", 1.5), ("2", 2.0), ("1", 2.5)):
        assert keypad.press(KeyIn(digit, at)) is None
    assert keypad.due == pytest.approx(2.5 + SETTLE_SECONDS)
    assert keypad.expire(2.5 + SETTLE_SECONDS) == Entry("0821", 1.0, 2.5)
    assert keypad.due is None


def test_an_entry_that_goes_on_is_given_whole() -> None:
    """Three digits of a temperature keyed at a question of one digit are no answer to it, nor to the next."""
    keypad = Keypad(max_digits=1)
    for digit, at in (("3", 1.0), ("7", 1.3), ("2", 1.6)):
        assert keypad.press(KeyIn(digit, at)) is None
    assert keypad.expire(1.6 + SETTLE_SECONDS) == Entry("372", 1.0, 1.6)


def test_the_hash_key_ends_a_shorter_entry() -> None:
    keypad = Keypad(max_digits=4)
    keypad.press(KeyIn("7", 1.0))
    assert keypad.press(KeyIn("#", 1.4)) == Entry("7", 1.0, 1.4)
    assert keypad.press(KeyIn("#", 2.0)) == Entry("", 2.0, 2.0)


def test_a_pause_ends_the_entry_and_a_key_before_it_prolongs_it() -> None:
    keypad = Keypad(max_digits=4)
    keypad.press(KeyIn("1", 10.0))
    keypad.press(KeyIn("2", 12.9))
    assert keypad.due == pytest.approx(15.9)
    assert keypad.expire(15.8) is None
    assert keypad.expire(15.9) == Entry("12", 10.0, 12.9)
    assert keypad.expire(99.0) is None
