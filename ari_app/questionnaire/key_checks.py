"""Whether the key pad's text fits the answers that the keys give."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import QType
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Item, Questionnaire
from ari_app.questionnaire.value_space import KEY_DIGITS

_KEYS = "一二三四五六七八九"
_OFFER = re.compile(rf"([^。，？！；、]*?)请?按([{_KEYS}零])(?![位三两])")
_FRONT = frozenset({QType.ID_TAIL, QType.BIRTH_MD, QType.PERSON_CONFIRM, QType.CONSENT})
_SPOKEN_ONLY = frozenset({QType.OPEN_TEXT, *_FRONT})


def key_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Items without a key-pad form, keys that do not fit the options, and identity questions among the items."""
    return [finding for item in questionnaire.items for finding in _of_item(item)]


def _of_item(item: Item) -> list[Finding]:
    if item.qtype in _FRONT:
        message = f"{item.qtype} belongs to the front of the call, not among the items"
        return [
            Finding("front_question", item.link_id, message, "drop it; every call asks it before the items")
        ]
    if item.qtype in _SPOKEN_ONLY:
        return _spoken_only(item)
    if not item.key_text:
        message = "has no keyText: whoever is not understood could not answer"
        return [Finding("no_key_text", item.link_id, message, "say which keys give which answer")]
    return _digits(item) + _offers(item)


def _spoken_only(item: Item) -> list[Finding]:
    if not item.key_text and not item.key_digits:
        return []
    return [Finding("not_keyed", item.link_id, "open words cannot be keyed", "drop keyText and keyDigits")]


def _digits(item: Item) -> list[Finding]:
    wanted = KEY_DIGITS.get(item.qtype, 0)
    if item.qtype is QType.CHOICES:
        wanted = min(wanted, len(item.options))
    if item.key_digits == wanted:
        return []
    message = f"keyDigits is {item.key_digits}, but an answer of {item.qtype} takes up to {wanted}"
    return [Finding("key_digits", item.link_id, message, f"set keyDigits to {wanted}")]


def _offers(item: Item) -> list[Finding]:
    displays = [display for _, display in item.options]
    if item.qtype is QType.YES_NO:
        displays = ["", ""]
    if not displays:
        return []
    if len(displays) > len(_KEYS):
        message = f"has {len(displays)} options, more than there are keys"
        return [
            Finding(
                "too_many_options", item.link_id, message, "ask in two steps, with at most nine options each"
            )
        ]
    offers = _OFFER.findall(item.key_text)
    if [key for _, key in offers] != list(_KEYS[: len(displays)]):
        message = (
            f"keyText must offer the keys {'、'.join(_KEYS[: len(displays)])}, each once and in this order"
        )
        return [
            Finding(
                "key_options", item.link_id, message, "say 请按一 for the first option, 请按二 for the next"
            )
        ]
    return [
        Finding(
            "key_order",
            item.link_id,
            f"keyText gives {_KEYS[place]} to {words!r}, which is another option",
            mend,
        )
        for place, (words, _) in enumerate(offers)
        for mend in ("name the options in the order of answerOption",)
        if _fits_another(words, place, displays)
    ]


def _fits_another(words: str, place: int, displays: list[str]) -> bool:
    """Whether the words share more characters with another option's display than with their own."""
    shared = [len(set(words) & set(display)) for display in displays]
    return max(shared) > shared[place] + 1
