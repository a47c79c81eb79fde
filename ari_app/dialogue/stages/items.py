"""The questionnaire: each item until it has a value or a reason for having none."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import (
    Action,
    AnswerStatus,
    Flag,
    FollowUpAction,
    Intent,
    MissingReason,
    QType,
)
from ari_app.dialogue.appointments import unfit_lead, write_back
from ari_app.dialogue.asking import MOST_ASKS, ask, ask_again, lead_for
from ari_app.dialogue.confirmation import confirm_previous, is_agreed, is_denied, open_item, says_same
from ari_app.dialogue.halves import completed, lacking
from ari_app.dialogue.prompt_book import item_sentences
from ari_app.dialogue.question import LONG_PATIENCE_SECONDS, PATIENCE_SECONDS, Question, Reply
from ari_app.dialogue.risk import review
from ari_app.dialogue.settled import gaps, guessed_values, settled_values
from ari_app.dialogue.state import Answer, Stage
from ari_app.dialogue.turn import Turn
from ari_app.questionnaire.flow import next_item
from ari_app.questionnaire.questionnaire import Item

_REASONS = {
    Intent.NOT_MEASURED: MissingReason.NOT_MEASURED,
    Intent.DONT_KNOW: MissingReason.DONT_KNOW,
    Intent.REFUSE_QUESTION: MissingReason.REFUSE_QUESTION,
    Intent.NOT_APPLICABLE: MissingReason.NOT_APPLICABLE,
}
# the patient was understood but gave no single value; anything else was not understood well enough
_VAGUE = frozenset(
    {
        Intent.RANGE,
        Intent.BOUND,
        Intent.AMBIGUOUS,
        Intent.QUALITATIVE,
        Intent.MULTIPLE,
        Intent.PARTIAL,
        Intent.OUT_OF_RANGE,
        Intent.INVALID,
    }
)


def open(turn: Turn) -> None:
    """Ask the next enabled item, or close when there is none; a danger that may have been told is asked for first."""
    state = turn.state
    if state.suspected is not None:
        turn.enter(Stage.SUSPICION)
        return
    item = next_item(
        turn.script.questionnaire, settled_values(state), gaps(state), state.flags, guessed_values(state)
    )
    if item is None:
        turn.enter(Stage.CLOSING)
        return
    ask(turn, _question(turn, item))


def question(turn: Turn) -> Question | None:
    """The open item's question."""
    item = open_item(turn)
    return None if item is None else _question(turn, item)


def answer(turn: Turn, reply: Reply) -> None:
    """Settle the open item, or ask again for what is lacking."""
    item = open_item(turn)
    if item is None or _was_read_back(turn, item, reply):
        return
    reply = completed(turn, item, reply)
    pending, meaning = turn.state.pending, reply.meaning
    if meaning.action is not Action.ACCEPT and says_same(reply) and confirm_previous(turn, item, reply):
        return
    if item.qtype is QType.RESCHEDULE and meaning.action is Action.ACCEPT:
        lead = unfit_lead(turn, meaning.value)
        if lead is not None:
            ask_again(turn, lead, MissingReason.DONT_KNOW)
            return
    part = lacking(turn, item, reply)
    if part is not None and turn.state.times_asked < MOST_ASKS:
        ask_again(turn, part[1], MissingReason.DONT_KNOW)
        turn.change(half=part[0])
        return
    match meaning.action:
        case Action.ACCEPT:
            repeated = pending is not None and pending.value == meaning.value
            status = AnswerStatus.CONFIRMED if repeated else AnswerStatus.ACCEPTED
            turn.note_flags(meaning.flags)
            _settle(turn, Answer(item.link_id, meaning.value, meaning.unit, status), reply)
        case Action.MISSING:
            _give_up(turn, item, _REASONS.get(meaning.intent, MissingReason.DONT_KNOW))
        case Action.REASK | Action.ROUTE:
            _ask_for_more(turn, item, reply)


def _was_read_back(turn: Turn, item: Item, reply: Reply) -> bool:
    """Deal with a plain yes or no to a read-back; a yes points to the utterance that was read back."""
    pending = turn.state.pending
    if pending is None:
        return False
    if is_denied(reply):
        ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)
        return True
    is_repeated = says_same(reply) and pending.value == turn.script.patient.last_answers.get(item.link_id)
    if not is_repeated and not is_agreed(turn, reply):
        return False
    said_before = replace(reply, text=pending.text, confidence=pending.confidence, span=pending.span)
    turn.note_flags(pending.flags)
    _settle(turn, Answer(item.link_id, pending.value, pending.unit, AnswerStatus.CONFIRMED), said_before)
    return True


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Three asks without a value: note why, leave it for review where something was said, and go on."""
    item = open_item(turn)
    if item is None:
        return
    if reason is MissingReason.LOW_CONFIDENCE:
        turn.say("control.offer_person")
    if reason is not MissingReason.NO_INPUT:
        turn.request(FollowUpAction.REVIEW_QUEUE, item.link_id)
    _give_up(turn, item, reason)


def _question(turn: Turn, item: Item) -> Question:
    is_open = item.qtype is QType.OPEN_TEXT
    return Question(
        code=item.link_id,
        qtype=item.qtype,
        ask=item_sentences(turn.script, item.text),
        again=item_sentences(turn.script, item.reask_text),
        keys=item_sentences(turn.script, item.key_text),
        options=item.option_texts,
        proposition=item.proposition,
        key_digits=item.key_digits,
        confidence_floor=item.confidence_floor,
        patience_seconds=LONG_PATIENCE_SECONDS if is_open else PATIENCE_SECONDS,
    )


def _settle(turn: Turn, settled: Answer, reply: Reply) -> None:
    turn.record(settled, reply)
    item = turn.script.questionnaire.item(settled.link_id)
    if item.qtype is QType.RESCHEDULE and write_back(turn, settled.value):
        return
    _go_on(turn)


def _give_up(turn: Turn, item: Item, reason: MissingReason) -> None:
    turn.leave_out(item.link_id, reason, turn.state.times_asked)
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    turn.forget_question()
    if not review(turn):
        turn.enter(Stage.ITEMS)


def _ask_for_more(turn: Turn, item: Item, reply: Reply) -> None:
    """A quality is asked once for its number; a vague answer up to three times, then the patient cannot say."""
    intent = reply.meaning.intent
    turn.change(pending=None)
    if intent is Intent.QUALITATIVE:
        if turn.state.unclear:
            unsettled(turn, MissingReason.DONT_KNOW)
            return
        turn.change(unclear=turn.state.unclear + 1)
    if intent is Intent.REFUSE_CALL or Flag.ITEM9_REFUSED in reply.meaning.flags:
        _give_up(turn, item, MissingReason.REFUSE_QUESTION)
        return
    reason = MissingReason.DONT_KNOW if intent in _VAGUE else MissingReason.LOW_CONFIDENCE
    ask_again(turn, lead_for(intent), reason)
