"""Storing a consent in the patient's own words."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import ConsentKind, FollowUpAction, InputSource
from ari_app.dialogue.facts import ConsentRecorded
from ari_app.dialogue.question import Reply
from ari_app.dialogue.turn import Turn
from ari_app.language.lost_no import is_mere_no

_HELLO = re.compile(r"(喂|哎|诶|唉)*(你好|您好)*(啊|呀)?")
_NOISE = str.maketrans("", "", " \u3000，。！？、,.!?")


def is_mere_hello(text: str) -> bool:
    """Whether somebody only said hello: that agrees to nothing, however polite it sounds."""
    words = text.translate(_NOISE)
    return bool(words) and _HELLO.fullmatch(words) is not None


def may_go_on(turn: Turn, reply: Reply) -> bool:
    """Whether 不 alone was said to a consent that was asked once: it may be cut off 不客气 可以, and ends the call."""
    return turn.state.times_asked <= 1 and reply.source is InputSource.VOICE and is_mere_no(reply.text)


def record_consent(turn: Turn, kind: ConsentKind, granted: bool, reply: Reply) -> None:
    """Store what was agreed to or refused; a refused recording is destroyed at once."""
    turn.establish(
        ConsentRecorded(
            at=turn.at,
            kind=kind,
            granted=granted,
            text_version=turn.script.versions.prompts,
            text=reply.text,
            source=reply.source,
            span=reply.span,
        )
    )
    if granted:
        return
    turn.request(FollowUpAction.CONSENT_REFUSAL_LOGGED)
    if kind is ConsentKind.RECORDING:
        turn.destroy_recording()
