"""Whether the thresholds that a campaign or its templates set are safe, and can matter in what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ari_app.alerting.adjusting import Thresholds, adjusted, check_thresholds, items_of
from ari_app.alerting.rule_checks import rule_findings
from ari_app.alerting.threshold import SLA_NAMES
from ari_app.core.errors import WrongInput
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.wiring import instruments


def check(own: Thresholds, of_templates: Sequence[Thresholds], asked: Mapping[str, Questionnaire]) -> None:
    """Raises WrongInput that names the place: unknown, beyond its bounds, asked nowhere, or of no effect.

    `asked` are all questionnaires of the campaign by code.
    """
    places = {"thresholds": own} | {
        f"template {number}": each for number, each in enumerate(of_templates, start=1)
    }
    for place, values in places.items():
        try:
            check_thresholds(instruments.rules(), values)
            for name, value in values.items():
                _check_effect(name, value, asked)
        except WrongInput as error:
            raise WrongInput(f"{place}: {error.message}", mend=error.mend) from None


def _check_effect(name: str, value: float, asked: Mapping[str, Questionnaire]) -> None:
    """A threshold compares with items that somebody is asked, and some answers lie on either side of it."""
    if name in SLA_NAMES.values():
        return
    rules = instruments.rules()
    watched = items_of(rules, name)
    concerned = {code: each for code, each in asked.items() if watched & _codes(each)}
    if not concerned:
        raise WrongInput(f"threshold {name} is about {', '.join(sorted(watched))}, which nobody is asked")
    for code, questionnaire in concerned.items():
        for finding in rule_findings(questionnaire, adjusted(rules, {name: value})):
            if finding.place in watched:
                raise WrongInput(f"threshold {name}={value:g} does not suit {code}: {finding}")


def _codes(questionnaire: Questionnaire) -> frozenset[str]:
    return frozenset(item.link_id for item in questionnaire.items) | {
        score.code for score in questionnaire.scores
    }
