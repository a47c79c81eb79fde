"""Session descriptions (RFC 4566) as far as one audio stream of G.711 with RFC 4733 digits needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ari_app.lab.g711 import CODECS, PCMA, PCMU, Codec

DIGITS_PAYLOAD_TYPE: Final = 101


@dataclass(frozen=True, slots=True)
class AudioOffer:
    """Where the other side wants its audio, in which codec, and the payload type of its digits (or None)."""

    host: str
    port: int
    codec: Codec
    digits: int | None


def parse_offer(body: str) -> AudioOffer | None:
    """What the other side offers or answers; None when no G.711 audio is in it."""
    media = re.search(r"^m=audio (\d+) \S+ ([\d ]+)", body, re.MULTILINE)
    if media is None:
        return None
    section = body[media.start() :]
    host = re.search(r"^c=IN IP[46] ([^\s/]+)", section, re.MULTILINE) or re.search(
        r"^c=IN IP[46] ([^\s/]+)", body, re.MULTILINE
    )
    codec = next((CODECS[int(number)] for number in media[2].split() if int(number) in CODECS), None)
    if host is None or codec is None:
        return None
    digits = re.search(r"^a=rtpmap:(\d+) telephone-event/8000", section, re.MULTILINE | re.IGNORECASE)
    return AudioOffer(host[1], int(media[1]), codec, int(digits[1]) if digits else None)


def describe(host: str, port: int, answer_to: AudioOffer | None = None) -> str:
    """Our own description: an offer of both laws, or the answer to what was offered."""
    codecs = [PCMU, PCMA] if answer_to is None else [answer_to.codec]
    digits = DIGITS_PAYLOAD_TYPE if answer_to is None else answer_to.digits
    payload_types = [str(codec.payload_type) for codec in codecs] + ([] if digits is None else [str(digits)])
    lines = ["v=0", f"o=- 1 1 IN IP4 {host}", "s=-", f"c=IN IP4 {host}", "t=0 0"]
    lines.append(f"m=audio {port} RTP/AVP {' '.join(payload_types)}")
    lines += [f"a=rtpmap:{codec.payload_type} {codec.name}/8000" for codec in codecs]
    if digits is not None:
        lines += [f"a=rtpmap:{digits} telephone-event/8000", f"a=fmtp:{digits} 0-15"]
    return "\r\n".join([*lines, "a=ptime:20", "a=sendrecv", ""])
