"""What patients are sent in writing after a call: versioned texts, filled in for one patient, and their check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import MessageTemplate
from ari_app.questionnaire.findings import Finding

SCHEMA = 1
LONGEST = 500
"""Characters of a message, filled in: about seven parts of a Chinese SMS, which networks still join."""
_REVISITS = ("appointment", "moved", "cancelled", "none")
_REACHES = ("phone", "none")
_PLACEHOLDERS: Mapping[str, str] = {
    "hospital": "某某市人民医院",
    "reach": "010-6655 8899",
    "revisit": "您希望改到2026年12月28日下午，我们会尽快跟您确认。",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ELEMENTS: Mapping[MessageTemplate, Mapping[str, tuple[str, ...]]] = {
    MessageTemplate.CONSENT_NOTICE: {
        "the purpose": ("目的",),
        "that calls are recorded": ("录音",),
        "what the data are used for": ("只用于", "仅用于"),
        "how long they are kept": ("保存",),
        "the right to stop": ("停止", "撤回"),
    },
    MessageTemplate.PAIN_GUIDANCE: {
        "how to take painkillers": ("止痛",),
        "how to take the medicine": ("用药",),
        "when to seek care": ("急诊", "就医"),
    },
    MessageTemplate.AFTER_CARE: {
        "what to heed": ("注意事项",),
        "the revisit": ("{revisit}",),
        "how to reach the center": ("{reach}",),
    },
}
_PARTS = {"morning": "上午", "noon": "中午", "afternoon": "下午", "evening": "晚上"}
_DIAGNOSES = ("确诊", "您得了", "保证治好", "不用看医生")


@dataclass(frozen=True, slots=True)
class MessageTexts:
    """All texts of one version. A key with `@` is the form of a template for a family of questionnaires."""

    version: str
    messages: Mapping[str, tuple[str, ...]]
    revisit: Mapping[str, str]
    reach: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Addressed:
    """For whom a message is filled in. `families` are the questionnaire's names, the closest first.

    `appointment` is the visit in the hospital's own time, `moved_to` the wish of the call (`YYYY-MM-DDTHH:MM`,
    `YYYY-MM-DD part` or a day), `phone` where patients reach the center, None for the number that called them.
    """

    hospital: str
    families: tuple[str, ...] = ()
    appointment: datetime | None = None
    moved_to: str | None = None
    is_cancelled: bool = False
    phone: str | None = None


def load(text: str) -> MessageTexts:
    """Read the texts. Raises WrongInput when they cannot be used."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise WrongInput(f"messages of schema {data['schema']!r} cannot be read", mend=f"use {SCHEMA}")
        return MessageTexts(
            version=str(data["version"]),
            messages={key: tuple(map(str, lines)) for key, lines in data["messages"].items()},
            revisit={key: str(data["revisit"][key]) for key in _REVISITS},
            reach={key: str(data["reach"][key]) for key in _REACHES},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(f"the messages cannot be used: {error!r}") from error


def compose(texts: MessageTexts, template: MessageTemplate, to: Addressed) -> str:
    """The message as it is sent. Raises KeyError for a template without text."""
    keys = (*(f"{template}@{family}" for family in to.families), template.value)
    lines = next((texts.messages[key] for key in keys if key in texts.messages), None)
    if lines is None:
        raise KeyError(template.value)
    reach = texts.reach["none"] if to.phone is None else texts.reach["phone"].format(phone=to.phone)
    words = {"hospital": to.hospital, "reach": reach, "revisit": _revisit(texts, to)}
    return "\n".join(line.format_map(words) for line in lines)


def message_findings(texts: MessageTexts) -> list[Finding]:
    """What a text lacks, says wrongly or cannot fill in; none when all may be sent."""
    found = [
        Finding("message_missing", template.value, "has no text", "add the message")
        for template in MessageTemplate
        if template.value not in texts.messages
    ]
    for key, lines in texts.messages.items():
        found += _of_message(key, "\n".join(lines))
    return found


def _of_message(key: str, text: str) -> list[Finding]:
    name = key.partition("@")[0]
    if name not in set(MessageTemplate):
        return [Finding("message_unknown", key, "is no message that is sent", _one_of(MessageTemplate))]
    found = [
        Finding("message_incomplete", key, f"does not tell {what}", f"add {' or '.join(words)}")
        for what, words in _ELEMENTS[MessageTemplate(name)].items()
        if not any(word in text for word in words)
    ]
    unknown = [each for each in _PLACEHOLDER.findall(text) if each not in _PLACEHOLDERS]
    found += [
        Finding("placeholder", key, f"{{{each}}} is not known", _one_of(_PLACEHOLDERS)) for each in unknown
    ]
    filled = _PLACEHOLDER.sub(lambda match: _PLACEHOLDERS.get(match[1], ""), text)
    if len(filled) > LONGEST:
        message = f"is {len(filled)} characters long, more than {LONGEST}"
        found.append(Finding("message_long", key, message, "shorten it"))
    return found + [
        Finding("diagnosis", key, f"says {word}", "tell what to do, not what it is")
        for word in _DIAGNOSES
        if word in text
    ]


def _one_of(words: Iterable[str]) -> str:
    return f"use one of {', '.join(words)}"


def _revisit(texts: MessageTexts, to: Addressed) -> str:
    if to.is_cancelled:
        return texts.revisit["cancelled"]
    if to.moved_to is not None:
        return texts.revisit["moved"].format(time=_wished(to.moved_to))
    if to.appointment is not None:
        return texts.revisit["appointment"].format(time=f"{_day(to.appointment)}{to.appointment:%H:%M}")
    return texts.revisit["none"]


def _wished(moment: str) -> str:
    day, _, part = moment.partition(" ")
    at = datetime.fromisoformat(day)
    return _day(at) + (f"{at:%H:%M}" if "T" in day else _PARTS.get(part, ""))


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"
