"""The patient spoke and the recognizer, away or behind, gave nothing: the key pad is offered at once."""

from __future__ import annotations

from ari_app.core.vocabulary import Action, FollowUpAction, InputSource, Intent, MissingReason
from ari_app.dialogue.asking import MOST_ASKS, ask_again, is_asking
from ari_app.dialogue.confirmation import MOST_LOW
from ari_app.dialogue.events import Unheard
from ari_app.dialogue.hearing import store_words
from ari_app.dialogue.lone_cry import outlasts_unheard
from ari_app.dialogue.question import Reply
from ari_app.dialogue.stages import crisis
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.understanding import Understanding


def stay_unheard(turn: Turn, unheard: Unheard) -> None:
    """Keep where it was said for who reviews the recording, and ask for keys; speaking again would not help.

    What was said to a question that is settled by now, or under a notice, is only kept.
    """
    if turn.state.stage is Stage.RINGING:
        return
    nothing = Understanding(Action.REASK, Intent.NOT_UNDERSTOOD)
    reply = Reply("", 0.0, InputSource.VOICE, unheard.span, nothing)
    store_words(turn, reply, "", unheard.code or turn.state.open_code or turn.state.stage.value)
    turn.change(net_caught=False)
    if not is_asking(turn) or unheard.code not in (None, turn.state.open_code):
        return
    if outlasts_unheard(turn):
        return
    if turn.state.stage is Stage.CRISIS:
        crisis.stay_silent(turn)
        return
    turn.change(low=turn.state.low + 1)
    if turn.state.low >= MOST_LOW or turn.state.times_asked >= MOST_ASKS:
        turn.request(FollowUpAction.REVIEW_QUEUE, turn.state.open_code)
        turn.rules.unsettled(turn, MissingReason.LOW_CONFIDENCE)
        return
    question = turn.rules.question(turn)
    by_keys = question is not None and bool(question.keys)
    ask_again(turn, "reask.by_keys" if by_keys else "reask.sorry", MissingReason.LOW_CONFIDENCE)
