"""Whether the front of a call says all that must be said before the first item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.dialogue.prompt_text import Prompt, PromptTexts
from ari_app.dialogue.script import CALLED_IN
from ari_app.questionnaire.findings import Finding


@dataclass(frozen=True, slots=True)
class _Notice:
    """What a prompt must hold: of each group of words at least one.

    One that `is_protected` cannot be talked over, and its forms for some patients must be as complete.
    """

    elements: Mapping[str, tuple[str, ...]]
    is_protected: bool = False


_CONSENT = ("可以吗", "同意吗", "同意回答吗", "好吗")
_NOTICES: Mapping[str, _Notice] = {
    "consent.ask": _Notice(
        {
            "who calls": ("{hospital}",),
            "that it is an AI": ("人工智能", "智能语音助手", "机器人"),
            "how long it takes": ("分钟",),
            "that it is recorded": ("录音",),
            "what the recording is for": ("用来", "用于"),
            "the question for consent": _CONSENT,
        },
        is_protected=True,
    ),
    "consent.again": _Notice({"that it is recorded": ("录音",), "how to refuse": ("不可以", "不同意")}),
    "consent.keys": _Notice({"the keys": ("按一", "按二")}),
    "person.ask": _Notice({"whom it is for": ("{name}",)}),
    "verify.ask": _Notice({"the factors": ("后四位", "出生")}),
    "data_consent.ask": _Notice(
        {
            "the purpose": ("{purpose}",),
            "what the data are used for": ("只用于", "仅用于", "只用来"),
            "how long they are kept": ("保存",),
            "the right to stop": ("停",),
            "the question for consent": _CONSENT,
        },
        is_protected=True,
    ),
    "data_consent.proxy": _Notice(
        {
            "the purpose": ("想了解", "想问问"),
            "what the data are used for": ("只用于", "仅用于", "只用来"),
            "how long they are kept": ("保存",),
            "the right to stop": ("停",),
            "the question for consent": ("回答吗", *_CONSENT),
        },
        is_protected=True,
    ),
    "data_consent.keys": _Notice({"the keys": ("按一", "按二")}),
    "closing.completed": _Notice({"the emergency number": ("幺二零",), "a goodbye": ("再见",)}),
}
_BEFORE_IDENTITY = ("consent.", "person.", "verify.")
# said to whoever calls, before it is known who that is
_TO_CALLERS = tuple(f"person.{way}@{CALLED_IN}" for way in ("ask", "again", "fetch", "which"))
_CLINICAL = ("手术", "住院", "出院", "病", "科室", "{purpose}", "{appointment}")
"""What nobody may hear before it is known who listens."""


def front_findings(prompts: PromptTexts) -> list[Finding]:
    """Elements that the greeting, the identity check, either consent or the closing lacks, or must not have."""
    found = []
    for key, notice in _NOTICES.items():
        if key not in prompts.prompts:
            found.append(Finding("prompt_missing", key, "is not in the wording", "add the prompt"))
        for name, prompt in prompts.prompts.items():
            if name == key or (notice.is_protected and name.startswith(f"{key}@")):
                found += _lacking(name, prompt, notice)
    return (found + _to_callers(prompts)) + [
        Finding(
            "clinical_too_early",
            key,
            f"says {word} before the identity check",
            "say it after verify has passed",
        )
        for key, prompt in prompts.prompts.items()
        if key.startswith(_BEFORE_IDENTITY)
        for word in _CLINICAL
        if word in "".join(prompt.sentences)
    ]


def _to_callers(prompts: PromptTexts) -> list[Finding]:
    """Of who calls only the number is known: he is asked who he is, and hears nobody's name."""
    found = [
        Finding("prompt_missing", key, "is not in the wording", "add the prompt, without a name")
        for key in _TO_CALLERS
        if key not in prompts.prompts
    ]
    return found + [
        Finding("name_told_to_caller", key, "tells whoever calls the patient's name", "take {name} out")
        for key, prompt in prompts.prompts.items()
        if key.endswith(f"@{CALLED_IN}") and "{name}" in "".join(prompt.sentences)
    ]


def _lacking(key: str, prompt: Prompt, notice: _Notice) -> list[Finding]:
    text = "".join(prompt.sentences)
    found = [
        Finding("notice_incomplete", key, f"does not tell {what}", f"add {' or '.join(words)}")
        for what, words in notice.elements.items()
        if not any(word in text for word in words)
    ]
    if notice.is_protected and not prompt.protected:
        found.append(Finding("notice_unprotected", key, "can be talked over", "set protected to true"))
    return found
