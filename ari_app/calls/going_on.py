"""A turn that a pause ended too early: what follows within a breath belongs to it, and both are understood together.

好 … 什么事 agrees to nothing, 不是 … 我女儿的 denies nothing. A turn that ends in a word that may be a beginning waits
for the patient who already speaks again; one that was acted on is handed over with what follows.
"""

from __future__ import annotations

from dataclasses import replace

from ari_app.calls.signals import PromptBegan, PromptOver, Spoke
from ari_app.dialogue.events import Before
from ari_app.dialogue.going_back import CODES
from ari_app.language.beginnings import may_be_beginning
from ari_app.speech.port import Transcript

UNHEARD_SECONDS = 0.6
"""Of a prompt that began no longer ago nobody has heard enough to answer it."""
REACTION_SECONDS = 0.3
"""Sooner after the end of a prompt nobody answers it: who speaks then had begun to breathe before."""
LONGEST_BREATH_SECONDS = 2.5


class GoingOn:
    """Joins the turns of one call that belong together."""

    def __init__(self) -> None:
        self._waiting: Spoke | None = None
        self._last: Spoke | None = None
        self._prompt_began: float | None = None
        self._said_until: float | None = None

    def prompt_began(self, signal: PromptBegan) -> None:
        """The robot speaks."""
        self._said_until = None
        if self._prompt_began is None:
            self._prompt_began = signal.at

    def prompt_over(self, signal: PromptOver) -> None:
        """It has said all of it: whoever speaks from now on may answer that."""
        if signal.completed:
            self._said_until = signal.at + REACTION_SECONDS

    def take(self, spoke: Spoke, *, is_speaking: bool) -> list[Spoke]:
        """The turns that are to be understood now; none while one waits for its end."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            if not _is_heard(spoke):
                return [self._remember(waiting), spoke]
            spoke = _joined(waiting, spoke)
        if is_speaking and _may_go_on(spoke):
            self._waiting = spoke
            return []
        return [self._remember(self._with_before(spoke))]

    def left(self) -> Spoke | None:
        """What still waits when nothing more will come."""
        waiting, self._waiting = self._waiting, None
        return waiting

    def _remember(self, spoke: Spoke) -> Spoke:
        if _is_heard(spoke):
            self._last, self._prompt_began, self._said_until = spoke, None, None
        return spoke

    def _with_before(self, spoke: Spoke) -> Spoke:
        """What was acted on a breath ago goes with it."""
        last = self._last
        if last is None or last.transcript is None or last.code not in CODES or not _is_heard(spoke):
            return spoke
        if not 0 <= spoke.began_at - last.ended_at <= LONGEST_BREATH_SECONDS:
            return spoke
        if self._prompt_began is not None and spoke.began_at > self._prompt_began + UNHEARD_SECONDS:
            return spoke
        if self._said_until is not None and spoke.began_at >= self._said_until:
            return spoke
        return replace(spoke, before=Before(last.code, last.transcript.text, last.transcript.confidence))


def _is_heard(spoke: Spoke) -> bool:
    return spoke.transcript is not None and bool(spoke.transcript.text)


def _may_go_on(spoke: Spoke) -> bool:
    transcript = spoke.transcript
    return transcript is not None and spoke.code in CODES and may_be_beginning(transcript.text)


def _joined(first: Spoke, second: Spoke) -> Spoke:
    """Both as one turn of the question that the first was said to."""
    before, after = first.transcript, second.transcript
    assert before is not None and after is not None
    return replace(second, began_at=first.began_at, transcript=_together(before, after), code=first.code)


def _together(before: Transcript, after: Transcript) -> Transcript:
    return replace(
        after,
        text=f"{before.text}，{after.text}",
        raw_text=f"{before.raw_text}，{after.raw_text}",
        confidence=min(before.confidence, after.confidence),
        words=(*before.words, *after.words),
    )
