"""What is heard while it is still being said: a sign of danger, or a machine that answered."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, Disposition, InputSource, Intent
from ari_app.dialogue.events import HeardPartial, MachineHeard
from ari_app.dialogue.hearing import hear_partial, store_words
from ari_app.dialogue.machine import end_at_machine, is_unknown_who
from ari_app.dialogue.question import Reply
from ari_app.dialogue.turn import Turn
from ari_app.language.redaction import redact_full_ids
from ari_app.language.understanding import Understanding

_INTENTS = {Disposition.VOICEMAIL: Intent.VOICEMAIL, Disposition.CALL_ASSISTANT: Intent.CALL_ASSISTANT}


def overhear(turn: Turn, event: HeardPartial | MachineHeard) -> None:
    """Deal with words that may not be over yet."""
    if isinstance(event, HeardPartial):
        hear_partial(turn, event)
    elif is_unknown_who(turn.state):
        _end_at_machine(turn, event)


def _end_at_machine(turn: Turn, heard: MachineHeard) -> None:
    """Its words are kept, and the call ends; nothing about the patient is left with it."""
    meaning = Understanding(Action.ROUTE, _INTENTS.get(heard.kind, Intent.ANNOUNCEMENT))
    reply = Reply(redact_full_ids(heard.text), 1.0, InputSource.VOICE, None, meaning)
    store_words(turn, reply, heard.text)
    end_at_machine(turn, heard.kind)
