"""What was said to a question that is settled by now, or under a notice that nobody may interrupt.

It answers no later question: "yes" after "eight" is no yes to what the patient had not heard yet.
"""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import Action, AnswerStatus, FollowUpAction, InputSource, Intent, QType
from ari_app.dialogue.changed_hands import changed_hands
from ari_app.dialogue.events import Heard
from ari_app.dialogue.hearing import act_on_danger, context_of, flags_with_route, second_net, store_words
from ari_app.dialogue.machine import keep_first_words, meets_announcement
from ari_app.dialogue.question import Reply
from ari_app.dialogue.stages import verify
from ari_app.dialogue.state import Answer, Stage
from ari_app.dialogue.suspecting import note_suspected
from ari_app.dialogue.turn import Turn
from ari_app.language.choices import with_what_was_said
from ari_app.language.parser import understand
from ari_app.language.redaction import redact_full_ids
from ari_app.language.understanding import Context
from ari_app.questionnaire.questionnaire import Item

UNDER_A_NOTICE = ""
_CONSENTS = {"consent": Stage.CONSENT, "data_consent": Stage.DATA_CONSENT}
_NO_CONSENT = frozenset({Intent.REFUSE_CALL, Intent.DNC})


def is_aside(turn: Turn, heard: Heard) -> bool:
    """Whether it began before the open question was asked."""
    return turn.state.stage is not Stage.RINGING and heard.code not in (None, turn.state.open_code)


def hear_aside(turn: Turn, heard: Heard) -> None:
    """Look for danger, keep the words, and mind second thoughts about what was settled."""
    context = context_of(turn, None)
    meaning = understand(QType.GLOBAL, "", heard.text, context)
    flags = flags_with_route(meaning)
    flags = (*flags, *second_net(heard, context, flags))
    is_identity = heard.code == verify.CODE
    factors = verify.read("", heard.text)[1] if is_identity else ()
    reply = Reply(
        redact_full_ids(heard.text),
        heard.confidence,
        InputSource.VOICE,
        heard.span,
        replace(meaning, flags=flags),
        factors,
    )
    store_words(turn, reply, heard.raw_text, heard.code or turn.state.stage.value)
    turn.change(net_caught=False, cry_begun=False)
    keep_first_words(turn, heard.text)
    if meets_announcement(turn):
        return
    note_suspected(turn, heard.suspected)
    if act_on_danger(turn, flags) or changed_hands(turn, reply):
        return
    if heard.code:
        _second_thoughts(turn, heard.code, reply)


def _second_thoughts(turn: Turn, code: str, reply: Reply) -> None:
    """Another value than the settled one puts the item back to be asked again; a late no to a consent counts."""
    if code in _CONSENTS:
        _reconsider_consent(turn, code, reply)
        return
    item = next((each for each in turn.script.questionnaire.items if each.link_id == code), None)
    settled = next((each for each in turn.state.answers if each.link_id == code), None)
    if item is None or settled is None or settled.status is AnswerStatus.FOR_REVIEW:
        return
    meaning = understand(item.qtype, item.text, reply.text, _context(turn, item))
    meaning = with_what_was_said(meaning, reply.text, settled.value, item.option_texts)
    if meaning.action is not Action.ACCEPT or meaning.value == settled.value:
        return
    unsettled = Answer(code, meaning.value, meaning.unit, AnswerStatus.FOR_REVIEW)
    turn.record(unsettled, replace(reply, meaning=meaning))
    turn.request(FollowUpAction.REVIEW_QUEUE, code)


def _reconsider_consent(turn: Turn, code: str, reply: Reply) -> None:
    if _CONSENTS[code] is Stage.DATA_CONSENT and not turn.state.verified:
        return  # somebody else is on the phone by now, and it is not known who
    meaning = understand(QType.CONSENT, "", reply.text, Context())
    refuses = meaning.action is Action.ACCEPT and meaning.value == "no"
    if refuses or meaning.intent in _NO_CONSENT:
        turn.enter(_CONSENTS[code])


def _context(turn: Turn, item: Item) -> Context:
    return replace(
        context_of(turn, None),
        current_qtype=item.qtype,
        options=item.option_texts,
        proposition=item.proposition,
    )
