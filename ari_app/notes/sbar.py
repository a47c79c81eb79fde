"""The SBAR note of a call, for handing over: what is the matter, what else is known, how urgent, what to do."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import AlertCode, Priority
from ari_app.notes.sentences import (
    SPOKEN,
    Finding,
    Note,
    Score,
    Sentence,
    assessed,
    next_action,
    planned,
    reported,
    scored,
    settled,
)

_URGENCY = {
    Priority.P1: "风险等级P1，十分钟内处理",
    Priority.P2: "风险等级P2，两小时内处理",
    Priority.P3: "风险等级P3，二十四小时内处理",
}
_NO_RISK = "未见预警，无需紧急处理"


def write_sbar(
    findings: tuple[Finding, ...],
    alerts: tuple[tuple[AlertCode, str | None], ...],
    actions: tuple[str, ...],
    scores: tuple[Score, ...] = (),
    risk: Priority | None = None,
) -> Note:
    """Write the note from the same findings as the SOAP note; what raised an alert comes first."""
    judged = [assessed(code, link_id) for code, link_id in alerts]
    sources = tuple(dict.fromkeys(source for each in judged for source in each.sources)) or settled(findings)
    known = [*map(reported, findings), *map(scored, scores)]
    raised = set(sources) if alerts else set[str]()
    situation = [each for each in known if raised & set(each.sources)]
    background = [each for each in known if each not in situation]
    if not alerts:
        judged = [Sentence("A", "本次随访未见预警项", settled(findings))]
    urgency = Sentence("A", _URGENCY[risk] if risk else _NO_RISK, sources)
    if not situation:
        situation = [Sentence("S", "随访通话", SPOKEN)] if not alerts else [replace(judged[0], section="S")]
    return Note(
        (
            *(replace(each, section="S") for each in situation),
            *(replace(each, section="B") for each in background),
            *judged,
            urgency,
            *(replace(each, section="R") for each in planned(actions, sources)),
        ),
        tuple(each.text for each in judged) if alerts else (),
        next_action(actions),
    )
