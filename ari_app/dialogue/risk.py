"""Alert rules in the call: what is raised and asked for at once, and what it means for the conversation."""

from __future__ import annotations

from datetime import timedelta

from ari_app.alerting.evaluation import Finding, Known, evaluate, is_more_urgent
from ari_app.alerting.rule import Conduct
from ari_app.core.vocabulary import AlertCode, Disposition, Flag, FollowUpAction
from ari_app.dialogue.ending import conclude
from ari_app.dialogue.facts import AlertRaised, MessagePromised
from ari_app.dialogue.prompt_book import has_prompt
from ari_app.dialogue.scores import score
from ari_app.dialogue.settled import gaps, settled_values
from ari_app.dialogue.state import Raised, Stage, TransferReason
from ari_app.dialogue.turn import Turn

_DANGERS = frozenset({AlertCode.SELF_HARM, AlertCode.EMERGENCY})
URGENT_FLAGS = frozenset({Flag.EMERGENCY, Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT})


def review(turn: Turn) -> bool:
    """Apply every rule that newly holds. True when the conversation took another way because of it."""
    score(turn)
    new = [finding for finding in _findings(turn) if _is_new(turn, finding)]
    for finding in new:
        _apply(turn, finding)
    conducts = {finding.rule.conduct for finding in new}
    if conducts & {Conduct.EMERGENCY, Conduct.SELF_HARM}:
        _protect(turn, conducts)
        return True
    if is_in_danger(turn):
        return False
    _advise(turn, new)
    if Conduct.TRANSFER not in conducts:
        return False
    if turn.script.agents_available:
        hand_over(turn, TransferReason.WOUND)
        return True
    turn.say("transfer.none")
    turn.request(FollowUpAction.CALLBACK_TASK)
    return False


def raise_alone(turn: Turn) -> None:
    """Raise the alerts that newly hold where nobody is left to be spoken to."""
    for finding in _findings(turn):
        if _is_new(turn, finding):
            _apply(turn, finding)


def hand_over(turn: Turn, reason: TransferReason, words: str | None = "transfer.start") -> None:
    """Ask for a person and wait until one takes the call or none does."""
    if words is not None:
        turn.say(words)
    if turn.state.stage is not Stage.TRANSFER:
        turn.change(resume=turn.state.stage, stage=Stage.TRANSFER)
    turn.change(transfer=reason)
    turn.transfer(reason)


def open_item_is_watched(turn: Turn) -> bool:
    """Whether the open item is one whose refusal must not be lost."""
    return turn.state.stage is Stage.ITEMS and turn.state.open_code in turn.script.rules.needs_person


def is_in_danger(turn: Turn) -> bool:
    """Whether somebody is being helped whom the robot must not leave."""
    danger = {TransferReason.EMERGENCY, TransferReason.SELF_HARM}
    return turn.state.stage is Stage.CRISIS or turn.state.transfer in danger


def was_in_danger(turn: Turn) -> bool:
    """Whether a danger to life was raised in this call."""
    return any(each.code in _DANGERS for each in turn.state.raised)


def emergency_alone(turn: Turn) -> None:
    """No one is free for an emergency: the emergency number, a call-back, the end."""
    turn.say("emergency.alone")
    turn.request(FollowUpAction.HUMAN_NOTIFIED)
    turn.request(FollowUpAction.CALLBACK_TASK)
    conclude(turn, Disposition.EMERGENCY_ESCALATED)


def crisis_alone(turn: Turn) -> None:
    """No one is free for a patient in crisis: help lines, a call-back within ten minutes, and company."""
    turn.request(FollowUpAction.HUMAN_NOTIFIED)
    turn.request(FollowUpAction.CALLBACK_TASK)
    turn.enter(Stage.CRISIS)


def _findings(turn: Turn) -> tuple[Finding, ...]:
    state = turn.state
    if not state.verified:
        return evaluate(turn.script.rules, Known(flags=frozenset(state.flags) & URGENT_FLAGS))
    known = Known(
        values=settled_values(state) | {each.code: each.value for each in state.scores},
        missing=gaps(state),
        flags=frozenset(state.flags),
        history=turn.script.patient.history,
    )
    return evaluate(turn.script.rules, known)


def _is_new(turn: Turn, finding: Finding) -> bool:
    if finding.rule.name not in turn.state.rules_applied:
        return True
    raised = {each.code: each.priority for each in turn.state.raised}
    code = finding.rule.alert
    return code is not None and is_more_urgent(finding.priority, raised[code])


def _apply(turn: Turn, finding: Finding) -> None:
    rule, state = finding.rule, turn.state
    if rule.name not in state.rules_applied:
        turn.change(rules_applied=(*state.rules_applied, rule.name))
    if rule.alert is not None:
        others = tuple(each for each in turn.state.raised if each.code != rule.alert)
        turn.change(raised=(*others, Raised(rule.alert, finding.priority, finding.link_id)))
        minutes = turn.script.rules.sla_minutes(finding.priority)
        turn.establish(
            AlertRaised(
                at=turn.at,
                code=rule.alert,
                priority=finding.priority,
                sla_minutes=minutes,
                due_at=turn.at + timedelta(minutes=minutes),
                link_id=finding.link_id,
                reason=finding.reason,
            )
        )
    for action in rule.actions:
        turn.request(action)
    if rule.message is not None:
        turn.establish(MessagePromised(turn.at, rule.message))


def _protect(turn: Turn, conducts: set[Conduct]) -> None:
    """Life first: what to do at once is said before a person is fetched; an emergency outranks the rest."""
    is_emergency = Conduct.EMERGENCY in conducts
    if is_emergency:
        turn.say("emergency.ask")
    if Conduct.SELF_HARM in conducts:
        turn.say("self_harm.ask")
    turn.forget_question()
    free = turn.script.agents_available
    if is_emergency and free:
        hand_over(turn, TransferReason.EMERGENCY, "emergency.transfer")
    elif is_emergency:
        emergency_alone(turn)
    elif free:
        hand_over(turn, TransferReason.SELF_HARM, "self_harm.transfer")
    else:
        crisis_alone(turn)


def _advise(turn: Turn, findings: list[Finding]) -> None:
    keys = dict.fromkeys(f"advice.{each.rule.advice}" for each in findings if each.rule.advice)
    for key in keys:
        if has_prompt(turn.script, key):
            turn.say(key)
