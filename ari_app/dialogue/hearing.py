"""From what was heard or keyed to a reply, past the danger net, to the stage that asked."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import (
    Action,
    Flag,
    FollowUpAction,
    IdentityFactor,
    InputSource,
    Intent,
    MissingReason,
    QType,
)
from ari_app.dialogue.asking import ask_again, is_asking, reopen
from ari_app.dialogue.changed_hands import changed_hands
from ari_app.dialogue.confirmation import hear_low, open_item, settles_read_back
from ari_app.dialogue.consents import is_mere_hello
from ari_app.dialogue.controls import TAKEN_WHEN_LOW, Handler, handler_for
from ari_app.dialogue.events import Heard, HeardPartial, KeysPressed
from ari_app.dialogue.facts import PatientSaid
from ari_app.dialogue.lone_cry import (
    ask_first,
    is_doubtful,
    is_unfinished,
    may_be_yes,
    was_meant,
    was_meant_by_keys,
)
from ari_app.dialogue.machine import (
    agrees_to_nothing,
    end_if_machine,
    first_words,
    keep_first_words,
    meets_machine,
)
from ari_app.dialogue.mood import mood_in
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.risk import URGENT_FLAGS, review
from ari_app.dialogue.stages import verify
from ari_app.dialogue.stages.calls_wish import ask_for_wish
from ari_app.dialogue.state import Stage
from ari_app.dialogue.suspecting import note_suspected, waits_to_be_asked
from ari_app.dialogue.turn import Turn
from ari_app.language.choices import with_what_was_said
from ari_app.language.keypad import parse_keys
from ari_app.language.lone_cry import is_lone_cry
from ari_app.language.lost_no import may_have_lost_no
from ari_app.language.parser import understand
from ari_app.language.redaction import redact_full_ids
from ari_app.language.understanding import Context, Understanding

_KEPT_BACK = "（身份信息）"
# after a read-back these may mean yes and no, or the value itself
_YES_OR_NO_KEYS = frozenset({"1", "2"})


def hear(turn: Turn, heard: Heard) -> None:
    """Deal with a finished utterance."""
    if turn.state.stage is Stage.RINGING:
        _hear_early(turn, heard)
        return
    question = turn.rules.question(turn) if is_asking(turn) else None
    reply = _voice_reply(turn, question, heard)
    store_words(turn, reply, heard.raw_text)
    caught, is_begun = turn.state.net_caught, turn.state.cry_begun
    turn.change(net_caught=False, cry_begun=False)
    keep_first_words(turn, heard.text)
    if meets_machine(turn, heard.text, reply.meaning):
        return
    note_suspected(turn, heard.suspected)
    if is_doubtful(turn, question, heard) or (is_begun and is_unfinished(turn, question, reply.meaning)):
        ask_first(turn)
        return
    is_same = caught and bool(URGENT_FLAGS & set(reply.meaning.flags))
    if act_on_danger(turn, reply.meaning.flags) or was_meant(turn, reply.meaning):
        return
    if is_same:
        _note_rest(turn, reply.meaning.flags)
    elif question is not None and not changed_hands(turn, reply):
        _dispatch(turn, question, reply)


def hear_partial(turn: Turn, heard: HeardPartial) -> None:
    """Look for danger in an unfinished utterance; nothing else is taken from it."""
    if turn.state.stage is Stage.RINGING:
        return
    question = turn.rules.question(turn)
    if question is not None and may_be_yes(turn, question) and is_lone_cry(heard.text):
        turn.change(cry_begun=True)
        return  # the finished utterance tells how well it was heard
    asked = question.text if question else ""
    meaning = understand(QType.GLOBAL, asked, heard.text, context_of(turn, question))
    if act_on_danger(turn, tuple(flag for flag in flags_with_route(meaning) if flag in URGENT_FLAGS)):
        turn.change(net_caught=True)


def hear_parting(turn: Turn, heard: Heard | HeardPartial) -> None:
    """Look for a new danger in what is said over the goodbye; nothing else is taken from it."""
    context = context_of(turn, None)
    meaning = understand(QType.GLOBAL, "", heard.text, context)
    flags = flags_with_route(meaning)
    is_final = isinstance(heard, Heard)
    if isinstance(heard, Heard):
        flags = (*flags, *second_net(heard, context, flags))
    if (URGENT_FLAGS & set(flags)) <= set(turn.state.flags):
        return
    if isinstance(heard, Heard):
        meaning = replace(meaning, flags=flags)
        reply = Reply(redact_full_ids(heard.text), heard.confidence, InputSource.VOICE, heard.span, meaning)
        store_words(turn, reply, heard.raw_text)
    if act_on_danger(turn, flags if is_final else tuple(flag for flag in flags if flag in URGENT_FLAGS)):
        turn.change(net_caught=not is_final)


def press(turn: Turn, pressed: KeysPressed) -> None:
    """Deal with keyed digits."""
    question = turn.rules.question(turn) if is_asking(turn) else None
    if question is None or pressed.code not in (None, turn.state.open_code):
        return
    meaning = parse_keys(question.qtype, pressed.digits, question.options)
    reply = Reply(pressed.digits, 1.0, InputSource.KEYPAD, pressed.span, meaning)
    if turn.state.stage is Stage.VERIFY:
        reply = replace(reply, factors=verify.read_keys(pressed.digits))
    store_words(turn, reply, pressed.digits)
    turn.change(silences=0, cry_begun=False)
    if was_meant_by_keys(turn, meaning):
        return
    if agrees_to_nothing(turn):
        reopen(turn)
        return
    if turn.state.pending is not None and pressed.digits.strip("#") in _YES_OR_NO_KEYS:
        ask_again(turn, "reask.sorry", MissingReason.LOW_CONFIDENCE)
        return
    turn.note_flags(meaning.flags)
    turn.rules.answer(turn, reply)


def _hear_early(turn: Turn, heard: Heard) -> None:
    meaning = first_words(heard.text)
    reply = Reply(redact_full_ids(heard.text), heard.confidence, InputSource.VOICE, heard.span, meaning)
    store_words(turn, reply, heard.raw_text)
    end_if_machine(turn, meaning)


def _voice_reply(turn: Turn, question: Question | None, heard: Heard) -> Reply:
    context = context_of(turn, question)
    factors: tuple[tuple[IdentityFactor, str], ...] = ()
    if question is None:
        meaning = understand(QType.GLOBAL, "", heard.text, context)
    elif turn.state.stage is Stage.VERIFY:
        meaning, factors = verify.read(question.text, heard.text)
    elif question.qtype is QType.CONSENT and is_mere_hello(heard.text):
        meaning = Understanding(Action.REASK, Intent.GREETING)
    else:
        meaning = understand(question.qtype, question.text, heard.text, context)
        meaning = _with_read_back(turn, question, heard.text, meaning)
    flags = flags_with_route(meaning)
    meaning = replace(meaning, flags=(*flags, *second_net(heard, context, flags)))
    return Reply(
        redact_full_ids(heard.text), heard.confidence, InputSource.VOICE, heard.span, meaning, factors
    )


def _with_read_back(turn: Turn, question: Question, text: str, meaning: Understanding) -> Understanding:
    """还有皮疹 after a list was read back adds to it."""
    pending = turn.state.pending
    whole = meaning if pending is None else with_what_was_said(meaning, text, pending.value, question.options)
    if pending is None or whole == meaning:
        return meaning
    return replace(whole, flags=tuple(dict.fromkeys((*pending.flags, *whole.flags))))


def second_net(heard: Heard, context: Context, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """The second net: urgent signs in the unsettled words, in the danger phrases that fit the audio, and by sound."""
    texts = [text for text in (heard.raw_text, *heard.alternatives) if text and text != heard.text]
    found = dict.fromkeys(
        flag for text in texts for flag in flags_with_route(understand(QType.GLOBAL, "", text, context))
    )
    # a sound alone says no more than that there is danger, and which words it was is told already
    if not URGENT_FLAGS & {*flags, *found}:
        found.update(dict.fromkeys(heard.by_sound))
    return tuple(flag for flag in found if flag in URGENT_FLAGS and flag not in flags)


def store_words(turn: Turn, reply: Reply, raw_text: str, code: str | None = None) -> None:
    """Keep what was said, to the open question unless `code` names another; identity factors are kept back."""
    hidden = bool(reply.factors)
    code = code or turn.state.open_code or turn.state.stage.value
    turn.establish(
        PatientSaid(
            at=turn.at,
            code=code,
            text=_KEPT_BACK if hidden else reply.text,
            raw_text=_KEPT_BACK if hidden else redact_full_ids(raw_text),
            confidence=reply.confidence,
            source=reply.source,
            span=reply.span,
            intent=reply.meaning.intent.value,
            flags=tuple(flag.value for flag in reply.meaning.flags),
        )
    )
    if Flag.FULL_ID_SPOKEN in reply.meaning.flags:
        turn.request(FollowUpAction.TRANSCRIPT_REDACTED)


def act_on_danger(turn: Turn, flags: tuple[Flag, ...]) -> bool:
    """Act on a sign that cannot wait, however unsure the hearing. True when the conversation changed for it."""
    urgent = tuple(flag for flag in flags if flag in URGENT_FLAGS)
    if not urgent:
        return False
    turn.note_flags(flags if turn.state.verified else urgent)
    return review(turn)


def _note_rest(turn: Turn, flags: tuple[Flag, ...]) -> None:
    """The danger was acted on before the sentence was over; what else it said still counts."""
    if turn.state.verified:
        turn.note_flags(flags)
        review(turn)


def _dispatch(turn: Turn, question: Question, reply: Reply) -> None:
    meaning = reply.meaning
    in_crisis = turn.state.stage is Stage.CRISIS
    if not in_crisis and may_have_lost_no(reply.text, question.qtype):
        ask_for_wish(turn)
        return
    is_low = reply.is_below(question.confidence_floor) and not settles_read_back(turn, reply)
    if waits_to_be_asked(turn) and (is_low or meaning.action is Action.REASK):
        turn.enter(Stage.SUSPICION)
        return
    if is_low and not in_crisis and meaning.intent not in TAKEN_WHEN_LOW:
        hear_low(turn, reply)
        return
    turn.note_flags(meaning.flags)
    handler = _handler(turn, meaning)
    if handler is not None and not in_crisis:
        if not review(turn):
            handler(turn, reply)
        return
    if meaning.action is Action.REASK and review(turn):
        return
    if turn.state.stage is Stage.ITEMS:
        _sympathize(turn, reply)
    turn.rules.answer(turn, reply)


def _sympathize(turn: Turn, reply: Reply) -> None:
    """One word for a mood, once a call; a word that belongs to the answer's advice is left to it."""
    mood = mood_in(reply.text)
    if mood is None or mood in turn.state.moods:
        return
    turn.change(moods=(*turn.state.moods, mood))
    turn.say(f"empathy.{mood}")


def _handler(turn: Turn, meaning: Understanding) -> Handler | None:
    if meaning.intent is Intent.GREETING:
        return None if turn.state.stage is Stage.HANDOVER else handler_for(Intent.GREETING)
    return handler_for(meaning.intent) if meaning.action is Action.ROUTE else None


def flags_with_route(meaning: Understanding) -> tuple[Flag, ...]:
    """The flags, with the one that an emergency or self-harm route stands for."""
    match meaning.intent:
        case Intent.EMERGENCY:
            return tuple(dict.fromkeys((*meaning.flags, Flag.EMERGENCY)))
        case Intent.SELF_HARM:
            return tuple(dict.fromkeys((*meaning.flags, Flag.SELF_HARM)))
        case _:
            return meaning.flags


def context_of(turn: Turn, question: Question | None) -> Context:
    """What is known while an utterance is understood."""
    patient = turn.script.patient
    item = open_item(turn)
    before = patient.last_answers.get(item.link_id) if item else None
    return Context(
        now=turn.local_now,
        current_qtype=question.qtype if question else None,
        options=question.options if question else {},
        proposition=question.proposition if question else None,
        name=patient.name,
        relation_ok=bool(patient.relatives_allowed or patient.is_minor),
        # a time to be called at is no word about the visit
        appointment=None if turn.state.stage is Stage.LATER else turn.script.appointment,
        themes=item.themes if item else (),
        previous=None if before is None else {"value": before},
    )
