"""Whether all of the wording may be spoken: complete, protected where it must be, spoken Chinese, sayable."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ari_app.dialogue.prompt_book import MOST_PAUSE_MS
from ari_app.dialogue.prompt_checks import front_findings
from ari_app.dialogue.prompt_text import USUAL, Prompt, PromptTexts
from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.spoken_checks import BADLY_SPOKEN, spoken_findings

PLACEHOLDERS: Mapping[str, str] = {
    "hospital": "某某市人民医院",
    "name": "欧阳某某",
    "purpose": "手术以后这一个月的恢复情况",
    "appointment": "十二月二十八号下午两点半",
    "reach": "号码是零幺零，六六五五，八八九九",
}
"""What a prompt may leave open, with something of the usual length in its place."""
MOST_VARIANTS = 3

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PROTECTED = re.compile(
    r"(data_)?consent\.(ask|again|keys|proxy)|emergency\..*|self_harm\.(ask|transfer|alone|end)|closing\.deceased"
)
_UNFINISHED = ("confirm.",)
"""Beginnings to which a value is added, so that they end no sentence."""
_FIXED = re.compile(r"((data_)?consent|person|verify)\.(ask|again|keys|proxy)|later\.again|confirm\..*")
"""Prompts that are put together with others or must be told again word by word: one wording only."""
_PLAIN = re.compile(r".*\.keys|confirm\..*")
"""Prompts that are always spoken in the usual manner."""


def script_findings(prompts: PromptTexts, needed: Collection[str] = ()) -> list[Finding]:
    """All findings, none when calls may speak this wording; `needed` are prompts that a call may come to."""
    found = front_findings(prompts)
    known = {finding.place for finding in found}
    found += [
        Finding("prompt_missing", key, "is not in the wording", "add the prompt")
        for key in sorted(needed)
        if key not in prompts.prompts and key not in known
    ]
    for key, prompt in prompts.prompts.items():
        found += _of_prompt(key, prompt)
    for place, text in _other_texts(prompts):
        found += _of_text(place, text)
    if "default" not in prompts.purposes:
        found.append(Finding("purpose_missing", "purposes", "has no default", "add a purpose called default"))
    return list(dict.fromkeys(found))


def _of_prompt(key: str, prompt: Prompt) -> list[Finding]:
    found = []
    for words in prompt.wordings:
        found += _of_text(key, "".join(words))
        if not words:
            found.append(Finding("no_words", key, "says nothing", "give it a sentence, or drop the variant"))
        for sentence in words:
            if not key.startswith(_UNFINISHED) and sentence[-1:] not in ("。", "？", "！"):
                message = f"the text does not end a sentence: {sentence!r}"
                found.append(Finding("unfinished", key, message, "end it with 。 or ？"))
    if _PROTECTED.fullmatch(_base(key)) and not prompt.protected:
        found.append(Finding("notice_unprotected", key, "can be talked over", "set protected to true"))
    return found + _variants(key, prompt) + _manner(key, prompt)


def _of_text(place: str, text: str) -> list[Finding]:
    found = [
        Finding("placeholder", place, f"{{{name}}} is not known", f"use one of {', '.join(PLACEHOLDERS)}")
        for name in _PLACEHOLDER.findall(text)
        if name not in PLACEHOLDERS
    ]
    filled = _PLACEHOLDER.sub(lambda match: PLACEHOLDERS.get(match[1], ""), text)
    marks = sorted(set(BADLY_SPOKEN.findall(filled)))
    if marks:
        message = f"a voice reads {' '.join(marks)} wrongly or not at all: {text!r}"
        mend = "write numbers, units and letters as Chinese words (120 is 幺二零), and leave marks out"
        found.append(Finding("not_speakable", place, message, mend))
    return found + spoken_findings(place, filled)


def _variants(key: str, prompt: Prompt) -> list[Finding]:
    found = []
    if prompt.variants and _FIXED.fullmatch(_base(key)):
        found.append(
            Finding("variants_unused", key, "is always told in the same words", "take the variants out")
        )
    if len(prompt.variants) > MOST_VARIANTS:
        message = f"has {len(prompt.variants)} variants, and each has to be rendered"
        found.append(Finding("too_many_variants", key, message, f"keep at most {MOST_VARIANTS}"))
    if len(set(prompt.wordings)) < len(prompt.wordings):
        found.append(Finding("same_variant", key, "holds the same wording twice", "take one of them out"))
    return found


def _manner(key: str, prompt: Prompt) -> list[Finding]:
    manner = prompt.manner
    found = []
    if not 0 <= manner.pause_ms <= MOST_PAUSE_MS:
        message = f"a pause of {manner.pause_ms} ms sounds like the patient's turn"
        found.append(Finding("pause_length", key, message, f"give 0 to {MOST_PAUSE_MS} ms"))
    if manner != USUAL and _PLAIN.fullmatch(_base(key)):
        found.append(
            Finding("manner_unused", key, "is spoken in the usual manner", "take pause, pace and stress out")
        )
    for word in manner.stress:
        if not any(word and word in sentence for words in prompt.wordings for sentence in words):
            message = f"stresses {word or 'nothing'}, which it does not say"
            found.append(Finding("stress_unused", key, message, "stress a word of the prompt"))
    return found


def _other_texts(prompts: PromptTexts) -> Iterator[tuple[str, str]]:
    for name, purpose in prompts.purposes.items():
        yield f"purposes.{name}", f"谢谢您，想了解您{purpose}。"
    for item, values in prompts.values.items():
        for code, words in values.items():
            yield f"values.{item}.{code}", words
    for entry in prompts.knowledge:
        yield f"knowledge.{entry.id}", "".join(entry.sentences)


def _base(key: str) -> str:
    return key.partition("@")[0]
