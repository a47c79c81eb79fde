"""The notes of a call, both styles from the same answers."""

from __future__ import annotations

from ari_app.alerting.evaluation import highest
from ari_app.core.vocabulary import AnswerStatus, Priority
from ari_app.dialogue.facts import NoteSentence, NoteWritten
from ari_app.dialogue.settled import gaps
from ari_app.dialogue.turn import Turn
from ari_app.notes.sbar import write_sbar
from ari_app.notes.sentences import Finding, Note, Score
from ari_app.notes.soap import write_soap


def write_notes(turn: Turn) -> None:
    """Write the SOAP and the SBAR note of a call that came to answers or alerts of an identified patient."""
    state = turn.state
    if not (state.identified and (state.answers or state.raised)):
        return
    findings, scores = _findings(turn), _scores(turn)
    alerts = tuple((each.code, each.link_id) for each in state.raised)
    risk = highest(tuple(each.priority for each in state.raised))
    _establish(turn, "soap", write_soap(findings, alerts, state.actions, scores), risk)
    _establish(turn, "sbar", write_sbar(findings, alerts, state.actions, scores, risk), risk)


def _establish(turn: Turn, style: str, note: Note, risk: Priority | None) -> None:
    turn.establish(
        NoteWritten(
            at=turn.at,
            style=style,
            sentences=tuple(NoteSentence(each.section, each.text, each.sources) for each in note.sentences),
            key_findings=note.key_findings,
            risk_level=risk.value if risk else "none",
            next_action=note.next_action,
        )
    )


def _scores(turn: Turn) -> tuple[Score, ...]:
    computed = {each.code: each.value for each in turn.state.scores}
    found = []
    for scale in turn.script.questionnaire.scores:
        total = computed.get(scale.code)
        if isinstance(total, int | float):
            found.append(Score(scale.code, total, str(computed.get(scale.band_code, "")), scale.items))
    return tuple(found)


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
