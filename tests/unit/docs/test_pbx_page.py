"""The page for administrators names what the program checks, and takes out all that it puts in."""

from __future__ import annotations

import re

import pytest

from ari_app.ari.inspection import MODULES, TIMERS
from ari_app.ari.media_choice import MODULES_OF
from ari_app.config.settings import AsteriskSettings
from ari_app.wiring.pbx_check import READERS
from tests.support.pbx_page import PAGE, blocks, step

FOR_SOME_TRUNKS = ("res_pjsip_outbound_authenticator_digest.so", "res_pjsip_outbound_registration.so")


def test_page_names_the_modules_that_doctor_asks_for() -> None:
    section = PAGE.read_text().partition("## What must be loaded")[2].partition("\n## ")[0]
    named = {
        f"{name}.so" for name in re.findall(r"`((?:app|bridge|chan|codec|format|func|res)_\w+)`", section)
    }
    of_audio = {name for names in MODULES_OF.values() for name in names}
    assert named == {*MODULES, *TIMERS, *of_audio, *READERS, *FOR_SOME_TRUNKS}


def test_undoing_names_every_file_that_a_step_changed() -> None:
    steps = "".join(block.text for block in blocks("sh") if not block.heading.startswith("Take it out"))
    undone = step("Take it out")
    changed = set(re.findall(r"#include followup/\w+\.conf' (\w+\.conf)", steps))
    assert changed == {"ari.conf", "http.conf", "pjsip.conf", "extensions.conf"}
    for file in changed:
        assert file in undone
    for reload in set(re.findall(r"asterisk -rx '(\w+ reload[^']*)'", steps)):
        assert reload in undone


def test_settings_of_the_page_are_settings() -> None:
    (block,) = blocks("toml")
    names = re.findall(r"(?m)^(\w+) = ", block.text)
    assert set(names) <= set(AsteriskSettings.model_fields)


def test_a_step_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        step("99. Nothing")
