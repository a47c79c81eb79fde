"""Which Asterisk versions are let through, and what is said about them."""

from __future__ import annotations

import pytest

from ari_app.ari.versions import check_version, has_media_websocket, has_wide_audiosocket, parse_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("22.10.1+dfsg+~cs6.17.60671434-1", (22, 10, 1)),
        ("20.18.0", (20, 18, 0)),
        ("22.8", (22, 8, 0)),
        ("GIT-master-abc123", None),
        ("certified/20.7-cert2", None),
    ],
)
def test_version_is_read_from_what_asterisk_says(text: str, version: tuple[int, int, int] | None) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize("text", ["13.38.3", "16.28.0~dfsg-0+deb11u4", "17.9.4"])
def test_too_old_version_is_fatal_and_names_a_mend(text: str) -> None:
    (finding,) = check_version(text)
    assert (finding.code, finding.fatal) == ("asterisk_too_old", True)
    assert text in finding.message
    assert "22.8" in finding.mend


@pytest.mark.parametrize(
    "text", ["18.26.4", "20.6.0", "20.20.0", "21.8.0", "22.8.0", "22.10.1+dfsg-1", "24.0.0"]
)
def test_new_enough_version_without_reported_faults_passes(text: str) -> None:
    assert check_version(text, audiosocket=True) == []


@pytest.mark.parametrize(
    ("text", "audiosocket", "issues"),
    [
        ("22.9.0", False, {1946, 1962}),
        ("20.19.0", False, {1907}),
        ("20.19.0", True, {1907, 2078}),
        ("20.16.0", False, set()),
        ("20.16.0", True, {1522}),
        ("21.12.3", True, {1522}),
        ("22.4.1", True, {1522}),
    ],
)
def test_reported_faults_are_named_and_not_fatal(text: str, audiosocket: bool, issues: set[int]) -> None:
    findings = check_version(text, audiosocket=audiosocket)
    assert {finding.code for finding in findings} == {f"asterisk_fault_{issue}" for issue in issues}
    assert not any(finding.fatal for finding in findings)


@pytest.mark.parametrize(
    ("version", "websocket", "wide"),
    [
        ((18, 26, 4), False, False),
        ((20, 16, 0), False, False),
        ((20, 17, 0), False, True),
        ((20, 18, 0), True, True),
        ((21, 12, 1), False, True),
        ((22, 6, 0), False, False),
        ((22, 7, 9), False, True),
        ((22, 8, 0), True, True),
        ((23, 1, 0), False, True),
        ((23, 2, 0), True, True),
        ((24, 0, 0), True, True),
    ],
)
def test_each_line_of_versions_got_its_media_in_its_own_time(
    version: tuple[int, int, int], websocket: bool, wide: bool
) -> None:
    assert (has_media_websocket(version), has_wide_audiosocket(version)) == (websocket, wide)


def test_version_without_numbers_is_said_to_be_unknown() -> None:
    (finding,) = check_version("GIT-22-abc")
    assert (finding.code, finding.fatal) == ("asterisk_version_unknown", False)
