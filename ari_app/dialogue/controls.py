"""What a patient may say at any question, and what follows: one table from intent to handling."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ari_app.core.vocabulary import (
    ConsentKind,
    Disposition,
    Flag,
    FollowUpAction,
    Intent,
    MissingReason,
    QType,
)
from ari_app.dialogue.asking import ask_again, reopen, wait
from ari_app.dialogue.consents import record_consent
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.moment import Fit, fit_of, spoken_moment
from ari_app.dialogue.prompt_book import reply_from_knowledge
from ari_app.dialogue.question import Reply
from ari_app.dialogue.risk import hand_over, open_item_is_watched, review
from ari_app.dialogue.stages import later
from ari_app.dialogue.state import Stage, TransferReason
from ari_app.dialogue.suspecting import leave_to_person
from ari_app.dialogue.turn import Turn
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

Handler = Callable[[Turn, Reply], None]

_CALLING_WORDS = ("打", "联系", "再来")

# taken even when the hearing was unsure: a wrong guess costs little and a missed one much
TAKEN_WHEN_LOW = frozenset({Intent.REPEAT, Intent.LOUDER_SLOWER, Intent.HOLD_ON, Intent.HUMAN})


def handler_for(intent: Intent) -> Handler | None:
    """The handling of a control intent, None for one that is the stage's own business."""
    return _TABLE.get(intent)


def ask_for_person(turn: Turn, reason: TransferReason) -> None:
    """Transfer when an agent is free, otherwise apologize and promise a call-back."""
    turn.request(FollowUpAction.TRANSFER_HUMAN)
    if turn.script.agents_available:
        hand_over(turn, reason)
    else:
        no_person(turn)


def no_person(turn: Turn) -> None:
    """Nobody is free for a patient who wants a person."""
    turn.say("transfer.none")
    turn.request(FollowUpAction.CALLBACK_TASK)
    turn.request(FollowUpAction.HUMAN_TASK)
    conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="transfer.callback")


def _repeat(turn: Turn, _: Reply) -> None:
    ask_again(turn, "control.repeat", MissingReason.DONT_KNOW, full=True)


def _louder(turn: Turn, _: Reply) -> None:
    turn.change(slow=True)
    ask_again(turn, "control.louder", MissingReason.DONT_KNOW, full=True)


def _hold_on(turn: Turn, _: Reply) -> None:
    is_fetching = turn.state.stage is Stage.PERSON and turn.state.unclear > 0
    if is_fetching:
        turn.enter(Stage.HANDOVER)
    else:
        wait(turn)


def _human(turn: Turn, _: Reply) -> None:
    ask_for_person(turn, TransferReason.ASKED)


def _identity(turn: Turn, _: Reply) -> None:
    ask_again(turn, "control.identity", MissingReason.DONT_KNOW)


def _info(turn: Turn, reply: Reply) -> None:
    """An approved reply where there is one; otherwise a person answers later. Nothing is made up."""
    turn.request(FollowUpAction.KB_ANSWER_OR_HUMAN)
    known = reply_from_knowledge(turn.script, reply.text, clinical=turn.state.verified)
    if known is None:
        ask_again(turn, "control.info", MissingReason.DONT_KNOW)
        return
    turn.say_sentences("knowledge", known)
    ask_again(turn, "control.go_on", MissingReason.DONT_KNOW)


def _offtopic(turn: Turn, _: Reply) -> None:
    ask_again(turn, "control.offtopic", MissingReason.DONT_KNOW)


def _complaint(turn: Turn, _: Reply) -> None:
    turn.request(FollowUpAction.COMPLAINT_TICKET)
    ask_again(turn, "control.complaint", MissingReason.DONT_KNOW)


def _alt_number(turn: Turn, _: Reply) -> None:
    turn.request(FollowUpAction.HUMAN_TASK)
    ask_again(turn, "control.alt_number", MissingReason.DONT_KNOW)


def _later(turn: Turn, reply: Reply) -> None:
    value = reply.meaning.value
    if Flag.DRIVING in reply.meaning.flags:
        fits = fit_of(value, turn.script, turn.at) is Fit.FITS
        turn.request(FollowUpAction.REDIAL_SCHEDULED, spoken_moment(value) if fits else None)
        conclude(turn, Disposition.CALLBACK_SCHEDULED, goodbye="control.driving")
    elif turn.state.stage is Stage.LATER and fit_of(value, turn.script, turn.at) is Fit.UNCLEAR:
        turn.rules.unsettled(turn, MissingReason.DONT_KNOW)
    else:
        later.wish(turn, value)


def _wrong_number(turn: Turn, _: Reply) -> None:
    if turn.state.verified:
        ask_again(turn, "reask.sorry", MissingReason.DONT_KNOW)
        return
    turn.request(FollowUpAction.NUMBER_MARKED_INVALID)
    conclude(turn, Disposition.WRONG_NUMBER, goodbye="closing.wrong_number")


def unavailable(turn: Turn, reply: Reply) -> None:
    """The patient cannot come to the phone: nothing about him is said, and the call is tried again."""
    if turn.state.verified and turn.state.informant is None:
        ask_again(turn, "reask.sorry", MissingReason.DONT_KNOW)  # he speaks himself: it is about another
        return
    moment = _named_time(turn, reply)
    turn.request(FollowUpAction.REDIAL_SCHEDULED, moment)
    conclude(turn, Disposition.PATIENT_UNAVAILABLE, goodbye="closing.unavailable")


def _named_time(turn: Turn, reply: Reply) -> str | None:
    """When somebody who answers for the patient wants the call, if he said so."""
    if not any(word in reply.text for word in _CALLING_WORDS):
        return None
    value = understand(QType.RESCHEDULE, "", reply.text, Context(now=turn.local_now)).value
    return spoken_moment(value) if fit_of(value, turn.script, turn.at) is Fit.FITS else None


def _deceased(turn: Turn, _: Reply) -> None:
    """Believed at once, except of the identified patient himself: he may speak of somebody else."""
    speaks_himself = turn.state.verified and turn.state.informant is None
    if speaks_himself and not turn.state.doubts_death:
        turn.change(doubts_death=True)
        turn.say("control.death")
        turn.request(FollowUpAction.HUMAN_NOTIFIED)
        reopen(turn)
        return
    turn.request(FollowUpAction.CONDOLENCE_SPOKEN)
    turn.request(FollowUpAction.ALL_TASKS_CANCELLED)
    turn.request(FollowUpAction.HUMAN_NOTIFIED)
    conclude(turn, Disposition.DECEASED, goodbye="closing.deceased")


def never_again(turn: Turn, _: Reply) -> None:
    """No more calls of this kind are wanted."""
    turn.request(FollowUpAction.DNC_ADDED)
    conclude(turn, Disposition.DNC, goodbye="closing.dnc", rest=MissingReason.REFUSE_CALL)


def refuse(turn: Turn, reply: Reply) -> None:
    """The patient does not want this call; what was open to be agreed to counts as refused."""
    match turn.state.stage:
        case Stage.CONSENT:
            record_consent(turn, ConsentKind.RECORDING, False, reply)
        case Stage.DATA_CONSENT:
            record_consent(turn, ConsentKind.HEALTH_QUESTIONS, False, reply)
        case _:
            pass
    if open_item_is_watched(turn):
        turn.leave_out(str(turn.state.open_code), MissingReason.REFUSE_QUESTION, turn.state.times_asked)
        review(turn)
    conclude(turn, Disposition.REFUSED, goodbye="closing.refused", rest=MissingReason.REFUSE_CALL)


def _handover(turn: Turn, _: Reply) -> None:
    """Somebody else comes to the phone, and has to be identified whoever was before."""
    if turn.state.stage in {Stage.HANDOVER, Stage.LATER}:
        wait(turn)
        return
    leave_to_person(turn)
    turn.change(verified=False, informant=None)
    if turn.state.stage is Stage.CALLS_WISH:
        # whoever comes says what is wished for the phone, and hears anything else only once it is known who he is
        turn.change(resume=Stage.CONSENT)
        wait(turn)
        return
    turn.enter(Stage.HANDOVER)


def _greeting(turn: Turn, _: Reply) -> None:
    if turn.state.pauses:
        ask_again(turn, "control.greeting", MissingReason.LOW_CONFIDENCE)
        return
    turn.change(pauses=1)
    turn.say("control.greeting")
    reopen(turn)


_TABLE: Mapping[Intent, Handler] = {
    Intent.REPEAT: _repeat,
    Intent.LOUDER_SLOWER: _louder,
    Intent.HOLD_ON: _hold_on,
    Intent.GREETING: _greeting,
    Intent.HUMAN: _human,
    Intent.ASK_IDENTITY: _identity,
    Intent.ASK_INFO: _info,
    Intent.OFFTOPIC: _offtopic,
    Intent.COMPLAINT: _complaint,
    Intent.ALT_NUMBER: _alt_number,
    Intent.LATER: _later,
    Intent.WRONG_NUMBER: _wrong_number,
    Intent.PATIENT_UNAVAILABLE: unavailable,
    Intent.DECEASED: _deceased,
    Intent.DNC: never_again,
    Intent.REFUSE_CALL: refuse,
    Intent.HANDOVER: _handover,
}
