"""One stored conversation read again by the present parser, compared with what was stored of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from ari_app.core.vocabulary import Action, AnswerSource, AnswerStatus, Flag, InputSource, Intent, QType
from ari_app.dialogue.confirmation import says_same
from ari_app.dialogue.question import LOW_CONFIDENCE, Reply
from ari_app.dialogue.risk import URGENT_FLAGS
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.spoken_sentences import sentences
from ari_app.store.stored_result import StoredAnswer, StoredMissing, StoredResult, StoredTurn
from ari_app.wiring.reread_changes import AnswerChange, Outcome, Reading, SignChange

_IN_PARTS = frozenset({QType.BLOOD_PRESSURE, QType.RESCHEDULE})
"""Answers that a patient may give in two turns; only the second one is the stored answer's words."""
_FRONT = {
    "consent": QType.CONSENT,
    "data_consent": QType.CONSENT,
    "person": QType.PERSON_CONFIRM,
    "verify": QType.ID_TAIL,
}


class Reader:
    """Reads one conversation again.

    `zone` is the hospital's time zone, in which a patient means his days; `previous` holds his latest answers of
    the calls before, by item; `appointment` is what a reminder was about.
    """

    def __init__(
        self,
        result: StoredResult,
        questionnaire: Questionnaire,
        zone: tzinfo,
        previous: Mapping[str, object],
        appointment: datetime | None = None,
    ) -> None:
        self._result = result
        self._zone = zone
        self._previous = previous
        self._appointment = appointment
        self._items = {item.link_id: item for item in questionnaire.items}

    def read(self) -> Reading:
        """Everything that the present parser reads otherwise."""
        heard = [answer for answer in self._result.answers if answer.source != AnswerSource.PERSON]
        asked = [answer for answer in heard if answer.link_id in self._items]
        spoken = [answer for answer in asked if answer.source == InputSource.VOICE]
        changes = [self._answer(answer) for answer in spoken]
        changes += [self._missing(missing) for missing in self._result.missing]
        signs = [self._signs(turn) for turn in self.turns()]
        return Reading(
            compared=len(spoken),
            keyed=len(asked) - len(spoken),
            answers=tuple(change for change in changes if change is not None),
            signs=tuple(change for change in signs if change is not None),
        )

    def turns(self) -> tuple[StoredTurn, ...]:
        """What the patient said, in order."""
        said = (turn for turn in self._result.turns if turn.speaker == "patient")
        return tuple(turn for turn in said if turn.source == InputSource.VOICE)

    def flags_now(self, turn: StoredTurn) -> frozenset[Flag]:
        """The signs that are found in a turn now: in its words, and the urgent ones also as they were first heard."""
        found = _signs_of(self._meaning(turn.code, turn.text, turn.said_at))
        if turn.raw_text and turn.raw_text != turn.text:
            found |= _signs_of(self._meaning("", turn.raw_text, turn.said_at)) & URGENT_FLAGS
        return found

    def is_sure(self, turn: StoredTurn) -> bool:
        """Whether a turn was heard well enough for all of its signs, or was agreed to when it was read back."""
        item = self._items.get(turn.code)
        floor = item.confidence_floor if item else LOW_CONFIDENCE
        if turn.confidence is None or turn.confidence >= floor:
            return True
        return any(
            answer.link_id == turn.code
            and answer.status == AnswerStatus.CONFIRMED
            and answer.text == turn.text
            for answer in self._result.answers
        )

    def _answer(self, stored: StoredAnswer) -> AnswerChange | None:
        item = self._items[stored.link_id]
        meaning = self._meaning(item.link_id, stored.text, stored.answered_at)
        if _is_same(stored, meaning) or self._is_read_with_others(item, stored, meaning):
            return None
        accepted = meaning.action is Action.ACCEPT
        outcome = Outcome.CHANGED if accepted else Outcome.NOT_ACCEPTED
        match stored.status:
            case AnswerStatus.CONFIRMED:
                outcome = Outcome.CONFIRMED
            case AnswerStatus.FOR_REVIEW:
                outcome = Outcome.FOR_REVIEW
        return AnswerChange(
            link_id=stored.link_id,
            outcome=outcome,
            status=stored.status,
            stored=stored.value,
            stored_unit=stored.unit,
            now=meaning.value if accepted else None,
            now_unit=meaning.unit if accepted else None,
            parser_version=stored.parser_version,
            why=_why(outcome, stored, meaning),
            said_at=stored.answered_at,
            words=stored.text,
        )

    def _missing(self, missing: StoredMissing) -> AnswerChange | None:
        """An item without a value, whose last words were not understood as an answer and are now."""
        item = self._items.get(missing.link_id)
        said = [turn for turn in self.turns() if turn.code == missing.link_id]
        if item is None or not said or said[-1].intent == Intent.ANSWER or not self.is_sure(said[-1]):
            return None
        turn = said[-1]
        meaning = self._meaning(item.link_id, turn.text, turn.said_at)
        if meaning.action is not Action.ACCEPT:
            return None
        return AnswerChange(
            link_id=item.link_id,
            outcome=Outcome.GAINED,
            status="missing",
            stored=None,
            stored_unit=None,
            now=meaning.value,
            now_unit=meaning.unit,
            parser_version=self._result.engine_version,
            why=f"stored as {missing.reason}; the words now give a value",
            said_at=turn.said_at,
            words=turn.text,
        )

    def _signs(self, turn: StoredTurn) -> SignChange | None:
        then, now = set(turn.flags), {flag.value for flag in self.flags_now(turn)}
        then.discard(Flag.FULL_ID_SPOKEN)  # the number itself was not kept, so it cannot be found again
        now.discard(Flag.FULL_ID_SPOKEN)
        if then == now:
            return None
        found, lost = tuple(sorted(now - then)), tuple(sorted(then - now))
        return SignChange(turn.turn, turn.code, found, lost, turn.said_at, turn.text)

    def _is_read_with_others(self, item: Item, stored: StoredAnswer, meaning: Understanding) -> bool:
        """Whether the stored value follows from the words together with the turn or the call before."""
        reply = Reply(stored.text, stored.confidence, InputSource.VOICE, stored.span, meaning)
        if stored.status == AnswerStatus.CONFIRMED and says_same(reply):
            return self._previous.get(item.link_id) == stored.value
        return item.qtype in _IN_PARTS and self._is_whole_in_parts(stored)

    def _is_whole_in_parts(self, stored: StoredAnswer) -> bool:
        """Whether the turn before, to the same item, and the stored words give the stored value together."""
        said = [
            turn
            for turn in self.turns()
            if turn.code == stored.link_id and turn.said_at <= stored.answered_at
        ]
        last = next((place for place in range(len(said) - 1, 0, -1) if said[place].text == stored.text), None)
        if last is None:
            return False
        whole = f"{said[last - 1].text}，{stored.text}"
        return _is_same(stored, self._meaning(stored.link_id, whole, stored.answered_at))

    def _meaning(self, code: str, text: str, said_at: datetime) -> Understanding:
        item = self._items.get(code)
        if item is not None:
            question = "".join(sentences(item.text))
            return understand(item.qtype, question, text, self._context(item, said_at.astimezone(self._zone)))
        context = Context(now=said_at.astimezone(self._zone))
        return understand(_FRONT.get(code, QType.GLOBAL), "", text, context)

    def _context(self, item: Item, now: datetime) -> Context:
        before = self._previous.get(item.link_id)
        return Context(
            now=now,
            current_qtype=item.qtype,
            options=item.option_texts,
            proposition=item.proposition,
            appointment=self._appointment,
            themes=item.themes,
            previous=None if before is None else {"value": before},
        )


def _signs_of(meaning: Understanding) -> frozenset[Flag]:
    """The flags, with the one that an emergency or self-harm route stands for, as the dialogue takes them."""
    route = {Intent.EMERGENCY: Flag.EMERGENCY, Intent.SELF_HARM: Flag.SELF_HARM}.get(meaning.intent)
    return frozenset(meaning.flags) | (frozenset({route}) if route else frozenset())


def _is_same(stored: StoredAnswer, meaning: Understanding) -> bool:
    return (
        meaning.action is Action.ACCEPT
        and meaning.value == stored.value
        and isinstance(meaning.value, bool) == isinstance(stored.value, bool)
        and meaning.unit == stored.unit
    )


def _why(outcome: Outcome, stored: StoredAnswer, meaning: Understanding) -> str:
    read = _reading(stored, meaning)
    match outcome:
        case Outcome.CONFIRMED:
            return f"{read}; the patient agreed to the stored value, so it stands"
        case Outcome.FOR_REVIEW:
            return f"{read}; the stored value waits for a person"
        case _:
            return read


def _reading(stored: StoredAnswer, meaning: Understanding) -> str:
    match meaning.action:
        case Action.ACCEPT:
            same = meaning.value == stored.value
            return "the words now give another unit" if same else "the words now give another value"
        case Action.REASK:
            return f"the words are now asked again: {meaning.intent}"
        case Action.MISSING:
            return f"the words now give a reason for no value: {meaning.intent}"
        case Action.ROUTE:
            return f"the words now change the conversation: {meaning.intent}"
