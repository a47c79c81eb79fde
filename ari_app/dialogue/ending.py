"""How a call ends: the gaps are filled with their reason, the note is written, the outcome is stored once."""

from __future__ import annotations

from ari_app.alerting.evaluation import highest
from ari_app.core.vocabulary import AnswerStatus, Disposition, MissingReason
from ari_app.dialogue.facts import CallConcluded, NoteSentence, NoteWritten
from ari_app.dialogue.state import Stage, State
from ari_app.dialogue.turn import Turn
from ari_app.notes.soap import Finding, write_soap
from ari_app.questionnaire.flow import is_enabled


def conclude(
    turn: Turn,
    disposition: Disposition,
    *,
    goodbye: str | None = None,
    rest: MissingReason = MissingReason.NOT_REACHED,
    gone: bool = False,
) -> None:
    """End the call. `rest` is the reason of every item not reached; `gone` when there is no one to hang up on.

    The outcome stands once it is stored: an end after a danger that was told during the goodbye only hangs up.
    """
    is_first = turn.state.disposition is None
    if is_first:
        _fill_gaps(turn, rest)
    if goodbye is not None and not gone:
        turn.say(goodbye)
    outcome = turn.state.disposition or disposition
    turn.change(disposition=outcome, stage=Stage.OVER, transfer=None, parting=not gone)
    turn.forget_question()
    if is_first:
        _write_notes(turn)
        turn.establish(CallConcluded(turn.at, outcome))
    if not gone:
        turn.hang_up()


def settled_values(state: State) -> dict[str, object]:
    """The answers that rules, scores and branches may use: never one that waits for review."""
    return {
        answer.link_id: answer.value
        for answer in state.answers
        if answer.status is not AnswerStatus.FOR_REVIEW
    }


def gaps(state: State) -> dict[str, MissingReason]:
    """The items without a value, with their reasons."""
    return {gap.link_id: gap.reason for gap in state.gaps}


def _fill_gaps(turn: Turn, reason: MissingReason) -> None:
    for item in turn.script.questionnaire.items:
        state = turn.state
        values, missing = settled_values(state), gaps(state)
        if item.link_id in values or item.link_id in missing:
            continue
        if is_enabled(turn.script.questionnaire, item, values, state.flags):
            asked = state.times_asked if state.open_code == item.link_id else 0
            turn.leave_out(item.link_id, reason, asked)


def _write_note(turn: Turn) -> None:
    state = turn.state
    if not state.verified or not (state.answers or state.raised):
        return
    note = write_soap(
        _findings(turn), tuple((each.code, each.link_id) for each in state.raised), state.actions
    )
    risk = highest(tuple(each.priority for each in state.raised))
    turn.establish(
        NoteWritten(
            at=turn.at,
            style="soap",
            sentences=tuple(NoteSentence(each.section, each.text, each.sources) for each in note.sentences),
            key_findings=note.key_findings,
            risk_level=risk.value if risk else "none",
            next_action=note.next_action,
        )
    )


def _findings(turn: Turn) -> tuple[Finding, ...]:
    state = turn.state
    statuses = {answer.link_id: answer for answer in state.answers}
    missing = gaps(state)
    found = []
    for item in turn.script.questionnaire.items:
        answer = statuses.get(item.link_id)
        if answer is None and item.link_id not in missing:
            continue
        found.append(
            Finding(
                link_id=item.link_id,
                qtype=item.qtype,
                options=dict(item.options),
                value=answer.value if answer else None,
                for_review=answer is not None and answer.status is AnswerStatus.FOR_REVIEW,
                missing=missing.get(item.link_id),
            )
        )
    return tuple(found)
