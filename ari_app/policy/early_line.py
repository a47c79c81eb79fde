"""What was found out about the line of one attempt, as it is kept with the attempt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ari_app.core.vocabulary import Disposition
from ari_app.policy.line_outcome import DecidedBy, Tone


class Ringback(StrEnum):
    """What a caller hears while it rings: the exchange's tone, music (彩铃), or words that tell no cause."""

    TONE = "tone"
    MUSIC = "music"
    ADVERT = "advert"


@dataclass(frozen=True, slots=True)
class EarlyLine:
    """What was heard before the answer, or of the machine that answered.

    `announced`, `phrase` (as written in our list) and `words` (what the recognizer wrote) are of the last announcement,
    or of the machine that answered; `heard_seconds` is all the audio that came before the answer, `voiced_seconds` what
    the recognizer was given of it, `recognizing_seconds` how long it worked on that (at most: its queue is counted in).
    """

    ringback: Ringback | None = None
    tone: Tone | None = None
    announced: Disposition | None = None
    phrase: str | None = None
    words: str | None = None
    heard_seconds: float = 0.0
    voiced_seconds: float = 0.0
    recognizing_seconds: float = 0.0


UNHEARD = EarlyLine()


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """Why an attempt has its disposition: the signal that decided, and every signal as it came.

    `decided_by` is None where people talked and the conversation decided. `recording` is the file of the early
    media, relative to the recordings folder.
    """

    decided_by: DecidedBy | None
    early: EarlyLine
    saw_ringing: bool
    our_timeout: bool
    cause: int | None
    cause_text: str | None
    tech_cause: int | None
    recording: str | None = None
