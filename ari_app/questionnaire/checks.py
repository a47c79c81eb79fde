"""Everything that can be found wrong with a questionnaire without running it."""

from __future__ import annotations

from ari_app.questionnaire.branches import branch_findings
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.key_checks import key_findings
from ari_app.questionnaire.order_checks import order_findings
from ari_app.questionnaire.questionnaire import Observer, Questionnaire, Status
from ari_app.questionnaire.score_checks import score_findings
from ari_app.questionnaire.structure import structure_findings
from ari_app.questionnaire.wording_checks import wording_findings


def check(questionnaire: Questionnaire) -> list[Finding]:
    """All findings, none when it may be published: form, wording, key pad, branches, scores and orders.

    What a clinician fills in is not spoken, so its wording is not judged. Branches and scores are looked at
    only when the form is sound, for they cannot be judged before.
    """
    found = structure_findings(questionnaire)
    sound = not found
    if questionnaire.observer is Observer.PATIENT:
        found += wording_findings(questionnaire) + key_findings(questionnaire)
    if questionnaire.status is Status.RETIRED:
        found.append(
            Finding(
                "retired",
                "",
                "it is retired",
                "set status to active, or publish the version that replaces it",
            )
        )
    if sound:
        found += (
            branch_findings(questionnaire) + score_findings(questionnaire) + order_findings(questionnaire)
        )
    return found


def static_check(questionnaire: Questionnaire) -> list[str]:
    """One line per fault of form, without which it could not be run; empty when there is none."""
    return [str(finding) for finding in structure_findings(questionnaire)]
