"""Whether the person on the phone is the patient, or one who may answer for him."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Action, FollowUpAction, IdentityFactor, Intent, MissingReason, QType
from ari_app.dialogue.asking import MOST_ASKS, ask, ask_again, lead_for
from ari_app.dialogue.controls import unavailable
from ari_app.dialogue.facts import IdentityChecked
from ari_app.dialogue.front_question import front_question
from ari_app.dialogue.question import Question, Reply
from ari_app.dialogue.script import Patient
from ari_app.dialogue.stages.consent import leave_to_person
from ari_app.dialogue.stages.handover import greet_anew
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Turn
from ari_app.language.relations import bare_relation

# by law a child's parents are its guardians where the record names none
_PARENTS = frozenset({"mother", "father"})
# words for several relations at once
_COULD_BE = {
    "child": frozenset({"son", "daughter"}),
    "parent": frozenset({"mother", "father"}),
}


# relations that records hold beside those that the parser knows
_SPOKEN = {
    "grandmother": ("奶奶", "姥姥", "外婆"),
    "grandfather": ("爷爷", "姥爷", "外公"),
    "uncle": ("叔叔", "舅舅", "伯伯"),
    "aunt": ("姑姑", "姨妈", "阿姨", "婶婶"),
}
_GUARDIAN = ("监护人", "家长")
_I_AM = re.compile(r"我(?:就)?是(?:他|她|孩子|小孩|患者)?(?:的|家)?(.{1,4})")


def open(turn: Turn) -> None:
    """Ask for the patient by name."""
    ask(turn, question(turn))


def question(turn: Turn) -> Question:
    """Are you the patient?"""
    return front_question(turn.script, "person", QType.PERSON_CONFIRM, key_digits=1)


def answer(turn: Turn, reply: Reply) -> None:
    """A yes goes on to the second factor; a relative goes on only where the record allows it.

    Somebody who was fetched has not heard the notice and is greeted anew.
    """
    meaning = reply.meaning
    named = _named_relation(turn.script.patient, reply.text)
    if named is None and turn.state.asked_which:
        named = bare_relation(reply.text)
    if meaning.intent is Intent.PROXY or (named is not None and meaning.action is not Action.ACCEPT):
        _relative(turn, reply, named)
        return
    if meaning.intent is Intent.NOT_SELF or (meaning.action is Action.ACCEPT and meaning.value == "no"):
        _someone_else(turn, reply)
        return
    if meaning.action is not Action.ACCEPT:
        ask_again(turn, lead_for(meaning.intent), MissingReason.DONT_KNOW)
        return
    if turn.state.asked_which:
        _someone_else(turn, reply)  # a relative who does not say which: yes is no answer to that
        return
    if turn.state.unclear:
        greet_anew(turn)
        return
    if turn.script.patient.is_minor:
        _fetch(turn, reply, "person.guardian")
        return
    turn.establish(IdentityChecked(turn.at, IdentityFactor.NAME, True, reply.span))
    turn.enter(Stage.VERIFY)


def unsettled(turn: Turn, reason: MissingReason) -> None:
    """Nobody said who he is."""
    leave_to_person(turn)


def _relative(turn: Turn, reply: Reply, named: str | None) -> None:
    relation = named or (reply.meaning.value if isinstance(reply.meaning.value, str) else None)
    patient = turn.script.patient
    if relation is None or relation not in _allowed(patient):
        can_ask = turn.state.times_asked < MOST_ASKS and not turn.state.asked_which
        if can_ask and _could_be(relation, _allowed(patient)):
            _ask_which(turn)
        else:
            _someone_else(turn, reply)
        return
    if turn.state.unclear:
        greet_anew(turn)
        return
    turn.change(informant=relation)
    turn.request(FollowUpAction.INFORMANT_RECORDED, relation)
    turn.establish(IdentityChecked(turn.at, IdentityFactor.NAME, True, reply.span))
    turn.enter(Stage.VERIFY)


def _named_relation(patient: Patient, text: str) -> str | None:
    """A recorded relation that the speaker names in its own words, or `relative` of one who is a guardian."""
    found = _I_AM.search("".join(text.split()))
    if found is None:
        return None
    who = found[1]
    for relation in sorted(_allowed(patient)):
        if any(who.startswith(word) for word in _SPOKEN.get(relation, (relation,))):
            return relation
    return "relative" if patient.is_minor and who.startswith(_GUARDIAN) else None


def _allowed(patient: Patient) -> frozenset[str]:
    if not patient.is_minor:
        return patient.relatives_allowed
    return _PARENTS if patient.guardian_relation is None else frozenset({patient.guardian_relation})


def _could_be(relation: str | None, allowed: frozenset[str]) -> bool:
    if relation in {None, "relative"}:
        return bool(allowed)
    return bool(_COULD_BE.get(relation or "", frozenset()) & allowed)


def _ask_which(turn: Turn) -> None:
    """A relative of some kind: one who may answer only if he says which."""
    turn.change(asked_which=True, times_asked=turn.state.times_asked + 1)
    turn.say("person.which")
    turn.listen(question(turn))


def _someone_else(turn: Turn, reply: Reply) -> None:
    key = "person.guardian" if turn.script.patient.is_minor else "person.fetch"
    _fetch(turn, reply, key)


def _fetch(turn: Turn, reply: Reply, key: str) -> None:
    """Ask once whether the right person can come; then try another time."""
    if turn.state.unclear or turn.state.times_asked >= MOST_ASKS:
        unavailable(turn, reply)
        return
    turn.change(unclear=turn.state.unclear + 1, times_asked=turn.state.times_asked + 1)
    turn.say(key)
    turn.listen(question(turn))
