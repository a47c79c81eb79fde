"""Yes and no to what was offered, wished for or supposed (需要吗, 愿意吗)."""

from __future__ import annotations

import re

from ari_app.language import words_yes_no as words
from ari_app.language.phrases import Phrases

_NO = Phrases(*words.NO)
_YES_AGREES = Phrases(*words.YES_AGREES)
_BY_QUESTION = tuple((cue, Phrases(*yes), Phrases(*no)) for cue, (yes, no) in words.BY_QUESTION.items())
_RHETORICAL = Phrases(*words.RHETORICAL_YES)
_DOUBLE = Phrases(*words.DOUBLE)
_TWICE = Phrases(*words.DENIED_TWICE)
_QUESTION = Phrases(*words.QUESTION)
_POLITE = Phrases(*words.POLITE)
_LEFT_OVER = 4
_DECLINED = Phrases(
    (
        "^[啊嗯哦哎那]*(不用|不需要|不必|用不着|不要了?|算了|别麻烦|犯不着|没必要|先不|"
        "暂时不)(?!.*(?<!不)(?<!不需)(?<!只)(需要|要)[的吧啊了]*$)"
    ),
    "(挺好|很好|好着|没事|没啥|没什么|好了|不疼|不痛)[^，]{0,6}(不用|不需要|不必|用不着)[了啊的吧谢]*$",
)
_AGREED = Phrases(
    (
        "^[啊嗯哦哎那就]*(好|好的|好啊|行|可以|要|要的|需要|愿意|会|当然|肯定|必须|是|是的|对|没问题|麻烦|"
        "要得|得|中|乐意|一定)(?!不|像|吗|没)"
    ),
)
_BUT_NOT = Phrases(
    "(?<!要)不(?!过|错|然|舒服|了解|认|知道|到|了$|住|行了)",
    "没(?!问题|事|关系|去过|来过)",
    "(什么|啥)[呀啊]",
    "别(?!的|人)",
    "算了",
    "免了",
)
# 还是要吧 心里没底 gives the reason
_WORRIED = re.compile(
    "我?(?:这|自己)?心里?(?:[也总老可又]|头|有点)*(?:没底|没数|没谱|不踏实|不放心|不安|不落忍)"
)
# 不舒服 is one word for a trouble; its 不 answers nothing.
_UNWELL = re.compile(r"不(?:大|太|怎么|很|是很|是太)?(?:舒服|舒坦|得劲|好受|对劲|自在|适|爽)")
_SCOFFED = re.compile(r"(?:需要|要|发|打|安排)(?:啥|什么)[呀啊嘛]")
# 我要说不愿意那是假的: what is called false is asked again.
_FALSE = re.compile(
    r"[说讲].{1,8}?(?:那|这|就|都|才|可)*是?(?:假的|假话|骗人|骗你|瞎话|谎话|瞎说|违心|昧良心|昧心)"
)


def agreed(question: str, text: str) -> tuple[bool, bool]:
    """Whether a yes and whether a no is said; neither where much else is said."""
    text = _WORRIED.sub("", _SCOFFED.sub("", _UNWELL.sub("难受", text)))
    if _TWICE.within(text) or _FALSE.search(text):
        return True, True
    rhetorical = _RHETORICAL.stripped(text)
    if rhetorical != text and not _NO.within(rhetorical):
        return True, False
    if _DECLINED.within(text):
        return False, True
    if text.startswith("没问题"):
        return True, False
    told = _by_question(question, text)
    if told is not None:
        return told
    if _QUESTION.within(text):
        return False, False
    if _DOUBLE.within(text):
        return True, True
    if _AGREED.within(text) and not _BUT_NOT.within(text):
        return True, False
    rest = _NO.stripped(text)
    if len(_POLITE.stripped(_YES_AGREES.stripped(rest))) > _LEFT_OVER:
        return False, False
    return _YES_AGREES.within(rest), rest != text


def _by_question(question: str, text: str) -> tuple[bool, bool] | None:
    """The answer in the words of what was offered or asked for; None when none of them is said."""
    question = question.replace("回个电话", "回电")
    for cue, yes, no in _BY_QUESTION:
        if cue in question:
            says_no = no.within(text)
            says_yes = yes.within(no.stripped(text))
            if says_yes and says_no:
                return (False, True) if cue == "准备好" else (_YES_AGREES.within(no.stripped(text)), True)
            return (says_yes, says_no) if says_yes or says_no else None
    return None
