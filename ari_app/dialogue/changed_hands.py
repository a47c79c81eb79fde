"""Somebody else speaks than who was identified: nothing more is asked before it is known who he is."""

from __future__ import annotations

from ari_app.dialogue.question import Reply
from ari_app.dialogue.stages.handover import greet_anew
from ari_app.dialogue.state import Stage
from ari_app.dialogue.suspecting import leave_to_person
from ari_app.dialogue.turn import Turn
from ari_app.language.another_speaker import is_another

_OF_THE_IDENTIFIED = frozenset({Stage.DATA_CONSENT, Stage.ITEMS, Stage.CALLS_WISH, Stage.SUSPICION})


def changed_hands(turn: Turn, reply: Reply) -> bool:
    """Greet anew whoever says that he is somebody else. True when it was so.

    The signs that he told of are kept for when he is known; what he answered is not the patient's answer, and what
    the patient may have told is not asked of him.
    """
    if not turn.state.verified or turn.state.stage not in _OF_THE_IDENTIFIED:
        return False
    if not is_another(reply.text, turn.script.patient.name, turn.state.informant):
        return False
    turn.note_flags(reply.meaning.flags)
    leave_to_person(turn)
    turn.change(verified=False, informant=None)
    if turn.state.stage is Stage.CALLS_WISH:
        turn.change(resume=Stage.CONSENT)
        return False
    greet_anew(turn)
    return True
