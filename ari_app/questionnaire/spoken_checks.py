"""Whether a text is Chinese as it is spoken, by a robot, to a patient: short, polite, one thing at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.spoken_sentences import count_han, sentences

MOST_HAN_OF_A_SENTENCE = 27
MOST_CLAUSES = 3
MOST_CLAUSES_OF_A_CHOICE = 5
MOST_HAN_OF_A_TOPIC = 4
BADLY_SPOKEN = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ%％℃°~～/+=&<>()（）【】《》{}\[\]“”\"：:…—]")
"""Marks that a voice skips or reads in a way nobody can foresee."""

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

WRITTEN_WORDS: Mapping[str, str] = {
    "是否": "有没有 or 是不是",
    "如有": "要是有",
    "如需": "要是需要",
    "若": "要是",
    "以及": "还有",
    "并且": "a new sentence",
    "予以": "nothing",
    "进行": "做",
    "告知": "告诉",
    "届时": "到时候",
    "敬请": "请",
    "请勿": "请不要",
    "切勿": "千万不要",
    "务必": "一定",
    "就诊": "看病",
    "就医": "去医院",
    "前往": "去",
    "即可": "就行",
    "无法": "没法",
    "无需": "不用",
    "无须": "不用",
    "贵院": "我们医院",
    "此次": "这次",
    "本次": "这次",
    "目前": "现在",
    "服用": "吃",
    "伴有": "还有",
    "患者": "病人",
    "症状": "不舒服",
    "频率": "多久一次",
    "呕吐": "吐",
}
"""Words that are written and hardly ever said, with what is said instead."""

MISREAD_NUMBERS: Mapping[str, str] = {
    "一二零": "幺二零",
    "一一零": "幺幺零",
    "一一九": "幺幺九",
    "一二三五六": "幺二三五六",
    "打一百二十": "打幺二零",
    "打一百一十": "打幺幺零",
}
"""Telephone numbers are said digit by digit, and one is 幺."""

_CLAUSE_END = re.compile("[，；]")
_CHOICE = ("还是", "或者", "请按")
_ASKING = re.compile("吗|呢|有没有|是不是|要不要|能不能|会不会|愿不愿意")


def spoken_findings(place: str, text: str) -> list[Finding]:
    """All that makes a text hard to follow, impolite or not a robot's to say. `place` is what it belongs to."""
    found = [finding for sentence in sentences(text) for finding in _of_sentence(place, sentence)]
    found += _double_question(place, text)
    found += [_diagnosis(place, word) for word in DIAGNOSIS_WORDS if word in text]
    found += [_secret(place, word) for word in SECRETS if word in text]
    for word, better in WRITTEN_WORDS.items():
        if word in text:
            found.append(Finding("written_word", place, f"{word} is written, not spoken", f"say {better}"))
    for number, better in MISREAD_NUMBERS.items():
        if number in text:
            found.append(Finding("misread_number", place, f"{number} is not how it is said", f"say {better}"))
    if "你" in text:
        found.append(Finding("impolite", place, "says 你 to a patient", "say 您"))
    return found


def _of_sentence(place: str, sentence: str) -> list[Finding]:
    found = []
    if count_han(sentence) > MOST_HAN_OF_A_SENTENCE:
        message = f"a sentence has {count_han(sentence)} characters, more than {MOST_HAN_OF_A_SENTENCE}: {sentence!r}"
        found.append(Finding("long_sentence", place, message, "cut it in two, one idea a sentence"))
    is_choice = any(word in sentence for word in _CHOICE)
    most = MOST_CLAUSES_OF_A_CHOICE if is_choice else MOST_CLAUSES
    if _clauses(sentence) > most or "；" in sentence:
        message = f"a sentence holds several ideas: {sentence!r}"
        found.append(Finding("several_ideas", place, message, "one idea a sentence; end each with 。"))
    if len(_ASKING.findall(sentence)) > 1:
        found.append(_asks_twice(place, sentence))
    return found


def _clauses(sentence: str) -> int:
    """How many ideas its commas part; a short topic or greeting before the first comma is none."""
    parts = _CLAUSE_END.split(sentence)
    return len(parts) - (count_han(parts[0]) <= MOST_HAN_OF_A_TOPIC)


def _double_question(place: str, text: str) -> list[Finding]:
    """Two questions in one breath; a second that only lists the answers (…，还是…？) belongs to the first."""
    asked = [sentence for sentence in sentences(text) if sentence.endswith("？")]
    return [_asks_twice(place, sentence) for sentence in asked[1:] if "还是" not in sentence]


def _asks_twice(place: str, sentence: str) -> Finding:
    return Finding(
        "double_question", place, f"asks two things at once: {sentence!r}", "ask one, and the other after it"
    )


def _diagnosis(place: str, word: str) -> Finding:
    message = f"says {word}, which sounds like a diagnosis or a promise"
    return Finding("diagnosis", place, message, "ask for what the patient notices, in plain words")


def _secret(place: str, word: str) -> Finding:
    mend = "drop it; identity is checked before the items, by the last four characters or the birthday"
    return Finding("secret", place, f"asks for {word}", mend)
