"""Placeholders are filled, unknown ones are named, and what goes to a live PBX keeps to itself."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from ari_app.core.errors import Damaged
from ari_app.provision.conf_rendering import render, render_folder
from ari_app.provision.layout import PROJECT

CONF = PROJECT / "asterisk_conf"


def test_placeholders_are_filled_and_other_at_signs_stay() -> None:
    assert (
        render("contact=sip:a@@HOST@:@PORT@ a@b", {"HOST": "h", "PORT": "1"}, "x") == "contact=sip:a@h:1 a@b"
    )


def test_unknown_placeholder_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "some.conf").write_text("bind=@NOWHERE@")
    with pytest.raises(Damaged, match=r"some\.conf.*@NOWHERE@"):
        render_folder(tmp_path, tmp_path / "out", {})


def test_empty_folder_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        render_folder(tmp_path / "nothing", tmp_path / "out", {})


def test_rendered_files_are_for_the_owner_only(tmp_path: Path) -> None:
    render_folder(CONF, tmp_path, dict.fromkeys(_placeholders(CONF), "x"))
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_files_for_a_live_pbx_have_only_sections_of_their_own_and_no_secret() -> None:
    files = sorted(CONF.glob("*.conf"))
    assert [file.name for file in files] == [
        "ari_followup.conf",
        "extensions_followup.conf",
        "http_followup.conf",
        "pjsip_followup.conf",
    ]
    for file in files:
        sections = set(re.findall(r"^(\[.*)$", file.read_text(), re.MULTILINE))
        # (+) adds to a section of the PBX's own; what it already says there stands below, and wins
        assert sections <= {
            "[followup-trunk]",
            "[followup-inbound]",
            "[followup-callback]",
            "[@ARI_USER@]",
            "[general](+)",
        }
        for secret in re.findall(r"^password=(.*)$", file.read_text(), re.MULTILINE):
            assert secret == "@ARI_PASSWORD@"


def test_guide_names_every_placeholder_of_the_files_for_a_live_pbx() -> None:
    guide = (PROJECT / "docs" / "pbx.md").read_text()
    for name in _placeholders(CONF):
        assert f"`@{name}@`" in guide


def _placeholders(folder: Path) -> set[str]:
    return {name for file in folder.glob("*.conf") for name in re.findall(r"@([A-Z_]+)@", file.read_text())}
