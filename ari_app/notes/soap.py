"""The SOAP note of a call: what was said, what was measured, what it amounts to, what follows."""

from __future__ import annotations

from ari_app.core.vocabulary import AlertCode
from ari_app.notes.sentences import (
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

__all__ = ["Finding", "write_soap"]


def write_soap(
    findings: tuple[Finding, ...],
    alerts: tuple[tuple[AlertCode, str | None], ...],
    actions: tuple[str, ...],
    scores: tuple[Score, ...] = (),
) -> Note:
    """Write the note. `alerts` come with the item that raised each, `actions` as `name` or `name:detail`."""
    known = [*map(reported, findings), *map(scored, scores)]
    judged = [assessed(code, link_id) for code, link_id in alerts]
    if not judged:
        judged = [Sentence("A", "本次随访未见预警项", settled(findings))]
    key_findings = tuple(sentence.text for sentence in judged) if alerts else ()
    order = {"S": 0, "O": 1}
    known.sort(key=lambda sentence: order[sentence.section])
    sources = tuple(dict.fromkeys(source for sentence in judged for source in sentence.sources))
    return Note((*known, *judged, *planned(actions, sources)), key_findings, next_action(actions))
