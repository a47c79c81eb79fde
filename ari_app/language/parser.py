"""understand(): one utterance, one question, one meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ari_app.core.vocabulary import Action, Flag, Intent, QType
from ari_app.language.adherence import parse_adherence
from ari_app.language.asides import without_questions, without_small_talk
from ari_app.language.birth_md import parse_birth_md
from ari_app.language.blood_pressure import parse_blood_pressure
from ari_app.language.call_start import parse_call_start, parse_carrier
from ari_app.language.choice import parse_choice
from ari_app.language.choices import parse_choices
from ari_app.language.consent import parse_consent
from ari_app.language.corrections import told_after_looking
from ari_app.language.counts import parse_count_week
from ari_app.language.danger import dangers_in, gravest
from ari_app.language.glucose import parse_glucose
from ari_app.language.heard_first import SHORT, WORDY, heard_before
from ari_app.language.id_tail import parse_id_tail
from ari_app.language.lost_no import may_have_lost_no
from ari_app.language.measured_flags import flags_of_value
from ari_app.language.missing_words import outweighs, parse_missing
from ari_app.language.nrs import parse_nrs
from ari_app.language.open_text import parse_open_text
from ari_app.language.own_answer import MEASURES, of_the_patient
from ari_app.language.person import parse_person
from ari_app.language.phrases import Phrases
from ari_app.language.ratings import parse_rating
from ari_app.language.readings import UNSURE, Asked, Parser, missing, reask, route
from ari_app.language.redaction import has_full_id
from ari_app.language.reschedule import parse_reschedule
from ari_app.language.routes import decisive_route, number_route, steering_route
from ari_app.language.spoken import read
from ari_app.language.temperature import parse_temperature
from ari_app.language.understanding import Context, Understanding
from ari_app.language.yes_no import Form, form_of, is_backchannel, parse_yes_no

LONGEST = 500
"""Characters of an utterance that are looked at; what a patient says in one turn is far shorter."""


_ABOUT_DYING = ("不如死", "伤害自己", "第9题", "第九题")


def _no_answer(asked: Asked) -> Understanding | None:
    """`global` without a current question has no answer of its own."""
    return None


PARSERS: Mapping[QType, Parser] = {
    QType.NRS: parse_nrs,
    QType.TEMPERATURE: parse_temperature,
    QType.YES_NO: parse_yes_no,
    QType.CHOICE: parse_choice,
    QType.CHOICES: parse_choices,
    QType.ADHERENCE_PCT: parse_adherence,
    QType.COUNT_WEEK: parse_count_week,
    QType.BLOOD_PRESSURE: parse_blood_pressure,
    QType.GLUCOSE: parse_glucose,
    QType.RESCHEDULE: parse_reschedule,
    QType.ID_TAIL: parse_id_tail,
    QType.BIRTH_MD: parse_birth_md,
    QType.PERSON_CONFIRM: parse_person,
    QType.CONSENT: parse_consent,
    QType.RATING_1_10: parse_rating,
    QType.OPEN_TEXT: parse_open_text,
    QType.GLOBAL: _no_answer,
    QType.CALL_START: parse_call_start,
}


def understand(qtype: QType, question: str, utterance: str, context: Context) -> Understanding:
    """What `utterance` means as a reaction to `question`. Never raises, whatever the text."""
    spoken = read(utterance[:LONGEST])
    answering = qtype
    if qtype is QType.GLOBAL and context.current_qtype is not None:
        answering = context.current_qtype
    flags = dangers_in(spoken.text, answering, question)
    if has_full_id(spoken.text):
        flags |= {Flag.FULL_ID_SPOKEN}
    asked = Asked(qtype, question, context, spoken, flags)
    own = asked
    if not context.relation_ok:
        own = of_the_patient(asked, answering)
        flags = own.flags
    meant = _meaning(asked, answering, own)
    # A value told beside a danger raises its own flag too.
    valued = PARSERS[answering](own) if meant.intent is Intent.EMERGENCY and answering in MEASURES else meant
    flags = flags | (frozenset() if valued is None else flags_of_value(answering, valued))
    if meant.intent is Intent.REFUSE_QUESTION and any(word in question for word in _ABOUT_DYING):
        flags |= {Flag.ITEM9_REFUSED}
    return replace(meant, flags=tuple(sorted(flags)))


def _meaning(asked: Asked, answering: QType, own: Asked) -> Understanding:
    """Danger first, then what no answer may override, then the answer, then the rest.

    `own` is `asked` as far as it tells of the patient; it alone answers.
    """
    if not asked.text:
        return reask(Intent.NOT_UNDERSTOOD, confidence=UNSURE)
    announced = parse_call_start(asked) if asked.qtype is QType.CALL_START else parse_carrier(asked)
    if announced is not None and announced.intent is not Intent.GREETING:
        return announced
    grave = gravest(asked.flags)
    if grave is not None:
        return route(grave)
    decisive = decisive_route(asked)
    if decisive is not None:
        return decisive
    if may_have_lost_no(asked.text, answering):
        return reask(Intent.AMBIGUOUS, confidence=UNSURE)
    return _answer_or_steering(own, PARSERS[answering], answering)


def _answer_or_steering(asked: Asked, parse: Parser, answering: QType) -> Understanding:
    another = number_route(asked)
    if another is not None and another.value is not None:
        return another
    asked = _once_looked(asked, answering)
    if answering not in _ABOUT_THE_CALL and _SKIPS.within(asked.text):
        return missing(Intent.REFUSE_QUESTION)
    answer = _parsed(asked, parse, answering)
    if answer is not None and answer.intent is Intent.PROXY:
        return _wish_of_a_relative(asked) or answer
    heard_first = heard_before(asked, answering, answer)
    if heard_first is not None:
        return heard_first
    if answering not in WORDY and len(asked.text) <= SHORT and _AGAIN.within(asked.text):
        return route(Intent.REPEAT)
    if answer is not None and (answer.action is Action.ACCEPT or answer.action is Action.ROUTE):
        return answer
    refusal, steering = parse_missing(asked), steering_route(asked)
    if refusal is not None and answering not in _ABOUT_THE_CALL and outweighs(refusal, steering, asked):
        return refusal
    if steering is not None and not _stands_on_a_number(answer, steering):
        return steering
    unsure = refusal is not None and refusal.intent is Intent.DONT_KNOW and answering in _ABOUT_THE_CALL
    return answer or (None if unsure else refusal) or _unknown(asked)


def _once_looked(asked: Asked, answering: QType) -> Asked:
    """没有 哎我瞅瞅 有 边上红了: what is found counts, where it answers; else the speaker is waited for."""
    looked_for = answering is QType.CHOICE or (
        answering is QType.YES_NO and form_of(asked.question, asked.text) is Form.EXISTENCE
    )
    found = told_after_looking(asked.text) if looked_for else None
    if found is None:
        return asked
    told = replace(asked, spoken=replace(asked.spoken, text=found))
    answer = _parsed(told, PARSERS[answering], answering)
    return told if answer is not None and answer.action is Action.ACCEPT else asked


def _wish_of_a_relative(asked: Asked) -> Understanding | None:
    """A complaint, or a wish for a person, is the same whoever speaks."""
    wish = steering_route(asked)
    return wish if wish is not None and wish.intent in (Intent.COMPLAINT, Intent.HUMAN) else None


def _parsed(asked: Asked, parse: Parser, answering: QType) -> Understanding | None:
    if answering is not QType.CHOICE and answering is not QType.YES_NO:
        return parse(asked)
    text = without_small_talk(asked.text)
    if answering is QType.CHOICE:
        text = without_questions(text)
    if text == asked.text:
        return parse(asked)
    return parse(replace(asked, spoken=replace(asked.spoken, text=text))) if text else None


def _stands_on_a_number(answer: Understanding | None, steering: Understanding) -> bool:
    return answer is not None and answer.intent in _MEASURED and steering.intent not in _OVER_NUMBERS


# 再讲一道 counts nothing.
_AGAIN = Phrases("(再|重新|重)[给我请来]*(说|讲|问|念)[我]?一(遍|次|下|回|句|道)")
_SKIPS = Phrases("下一(个|道)?(问)?题", "^[啊嗯]*(过|跳过|下一个)[吧了]*$")
_ABOUT_THE_CALL = frozenset({QType.CONSENT, QType.PERSON_CONFIRM, QType.CALL_START})
# A reask that rests on a stated number; a stray control word does not replace it.
_MEASURED = frozenset(
    {Intent.RANGE, Intent.BOUND, Intent.OUT_OF_RANGE, Intent.MULTIPLE, Intent.PARTIAL, Intent.LUNAR}
)

# What is said about the call itself; a number in it (三点再打) is none of the answer's.
_OVER_NUMBERS = frozenset(
    {
        Intent.HUMAN, Intent.COMPLAINT, Intent.LATER, Intent.ALT_NUMBER, Intent.REFUSE_CALL, Intent.HANDOVER,
        Intent.ASK_IDENTITY,
    }
)  # fmt: skip


def _unknown(asked: Asked) -> Understanding:
    if is_backchannel(asked.text):
        return reask(Intent.BACKCHANNEL, confidence=UNSURE)
    return reask(Intent.NOT_UNDERSTOOD, confidence=UNSURE)
