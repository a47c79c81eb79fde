"""Whether the spoken texts of the items are what a robot may say to a patient, and what he can follow."""

from __future__ import annotations

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.spoken_checks import spoken_findings


def wording_findings(questionnaire: Questionnaire) -> list[Finding]:
    """What is wrong with whatever an item says: each fault once, however many of its texts have it."""
    return [finding for item in questionnaire.items for finding in dict.fromkeys(_of_item(item))]


def _of_item(item: Item) -> list[Finding]:
    found: list[Finding] = []
    for text in dict.fromkeys((item.text, item.reask_text, item.key_text)):
        found += spoken_findings(item.link_id, text)
        if text and text[-1] not in "。？！":
            message = f"the text does not end a sentence: {text!r}"
            found.append(Finding("unfinished", item.link_id, message, "end it with 。 or ？"))
    for _, display in item.options:
        found += [
            each
            for each in spoken_findings(item.link_id, display)
            if each.code in {"diagnosis", "secret", "misread_number"}
        ]
    return found
