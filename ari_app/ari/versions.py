"""Which Asterisk versions will do, and which have faults that a follow-up call would meet.

Faults are named by their number at github.com/asterisk/asterisk/issues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ari_app.ari.findings import Finding

Version = tuple[int, int, int]

# chan_websocket in server mode with control messages in JSON
OLDEST: dict[int, Version] = {20: (20, 18, 0), 22: (22, 8, 0), 23: (23, 2, 0)}
_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault that was reported for these (major, minor) versions."""

    issue: int
    reported: frozenset[tuple[int, int]]
    what: str


KNOWN_FAULTS = (
    KnownFault(1907, frozenset({(20, 19)}), "a hang-up can lock all channels for good"),
    KnownFault(1946, frozenset({(20, 17), (22, 9)}), "SIP and ARI can lock each other for good under load"),
    KnownFault(1962, frozenset({(22, 9)}), "originate can lock for good at about 100 calls a minute"),
    KnownFault(
        2078, frozenset({(20, 18), (20, 19)}), "a hang-up right after AudioSocket media can stall ARI"
    ),
)


def parse_version(text: str) -> Version | None:
    """The numbers at the front of "22.10.1+dfsg…"; None for a certified or a git build."""
    if found := _NUMBERS.match(text):
        major, minor, patch = found.groups()
        return int(major), int(minor), int(patch or 0)
    return None


def check_version(text: str) -> list[Finding]:
    """What is to be said about an Asterisk that calls itself `text`."""
    version = parse_version(text)
    if version is None:
        return [
            Finding(
                "asterisk_version_unknown",
                f"Asterisk {text}: cannot tell how old it is",
                "check that chan_websocket takes JSON control messages (20.18, 22.8, 23.2 or newer)",
                fatal=False,
            )
        ]
    if not is_new_enough(version):
        return [
            Finding(
                "asterisk_too_old",
                f"Asterisk {text} is too old: its media websocket cannot be steered with JSON",
                "install Asterisk 22.8 or newer (or 20.18, 23.2)",
                fatal=True,
            )
        ]
    return [_said(text, fault) for fault in KNOWN_FAULTS if version[:2] in fault.reported]


def is_new_enough(version: Version) -> bool:
    """Whether the media websocket in server mode is there; a major version is compared with its own line."""
    oldest = OLDEST.get(version[0])
    return version[0] > max(OLDEST) if oldest is None else version >= oldest


def _said(text: str, fault: KnownFault) -> Finding:
    return Finding(
        f"asterisk_fault_{fault.issue}",
        f"a fault was reported for this Asterisk, {text} (#{fault.issue}): {fault.what}",
        "install a newer version of the same line",
        fatal=False,
    )
