"""Whose value it is: 我孙子三十九度 我没量 tells of the grandson, 我爱人头晕 我没有 of the wife."""

from __future__ import annotations

import re

from ari_app.language.numerals import find_numerals
from ari_app.language.other_people import ADDRESSED, COMPANY, KIN, WHOSE

_STATE = (
    "跳楼|自杀|走了|去世|没了|死了?|摔|住院|开刀|(?:做)?手术|中风|心梗|脑梗|得了?[^，]{0,2}(?:病|癌)|晕|感冒|咳|"
    "病了|发烧|发热|高烧|低烧|烧|体温|血压|高压|低压|血糖|空腹|餐后|疼|痛|吃药|吃了?(?=[零一二两三四五六七八九十0-9百全都])|忘|漏|比我"
    "|也?是?有?(?=[零一二两三四五六七八九十0-9])|偏?[高低](?!兴)"
)
_TIME = (
    "(?:去年|前年|上个?(?:月|周|星期|礼拜)|前几天|前两天|前阵子|今天|昨天|前天|昨晚|早上|晚上|刚才|上次|现在|这两天"
    "|最近|那天|最高|的|他|她|也|都|才|就|倒|家|那个|儿)*"
)
_OTHERS = re.compile(rf"{COMPANY}{WHOSE}(?:{KIN})(?:在[^，我]{{1,5}}?)?{_TIME}(?:{_STATE})")
_BACK = re.compile(rf"我(?!们|家|的?(?:{KIN}))|自己|本人")
_CALLED = re.compile(ADDRESSED)
_BLANK = "\ue021"

_SAYS = (
    "(?:说|讲|看|觉得|问|猜|估|打(?!针|电话|来|过)|给(?!我)|喊|叫|让|要|嚷嚷?|劝|记|写|认为|算|报|填|教|念)"
)
_THINKS = (
    rf"(?:我们?家?的?)?(?:{KIN}|屋里人|家里人?|护士|医生|大夫|人家|他们|大家)"
    rf"(?:[也都就老还非总是的里头]|刚才)*{_SAYS}"
)
_TELLING = re.compile(_THINKS)
_OPINION = re.compile(
    rf"{_THINKS}(?P<theirs>.{{2,}}?)(?P<mine>(?:但|可|不过|其实)?我(?:自己)?[也就倒可]?(?:觉得|感觉|看|说|讲|认为|寻思|"
    r"打|给|估|想))"
)


# 三分吧 医生说五分以下就算好: where a bound lies for others.
_BOUND = re.compile(
    rf"(?:{KIN}|护士|医生|大夫|人家|他们|书上|网上)[也都就老还]*(?:说|讲|写)"
    rf"[^，]{{0,6}}?[零一二两三四五六七八九十0-9]+[分度]?[^，]{{0,3}}?(?:以下|以上|以内|才|就|都).*$"
)


def without_opinions(text: str) -> str:
    """`text` with a blank for what others think of the speaker where he says himself what he thinks."""
    bound = _BOUND.search(text)
    if bound is not None and find_numerals(text[: bound.start()]):
        text = text[: bound.start()] + _BLANK * len(bound.group())
    told = _TELLING.search(text)
    if told is None:
        return text
    end = _end_of_their_number(text, told.end())
    if end:
        return text[: told.start()] + _BLANK * (end - told.start()) + text[end:]
    return _OPINION.sub(
        lambda found: _BLANK * len(found.group()[: -len(found["mine"])]) + found["mine"], text
    )


def _end_of_their_number(text: str, start: int) -> int:
    """护士记的四分 我自己觉得六分: where the speaker comes to his own number; 0 if he does not."""
    for back in _BACK.finditer(text, start + 1):
        if find_numerals(text[start : back.start()]):
            return back.start() if find_numerals(text[back.start() :]) else 0
    return 0


def own_part(text: str) -> str:
    """`text` with a blank for what is told of a relative, until the speaker comes back to himself; same length."""
    out, at = text, 0
    while (found := _OTHERS.search(text, at)) is not None:
        back = _BACK.search(text, found.end())
        if back is None and _CALLED.match(text, found.start()):
            at = found.end()
            continue
        end = len(text) if back is None else back.start()
        out = out[: found.start()] + _BLANK * (end - found.start()) + out[end:]
        at = end
    return out


# The relative does something for the patient, or says it of him.
_WITH_ME = (
    "说|讲|让|叫|喊|给|帮|陪|盯|看[着见到我]|催|劝|照[顾看]|做|煮|烧[饭菜]|买|熬|提醒|管|骂|怕|担心|觉得|问|吵|带|送|来"
    "|去|接|摆|分|监督|伺候|弄|炖|数|逼|嫌|笑|夸|不让|不准|不许|要我|气|教|记|写|量|测|扶|摸|闻|瞧"
)
_ADVERBS = (
    "(?:去年|前年|上个?(?:月|周|星期|礼拜)|前几天|前两天|前阵子|这阵子?|今天|昨天|前天|昨晚|早上|晚上|刚才|上次|现在|"
    "这两天|最近|那天|那会儿?|天天|每天|倒是?|[的也都才就总老还儿那个真在常]|经常|一直)*"
)
_OF_ANOTHER = re.compile(
    rf"{COMPANY}(?<!我是)(?:(?:我们?|咱们?)(?:家里?)?的?(?:{KIN})|(?!{ADDRESSED}){KIN}){_ADVERBS}(?![我你您]|{_WITH_ME})"
)
_HE_IT_IS = re.compile(rf"^[^我不没]{{1,8}}的(?:那)?(?:都)?是{WHOSE}(?:{KIN})[,儿]?(?=.)")
_MYSELF = re.compile(
    rf"(?:但|可|不过|其实)?我(?!们|家|的?(?:{KIN})|[给陪带送照看接]|说|不是|这(?:不|边))(?:自己|本人|这(?:个|里)?)*"
)
_ONLY_SELF = re.compile(r"[倒可的就也是呢嘛,]*")


_SAID = re.compile(
    rf"(?:(?:我们?家?的?)?(?:{KIN})|医生|大夫|护士|人家|别人|说明书[上里]?|书上|网上)[也都就老还]*(?:说|讲|问|写)"
)
_I_SAY = re.compile(
    rf"(?:但是?|可是?|不过|其实)*我(?!们|家|的?(?:{KIN}))(?:自己)?[也倒可就]*(?:其实)?(?:说|觉得|看)?(?=没|不|有|要|想|挺|好|都|是|天天|一点|还|真)"
)
# 孩子他爸头晕: nothing is said of the speaker.
_OTHER_ALONE = re.compile(
    rf"^(?:我们?家?的?|孩子)?(?:{KIN})+{_ADVERBS}(?:头?[晕昏疼痛]|胸|恶心|有点|难受|不舒服|咳|发烧|吐|没有?$)[^我没不]{{0,6}}$"
)


def own_words(text: str) -> str:
    """`text` without what is told of another, where the speaker comes back to himself: 我妈头晕 我不晕."""
    if _OTHER_ALONE.match(text) is not None:
        return ""
    text = _without_their_word(text)
    he = _HE_IT_IS.match(text)
    if he is not None:
        return _own_from(text, he.start(), he.end()) or text
    found = _OF_ANOTHER.search(text)
    return text if found is None else _own_from(text, found.start(), found.end()) or text


def _without_their_word(text: str) -> str:
    """医生说会有点恶心 我没有: what others said, where the speaker says himself how it is."""
    told = _SAID.search(text)
    if told is None:
        return text
    own = [one for one in _I_SAY.finditer(text, told.end() + 1) if one.end() < len(text)]
    return text[: told.start()] + text[own[-1].end() :] if own else text


def _own_from(text: str, start: int, end: int) -> str:
    back = _MYSELF.search(text, end)
    if back is None or back.start() == len(text):
        return ""
    behind = _ONLY_SELF.sub("", text[back.end() :], count=1)
    return text[:start] + behind if behind else ""
