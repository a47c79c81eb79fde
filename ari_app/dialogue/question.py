"""A question that can be asked, whichever stage it belongs to, and a reply to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ari_app.core.vocabulary import IdentityFactor, InputSource, QType
from ari_app.dialogue.events import Span
from ari_app.dialogue.prompt_text import USUAL, Manner
from ari_app.language.understanding import Understanding

LOW_CONFIDENCE = 0.60
PATIENCE_SECONDS = 7.0
LONG_PATIENCE_SECONDS = 12.0
HOLD_SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Question:
    """How a question is asked first, asked again, and offered on the key pad, and what fits as an answer.

    `manner` and `again_manner` are how `ask` and `again` are spoken.
    """

    code: str
    qtype: QType
    ask: tuple[str, ...]
    again: tuple[str, ...]
    keys: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    proposition: str | None = None
    confidence_floor: float = LOW_CONFIDENCE
    key_digits: int = 0
    protected: bool = False
    manner: Manner = USUAL
    again_manner: Manner = USUAL
    patience_seconds: float = PATIENCE_SECONDS

    @property
    def text(self) -> str:
        """The question as one line, as the parser wants it."""
        return "".join(self.ask)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the patient said or keyed, and what it means. `text` is redacted of full identity numbers.

    `factors` are the complete identity factors in it while `verify` is open; they are compared and dropped.
    """

    text: str
    confidence: float
    source: InputSource
    span: Span | None
    meaning: Understanding
    factors: tuple[tuple[IdentityFactor, str], ...] = ()

    def is_below(self, floor: float) -> bool:
        """Whether the hearing was too unsure to take the reply as it is."""
        return self.source is InputSource.VOICE and self.confidence < floor
