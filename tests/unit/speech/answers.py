"""Spoken answers to the questions of the post-operative follow-up: what is said and what must be understood.

`value` is what has to be stored; None stands for speech that answers nothing (a remark, another question,
an answer that has to be asked again), where storing any value is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.core.vocabulary import QType


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """One utterance and the value it must give."""

    code: str
    qtype: QType
    text: str
    value: str | float | None


def _nrs(text: str, value: int | None) -> SpokenAnswer:
    return SpokenAnswer("pain_vas", QType.NRS, text, value)


def _temp(text: str, value: float | None) -> SpokenAnswer:
    return SpokenAnswer("temp", QType.TEMPERATURE, text, value)


def _choice(code: str, text: str, value: str | None) -> SpokenAnswer:
    return SpokenAnswer(code, QType.CHOICE, text, value)


def _yes_no(code: str, text: str, value: str | None) -> SpokenAnswer:
    return SpokenAnswer(code, QType.YES_NO, text, value)


OPTIONS: dict[str, dict[str, str]] = {
    "wound": {"dry": "干燥愈合良好", "red": "红肿", "exudate": "渗液或渗血", "pus": "流脓或臭味"},
    "diet": {"normal": "正常", "reduced": "比平时少", "none": "几乎吃不下"},
    "bowel": {"normal": "正常", "constipation": "便秘", "diarrhea": "腹泻", "none3d": "三天以上没有排便"},
}

QUESTIONS: dict[str, str] = {
    "consent": "本次通话将录音，可以吗？",
    "person": "请问您是本人吗？",
    "verify": "请说一下身份证后四位或者出生月日。",
    "pain_vas": "请问您现在的疼痛程度，零到十分是多少分？",
    "temp": "请问您今天测的体温是多少度？",
    "chills": "您有没有发冷、打寒战？",
    "wound": "请问您的伤口怎么样，干燥愈合良好、有点红肿、有渗液渗血，还是有脓或臭味？",
    "diet": "请问您吃饭怎么样，正常、比平时少、还是几乎吃不下？",
    "bowel": "请问您大便情况，正常、便秘、腹泻，还是三天以上没有排便？",
    "med_adherence": "这一周，医生开的药您大概按时吃了百分之多少？",
    "abnormal": "还有没有其他不舒服？",
    "wants_callback": "是否需要我为您安排医生回电？",
}

ANSWERS: tuple[SpokenAnswer, ...] = (
    SpokenAnswer("consent", QType.CONSENT, "可以", "yes"),
    SpokenAnswer("consent", QType.CONSENT, "行，你说吧", "yes"),
    SpokenAnswer("consent", QType.CONSENT, "不同意", "no"),
    SpokenAnswer("person", QType.PERSON_CONFIRM, "我是", "yes"),
    SpokenAnswer("person", QType.PERSON_CONFIRM, "对，是我本人", "yes"),
    SpokenAnswer("person", QType.PERSON_CONFIRM, "不是，你打错了", None),
    SpokenAnswer("verify", QType.ID_TAIL, "四四一七", "4417"),
    SpokenAnswer("verify", QType.ID_TAIL, "八零六五", "8065"),
    SpokenAnswer("verify", QType.BIRTH_MD, "八月二号", "08-02"),
    SpokenAnswer("verify", QType.BIRTH_MD, "十一月二十四日", "11-24"),
    _nrs("零分，不疼", 0),
    _nrs("一分", 1),
    _nrs("两分吧", 2),
    _nrs("三分", 3),
    _nrs("四分", 4),
    _nrs("大概五分", 5),
    _nrs("六分左右", 6),
    _nrs("七分", 7),
    _nrs("八分吧", 8),
    _nrs("九分，很疼", 9),
    _nrs("十分", 10),
    _nrs("我觉得有四分吧", 4),
    _nrs("七八分", None),
    _nrs("疼得厉害", None),
    _temp("三十六度五", 36.5),
    _temp("三十七度二", 37.2),
    _temp("三十七度一", 37.1),
    _temp("三十七度七", 37.7),
    _temp("三十八度五", 38.5),
    _temp("三十九度", 39.0),
    _temp("今天早上量的三十六度八", 36.8),
    _temp("三十八点四", 38.4),
    _temp("体温三十七度六", 37.6),
    _temp("没有量", None),
    _yes_no("chills", "没有", "no"),
    _yes_no("chills", "有，昨天晚上打寒战了", "yes"),
    _choice("wound", "挺干的", "dry"),
    _choice("wound", "伤口恢复得很好", "dry"),
    _choice("wound", "有点红肿", "red"),
    _choice("wound", "有一点渗液", "exudate"),
    _choice("wound", "流脓了，还有臭味", "pus"),
    _choice("diet", "正常", "normal"),
    _choice("diet", "吃饭挺好的", "normal"),
    _choice("diet", "比平时少一点", "reduced"),
    _choice("diet", "几乎吃不下", "none"),
    _choice("bowel", "大便正常", "normal"),
    _choice("bowel", "有点便秘", "constipation"),
    _choice("bowel", "拉肚子", "diarrhea"),
    _choice("bowel", "三天没有大便了", "none3d"),
    SpokenAnswer("med_adherence", QType.ADHERENCE_PCT, "都吃了", 100),
    SpokenAnswer("med_adherence", QType.ADHERENCE_PCT, "百分之八十", 80),
    SpokenAnswer("med_adherence", QType.ADHERENCE_PCT, "一半吧", 50),
    SpokenAnswer("med_adherence", QType.ADHERENCE_PCT, "百分之九十左右", 90),
    _yes_no("abnormal", "没有了", "no"),
    _yes_no("abnormal", "没有别的不舒服", "no"),
    _yes_no("abnormal", "有一点", "yes"),
    _yes_no("wants_callback", "要的", "yes"),
    _yes_no("wants_callback", "需要，谢谢", "yes"),
    _yes_no("wants_callback", "不用了", "no"),
    _nrs("胸口疼，喘不上气", None),
    _yes_no("abnormal", "我不想活了", None),
    _nrs("你再说一遍", None),
    _nrs("我要转人工", None),
    _temp("今天天气不错，我刚吃完饭", None),
)
