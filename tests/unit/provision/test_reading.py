"""Reading what apt, pip and the packages' indexes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.core.errors import Unavailable
from ari_app.provision import apt_archive, asterisk_prefix, left_out
from ari_app.provision import python_environment as environment
from ari_app.provision.manifest import load

ONE_LINE = """\
# deb http://commented.example/debian sid main
deb http://security.example/debian-security bookworm-security main
deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://source.example/debian bookworm main
"""
STANZAS = """\
# a comment
Types: deb deb-src
URIs: http://one.example/debian
 http://two.example/debian
Suites: trixie
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: trixie

Types: deb-src
URIs: http://source.example/debian
Suites: trixie
"""


def test_one_line_sources_are_read() -> None:
    assert apt_archive.archive_addresses(ONE_LINE, ".list") == [
        "http://security.example/debian-security",
        "http://mirror.example/debian",
    ]


def test_stanza_sources_are_read_and_disabled_ones_left() -> None:
    assert apt_archive.archive_addresses(STANZAS, ".sources") == [
        "http://one.example/debian",
        "http://two.example/debian",
    ]


def host(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    """Let a folder stand for /etc/apt."""
    (folder / "sources.list.d").mkdir()
    for name, text in files.items():
        (folder / "sources.list.d" / name.replace("_", ".")).write_text(text, "utf-8")
    monkeypatch.setattr(apt_archive, "APT_FOLDER", folder)
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)


def test_the_mirror_is_the_hosts_and_not_its_security_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host(tmp_path, monkeypatch, a_list=ONE_LINE, b_sources=STANZAS)
    assert apt_archive.find_mirror() == "http://mirror.example/debian"
    monkeypatch.setenv("DEBIAN_MIRROR", "http://pinned.example/debian")
    assert apt_archive.find_mirror() == "http://pinned.example/debian"


def test_a_host_without_a_debian_archive_is_told_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host(tmp_path, monkeypatch, a_list="deb http://archive.example/ubuntu noble main\n")
    with pytest.raises(Unavailable) as caught:
        apt_archive.find_mirror()
    assert caught.value.mend is not None and "DEBIAN_MIRROR" in caught.value.mend


def test_the_packages_of_a_simulated_installation_are_read() -> None:
    said = "Reading package lists...\nInst libc6 (2.43-7 Debian:unstable [amd64])\nConf libc6\nInst asterisk (1:22)"
    assert apt_archive.installed_names(said) == ("libc6", "asterisk")


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Get:1 http://x sid InRelease\nFetched 11.2 MB in 2s (5,600 kB/s)\n", 11_200_000),
        ("Fetched 1,015 kB in 0s (2 MB/s)", 1_015_000),
        ("Fetched 512 B in 0s (1 B/s)", 512),
        ("Hit:1 http://x sid InRelease", 0),
    ],
)
def test_the_bytes_that_apt_fetched_are_read(said: str, count: int) -> None:
    assert apt_archive.fetched_bytes(said) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("  Downloading aiohttp-3.14.5-cp311-cp311-manylinux_2_17_x86_64.whl (1.7 MB)", 1_700_000),
        ("Downloading idna-3.20-py3-none-any.whl (71 kB)", 71_000),
        ("  Using cached idna-3.20-py3-none-any.whl (71 kB)", 0),
        ("Installing collected packages: idna", 0),
    ],
)
def test_the_bytes_that_pip_fetched_are_read(line: str, count: int) -> None:
    assert environment.fetched_bytes(line) == count


def test_debian_versions_are_compared_by_number() -> None:
    numbers = asterisk_prefix.upstream_numbers
    assert numbers("1:22.10.1+dfsg+~cs6.17-1") == (22, 10, 1)
    assert numbers("22.10.1") > numbers("22.8") > numbers("1:20.18.0~dfsg")
    assert numbers(load().debian_set("asterisk").tried) >= numbers(load().debian_set("asterisk").least)


@pytest.mark.parametrize(
    "name", ["libc6", "libssl3t64", "asterisk", "asterisk-modules", "libopus0", "libxml2-16", "brandnew1"]
)
def test_what_asterisk_needs_or_nobody_knows_is_taken(name: str) -> None:
    assert not left_out.is_left_out(name)


@pytest.mark.parametrize(
    "name", ["perl-base", "libldap2", "libcurl4t64", "gcc-16-base", "libspandsp2t64", "adduser"]
)
def test_what_only_left_out_modules_need_is_not_taken(name: str) -> None:
    assert left_out.is_left_out(name)
