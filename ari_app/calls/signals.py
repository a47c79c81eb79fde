"""What the one queue of a call carries. Times are monotonic seconds of the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.events import Before
from ari_app.speech.port import Transcript


@dataclass(frozen=True, slots=True)
class Ringing:
    """The far end says that the phone rings."""

    at: float


@dataclass(frozen=True, slots=True)
class Announced:
    """Before the answer the carrier announced `kind` in a full phrase; `is_final`: nobody will pick up any more."""

    at: float
    kind: Disposition
    is_final: bool


@dataclass(frozen=True, slots=True)
class PickedUp:
    """The patient's channel is up."""

    at: float


@dataclass(frozen=True, slots=True)
class ChannelGone:
    """The patient's channel ended; the raw causes as the PBX gave them."""

    at: float
    cause: int | None
    cause_text: str
    tech_cause: int | None


@dataclass(frozen=True, slots=True)
class MediaLost:
    """The audio path broke while the channel may still live."""

    at: float


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """Asterisk's events do not come any more: what is not heard now says nothing about the patient."""

    at: float


@dataclass(frozen=True, slots=True)
class BackInReach:
    """They come again."""

    at: float


@dataclass(frozen=True, slots=True)
class VoiceBegan:
    """The patient began to speak, for certain."""

    at: float


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """The patient finished speaking; Spoke follows when the recognizer has answered."""

    at: float


@dataclass(frozen=True, slots=True)
class Overheard:
    """An unfinished hypothesis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """The patient finished an utterance; `transcript` is None when the recognizer did not answer.

    `code` and `before` as in dialogue.events.Heard.
    """

    began_at: float
    ended_at: float
    at: float
    transcript: Transcript | None
    code: str | None = None
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class MachineAnswered:
    """What answered is a mailbox, an assistant or an announcement: in `text` is a full `phrase` of `kind`."""

    at: float
    kind: Disposition
    text: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Keyed:
    """The patient finished keying digits, for the question `code`."""

    digits: str
    began_at: float
    at: float
    code: str | None = None


@dataclass(frozen=True, slots=True)
class PromptBegan:
    """The first sample of a prompt left for the patient."""

    command_id: str
    at: float


@dataclass(frozen=True, slots=True)
class PromptOver:
    """A prompt stopped sounding."""

    command_id: str
    played_ms: int
    completed: bool
    at: float


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A transfer came to an end: `result` as in dialogue.events.TransferEnded."""

    result: Literal["connected", "no_agent", "failed"]
    at: float


@dataclass(frozen=True, slots=True)
class AgentGone:
    """The nurse who talked with the patient hung up."""

    at: float


class TimerKind(StrEnum):
    """The timers of a call."""

    NO_INPUT = "no_input"
    RING = "ring"
    LONGEST = "longest"
    WATCHDOG = "watchdog"
    UNDERSTANDING = "understanding"
    GOODBYE = "goodbye"
    LAST_WORD = "last_word"
    TRANSFER = "transfer"
    RECONNECT = "reconnect"


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer ran out; `number` tells a stale one from the current one."""

    kind: TimerKind
    number: int


Signal = (
    Ringing
    | Announced
    | MachineAnswered
    | PickedUp
    | ChannelGone
    | MediaLost
    | OutOfReach
    | BackInReach
    | VoiceBegan
    | VoiceEnded
    | Overheard
    | Spoke
    | Keyed
    | PromptBegan
    | PromptOver
    | HandedOver
    | AgentGone
    | TimerFired
)
