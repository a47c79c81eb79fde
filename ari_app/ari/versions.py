"""Which Asterisk versions will do, and which have faults that a follow-up call would meet.

Faults are named by their number at github.com/asterisk/asterisk/issues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ari_app.ari.findings import Finding

Version = tuple[int, int, int]

# externalMedia over AudioSocket
OLDEST_MAJOR = 18
# chan_websocket in server mode with control messages in JSON
MEDIA_WEBSOCKET: dict[int, Version] = {20: (20, 18, 0), 22: (22, 8, 0), 23: (23, 2, 0)}
# AudioSocket that tells other sampling rates than 8 kHz apart
WIDE_AUDIOSOCKET: dict[int, Version] = {20: (20, 17, 0), 21: (21, 12, 0), 22: (22, 7, 0), 23: (23, 1, 0)}
_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault that was reported for these (major, minor) versions; with `audiosocket`, only for calls over that."""

    issue: int
    reported: frozenset[tuple[int, int]]
    what: str
    audiosocket: bool = False


def _minors(major: int, first: int, last: int) -> frozenset[tuple[int, int]]:
    return frozenset((major, minor) for minor in range(first, last + 1))


KNOWN_FAULTS = (
    KnownFault(1907, frozenset({(20, 19)}), "a hang-up can lock all channels for good"),
    KnownFault(1946, frozenset({(20, 17), (22, 9)}), "SIP and ARI can lock each other for good under load"),
    KnownFault(1962, frozenset({(22, 9)}), "originate can lock for good at about 100 calls a minute"),
    KnownFault(
        2078,
        frozenset({(20, 18), (20, 19)}),
        "a hang-up right after AudioSocket media can stall ARI",
        audiosocket=True,
    ),
    KnownFault(
        1522,
        _minors(20, 14, 16) | _minors(21, 9, 12) | _minors(22, 4, 6) | {(23, 0)},
        "AudioSocket media can break off when its audio is a moment late",
        audiosocket=True,
    ),
)


def parse_version(text: str) -> Version | None:
    """The numbers at the front of "22.10.1+dfsg…"; None for a certified or a git build."""
    if found := _NUMBERS.match(text):
        major, minor, patch = found.groups()
        return int(major), int(minor), int(patch or 0)
    return None


def check_version(text: str, *, audiosocket: bool = False) -> list[Finding]:
    """What is to be said about an Asterisk that calls itself `text`, whose calls go over AudioSocket or do not."""
    version = parse_version(text)
    if version is None:
        return [
            Finding(
                "asterisk_version_unknown",
                f"Asterisk {text}: cannot tell how old it is",
                "check that chan_websocket takes JSON control messages (20.18, 22.8, 23.2 or newer), or set"
                ' asterisk.media = "audiosocket"',
                fatal=False,
            )
        ]
    if version[0] < OLDEST_MAJOR:
        return [
            Finding(
                "asterisk_too_old",
                f"Asterisk {text} is too old: the audio of its calls cannot be had, not even over AudioSocket",
                "install Asterisk 22.8 or newer; 18 is the oldest that can serve",
                fatal=True,
            )
        ]
    return [
        _said(text, fault)
        for fault in KNOWN_FAULTS
        if version[:2] in fault.reported and (audiosocket or not fault.audiosocket)
    ]


def has_media_websocket(version: Version) -> bool:
    """Whether the media websocket in server mode is there and takes JSON."""
    return _is_since(version, MEDIA_WEBSOCKET)


def has_wide_audiosocket(version: Version) -> bool:
    """Whether AudioSocket can carry 16 kHz."""
    return _is_since(version, WIDE_AUDIOSOCKET)


def _is_since(version: Version, first: dict[int, Version]) -> bool:
    """A major version is compared with its own line; one that is not in `first` has it when it is newer than all."""
    oldest = first.get(version[0])
    return version[0] > max(first) if oldest is None else version >= oldest


def _said(text: str, fault: KnownFault) -> Finding:
    return Finding(
        f"asterisk_fault_{fault.issue}",
        f"a fault was reported for this Asterisk, {text} (#{fault.issue}): {fault.what}",
        "install a newer version of the same line",
        fatal=False,
    )
