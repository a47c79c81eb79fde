"""What the dialogue wants done, as data. Ids are derived from (session, turn, n), so doing one twice is seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ari_app.core.vocabulary import Disposition, QType


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the open question expects, for the recognizer, the end-of-speech decision and the key pad.

    `phrases` are answers that fit the *type* of the question; for person, verify and consent they never
    depend on a stored value. `key_digits` is the most digits the key pad takes (0: none); `#` ends sooner.
    `questionnaire` is the id of the call's questionnaire. `hot_words` are names that may come up in a free answer;
    no other question has any. `read_back` tells that an answer was read back and waits for its yes or no.
    """

    code: str
    qtype: QType
    question: str
    phrases: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    key_digits: int = 0
    questionnaire: str = ""
    hot_words: tuple[str, ...] = ()
    read_back: bool = False


class Pace(StrEnum):
    """How fast a prompt is spoken."""

    USUAL = "usual"
    SLOW = "slow"


USUAL_PAUSE_MS = 220


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one sentence is spoken: the silence before it (none before a prompt's first), and its pace."""

    pause_ms: int = USUAL_PAUSE_MS
    pace: Pace = Pace.USUAL


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `sentences` in order. A prompt that is not `interruptible` plays to its end whatever is heard.

    `pace` is the call's; `delivery` tells how each sentence is spoken, empty when all are spoken alike.
    """

    id: str
    code: str
    sentences: tuple[str, ...]
    interruptible: bool = True
    pace: Pace = Pace.USUAL
    delivery: tuple[Delivery, ...] = ()

    @property
    def spoken(self) -> tuple[tuple[str, Delivery], ...]:
        """Each sentence with its delivery."""
        delivery = self.delivery or (Delivery(pace=self.pace),) * len(self.sentences)
        return tuple(zip(self.sentences, delivery, strict=True))


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the patient once the last prompt has ended (or from its start, when interruptible)."""

    id: str
    expectation: Expectation
    no_input_seconds: float


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the patient over to a person."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class DestroyRecording:
    """The patient refused the recording: destroy the audio, keep the proof row."""

    id: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call after what is being said has been heard to its end."""

    id: str
    disposition: Disposition


Command = Say | Listen | Transfer | DestroyRecording | HangUp
