"""Whether the spoken texts are what a robot may say to a patient, and what he can follow."""

from __future__ import annotations

import re

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Item, Questionnaire

MOST_HAN_OF_A_SENTENCE = 27
DIAGNOSIS_WORDS = (
    "诊断",
    "确诊",
    "患有",
    "患了",
    "您得了",
    "抑郁症",
    "焦虑症",
    "精神病",
    "癌",
    "肯定是",
    "保证",
    "没有危险",
)
"""A robot does not diagnose and promises nothing."""
SECRETS = ("身份证号码", "完整身份证", "银行卡", "验证码", "密码", "转账")
"""What a fraud would ask for, and we never do."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。？！]+[。？！]?")


def sentences(text: str) -> tuple[str, ...]:
    """A text cut after each full stop, question mark or exclamation mark."""
    return tuple(_SENTENCE.findall(text))


def count_han(text: str) -> int:
    """How many Chinese characters it has: what makes it long to hear."""
    return len(_HAN.findall(text))


def wording_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Diagnosis, secrets, long or unfinished sentences in whatever an item says."""
    return [finding for item in questionnaire.items for finding in _of_item(item)]


def _of_item(item: Item) -> list[Finding]:
    texts = [item.text, item.reask_text, item.key_text, *(display for _, display in item.options)]
    heard = "\n".join(texts)
    found = [_diagnosis(item, word) for word in DIAGNOSIS_WORDS if word in heard]
    found += [_secret(item, word) for word in SECRETS if word in heard]
    for text in dict.fromkeys(texts[:3]):
        found += [_long(item, one) for one in sentences(text) if count_han(one) > MOST_HAN_OF_A_SENTENCE]
        if text and text[-1] not in "。？！":
            message = f"the text does not end a sentence: {text!r}"
            found.append(Finding("unfinished", item.link_id, message, "end it with 。 or ？"))
    return found


def _diagnosis(item: Item, word: str) -> Finding:
    message = f"says {word}, which sounds like a diagnosis or a promise"
    return Finding("diagnosis", item.link_id, message, "ask for what the patient notices, in plain words")


def _secret(item: Item, word: str) -> Finding:
    mend = "drop it; identity is checked before the items, by the last four characters or the birthday"
    return Finding("secret", item.link_id, f"asks for {word}", mend)


def _long(item: Item, sentence: str) -> Finding:
    message = (
        f"a sentence has {count_han(sentence)} characters, more than {MOST_HAN_OF_A_SENTENCE}: {sentence!r}"
    )
    return Finding("long_sentence", item.link_id, message, "cut it in two, one idea a sentence")
