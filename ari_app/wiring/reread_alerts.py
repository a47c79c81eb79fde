"""Which alerts a stored conversation would raise as it is read now, under the present rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ari_app.alerting.evaluation import Finding, Known, evaluate, is_more_urgent
from ari_app.alerting.rule import RuleSet
from ari_app.core.vocabulary import (
    AlertCode,
    AnswerStatus,
    Flag,
    IdentityFactor,
    InputSource,
    MissingReason,
    Priority,
)
from ari_app.dialogue.risk import URGENT_FLAGS
from ari_app.language.lone_cry import is_lone_cry
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.questionnaire.scoring import scores
from ari_app.store.stored_result import StoredResult, StoredTurn
from ari_app.wiring.reread import Reader
from ari_app.wiring.reread_changes import Outcome, Reading

Raised = dict[AlertCode, Finding]

_GONE = "no longer follows from the answers and signs as they are read now"


@dataclass(frozen=True, slots=True)
class AlertChange:
    """An alert with its priority as stored and as it would be now; None where there is none."""

    code: str
    stored: str | None
    now: str | None
    link_id: str | None
    why: str


class AlertReader:
    """Applies the rules to one conversation. `history` holds the patient's numbers of the calls before it."""

    def __init__(
        self,
        result: StoredResult,
        questionnaire: Questionnaire,
        rules: RuleSet,
        history: Mapping[str, tuple[float, ...]],
    ) -> None:
        self._result = result
        self._questionnaire = questionnaire
        self._rules = rules
        self._history = history

    def read(self, reader: Reader, reading: Reading) -> tuple[AlertChange, ...]:
        """The alerts that would be raised, raised with another priority, or not raised."""
        then = self._raised(self._values(), self._missing(), self._flags_then(reader))
        values, missing = self._values(), self._missing()
        for change in reading.answers:
            if change.outcome in {Outcome.CHANGED, Outcome.GAINED}:
                values[change.link_id] = change.now
                missing.pop(change.link_id, None)
            elif change.outcome is Outcome.NOT_ACCEPTED:
                values.pop(change.link_id, None)
        now = self._raised(values, missing, self._flags_now(reader))
        stored = {AlertCode(each.code): Priority(each.priority) for each in self._result.alerts}
        codes = [code for code in AlertCode if code in stored or code in now]
        changes = (self._change(code, stored.get(code), then.get(code), now.get(code)) for code in codes)
        return tuple(change for change in changes if change is not None)

    def _change(
        self, code: AlertCode, stored: Priority | None, then: Finding | None, now: Finding | None
    ) -> AlertChange | None:
        """What cannot be derived from the stored words, such as a sign in half a sentence, is not called gone."""
        if now is not None and (stored is None or is_more_urgent(now.priority, stored)):
            by_rules = then is not None and then.priority == now.priority
            why = f"{now.reason}; already by the stored answers and signs" if by_rules else now.reason
            return AlertChange(code, stored, now.priority, now.link_id, why)
        if stored is None or then is None or then.priority != stored:
            return None
        if now is None:
            return AlertChange(code, stored, None, then.link_id, _GONE)
        if now.priority != stored:
            return AlertChange(code, stored, now.priority, now.link_id, now.reason)
        return None

    def _raised(
        self, values: Mapping[str, object], missing: Mapping[str, MissingReason], flags: frozenset[Flag]
    ) -> Raised:
        known = Known(
            values={**values, **scores(self._questionnaire, values)},
            missing=missing,
            flags=flags,
            history=self._history,
        )
        found: Raised = {}
        for finding in evaluate(self._rules, known):
            code = finding.rule.alert
            if code is not None and (
                code not in found or is_more_urgent(finding.priority, found[code].priority)
            ):
                found[code] = finding
        return found

    def _values(self) -> dict[str, object]:
        return {
            answer.link_id: answer.value
            for answer in self._result.answers
            if answer.status != AnswerStatus.FOR_REVIEW
        }

    def _missing(self) -> dict[str, MissingReason]:
        return {each.link_id: MissingReason(each.reason) for each in self._result.missing}

    def _flags_now(self, reader: Reader) -> frozenset[Flag]:
        return self._counted(reader, reader.flags_now)

    def _flags_then(self, reader: Reader) -> frozenset[Flag]:
        return self._counted(reader, lambda turn: frozenset(Flag(each) for each in turn.flags))

    def _counted(self, reader: Reader, flags_of: Callable[[StoredTurn], frozenset[Flag]]) -> frozenset[Flag]:
        """The signs that rules may use: all of what the identified patient said surely, of the rest the urgent."""
        checks = self._result.identity_checks
        is_verified = any(each.matched and each.factor != IdentityFactor.NAME for each in checks)
        counted: set[Flag] = set()
        for turn in self._result.turns:
            if turn.speaker != "patient" or (is_lone_cry(turn.text) and not reader.is_sure(turn)):
                continue  # a cry that was hardly heard is asked again; where it stood, its alert is stored
            is_keyed = turn.source == InputSource.KEYPAD
            flags = frozenset(Flag(each) for each in turn.flags) if is_keyed else flags_of(turn)
            counted |= flags if is_verified and reader.is_sure(turn) else flags & URGENT_FLAGS
        return frozenset(counted)
