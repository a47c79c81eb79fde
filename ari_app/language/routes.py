"""What steers the call instead of answering: which control intent is heard, and what it brings along."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Intent, QType
from ari_app.language.digit_strings import SPOKEN_DIGITS, id_characters
from ari_app.language.frames import told_of_others
from ari_app.language.moments import moment_in
from ari_app.language.phrases import Lexicon, Mention, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, route
from ari_app.language.relations import named, relation_in
from ari_app.language.understanding import Understanding
from ari_app.language.words_control import BUSY, STEERING
from ari_app.language.words_end import END

_DECISIVE = Lexicon(END)
# at a question about eating these answer it, badly, and tell of no other time to call
_EATS = Phrases("[正刚才还我们]*(在|要|得|去|先去|开始|刚要)?(吃着?饭|吃着)[呢了啊呀]*")
_OF_EATING = Phrases("吃饭", "饮食", "胃口", "食欲")
# 明天上午再打给我: a call is wished for, and no visit
_CALLS_BACK = Phrases(
    "再(打|联系)", "(打|拨)(给我|过来|电话)", "(给我)?(回|来)(个)?电话?(?=$|吧|给我)", "联系我"
)
_OF_A_CALL = Phrases("打", "电话", "联系")
# 打这个号 别打我单位的
_NOT_THAT_NUMBER = Phrases(
    "(别|不要|莫|不许)[再老]*打(我|那个|这个|原来)*(单位|家里|座机|手机|办公室)?(的|号码?|电话)*"
)
_DECISIVE_DNC = Phrases(*END[Intent.DNC])
_STEERING = Lexicon(STEERING)
# 今天莫打了 明天打: only not now.
_NOT_NOW = Phrases(
    "(今天|现在|这会儿?|这阵|这时候|中午|晚上|早上|上班|先)[就你们的时候]*(别|不要|莫)[再]?打",
    "(明天|后天|下午|晚上|等下|等会儿?|待会儿?|过会儿?|改天|回头|下班|周末|空了)[^不别莫]{0,5}(打|回|联系)",
)
_FOR_GOOD = Phrases("以后", "再也", "永远", "投诉", "永久", "举报")
_NOT_DNC = Phrases(
    "(别|不要)(再)?(打)(麻药|针|点滴|石膏|吊|胰岛素)",
    "别打断",
    "别来(看|医院)",
    "(不要|别|不用)[再]?来(医院|复查|复诊)",
)
_OTHER_NUMBER = Phrases(
    ("(打|拨|换|记|留|说)[我他她另外这那个一下们家里]*[的]?(另外|别的|另一个|那个|手机|座机|这个|固话|单位|"
     "办公室|新|家里)[一]?个?[的]?(号码?|手机|电话)?(?=$|吧|上|就|打|行|是|可以|联系|一|"
     "[0-9零〇幺二三四五六七八九]{1})"),
    "(我|他|她|我们)(的)?(另一个|新|换了)(号|电话|手机)", "换[了]?(个)?号(码)?",
    ("(打|拨|联系|找)[给到]?我?(<他>)?(的)?(爸爸?|妈妈?|爱人|老公|老婆|老伴|儿子|女儿|闺女|媳妇|孩子|家属|姑娘|女婿|弟弟|哥哥|妹妹|姐姐)"
     "(的)?(手机|电话|号|那)"),
)  # fmt: skip
_PHONE = re.compile(rf"(?<![{SPOKEN_DIGITS}])(?:[{SPOKEN_DIGITS}] ?){{7,12}}(?![{SPOKEN_DIGITS}点])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,11}|[2-8][0-9]{6,7}")
_OF_A_PHONE = Phrases("打", "手机", "电话", "号码", "拨", "座机", "联系", "换[个了]?号")
# 手机快断气了, 胰岛素打错了: no death, and no call.
_OF_A_THING = re.compile("(?:手机|电话|电池|座机|信号|炉子|煤气|车子?|摩托|机器|它)(?:[快要都就也]|已经)*$")
_NOT_A_CALL = Phrases(
    "(胰岛素|针|疫苗|药|剂量|单位|点滴|石膏|麻将|牌|字|蝴蝶结|分)[^，]{0,8}打错",
    "打错了?(针|药|地方|位置|剂量|量|单位|字|牌|分|胰岛素|胳膊|手)",
)
_FRONT = frozenset(
    {QType.PERSON_CONFIRM, QType.CONSENT, QType.CALL_START, QType.GLOBAL, QType.ID_TAIL, QType.BIRTH_MD}
)
_IDENTITY = frozenset({QType.ID_TAIL, QType.BIRTH_MD})
# A relative's absence from this world is told in a sigh as well; only at the front it is the patient's.
_OWN_KIN = re.compile("我$|(?:老伴|老头子|老太婆|爱人|丈夫|妻子|爸|妈|爹|娘|父亲|母亲|哥|姐|弟|妹|[爷奶]).?$")
_WITH_RELATION = frozenset(
    {Intent.COMPLAINT, Intent.HANDOVER, Intent.PATIENT_UNAVAILABLE, Intent.ASK_IDENTITY, Intent.HUMAN}
)


# 还要带孙子 tells of a life, not that now is no time to talk.
_PLANS = Phrases(f"(还要|还得|我要|我得|要|得)[去给天天在着家每]*{BUSY}")
_NOT_OF_TALKING = Phrases(
    "(上厕所|走路|走动|行动|活动|腿脚|手脚|出门|吃药|弯腰|翻身|看病|取药|买药|拿药|交通|来回|坐车|洗澡|穿衣|起床|路)[上都也可还是有点实在老]*不(太|大)?方便",
)


def hinders_answer(asked: Asked) -> bool:
    """Whether a wish to talk later is meant so even beside an answer."""
    return _STEERING.first(_PLANS.stripped(_without_eating(asked))) is Intent.LATER


def decisive_route(asked: Asked) -> Understanding | None:
    """A wish or a fact that no answer may override: do not call again, deceased, wrong number."""
    if asked.qtype is QType.PERSON_CONFIRM:
        told = named(asked.text, asked.context.name, "他")
        asked = replace(asked, spoken=replace(asked.spoken, text=told))
    for mention in _DECISIVE.mentions(asked.text):
        if _decides(asked, mention):
            return route(mention.concept)
    return None


def _decides(asked: Asked, mention: Mention[Intent]) -> bool:
    text = asked.text
    if mention.concept is Intent.DNC:
        not_now = _NOT_NOW.within(text) and not _FOR_GOOD.within(text)
        elsewhere = _NOT_THAT_NUMBER.stripped(text)
        other_number = _OTHER_NUMBER.within(elsewhere) and not _DECISIVE_DNC.within(elsewhere)
        return not (_NOT_DNC.within(text) or not_now or other_number)
    if mention.concept is Intent.DECEASED:
        if text.startswith("断气", mention.start) and _OF_A_THING.search(text[: mention.start]):
            return False
        own_kin = asked.qtype not in _FRONT and _OWN_KIN.search(text[: mention.start + 1]) is not None
        return not own_kin and not told_of_others(text, mention.start, mention.end)
    text = _NOT_A_CALL.stripped(text)
    return _DECISIVE.first(text) is Intent.WRONG_NUMBER and (asked.qtype in _FRONT or "打错" in text)


def phone_number_in(text: str) -> str | None:
    """A telephone number in digits, spoken or written; None when none is said."""
    for found in _PHONE.finditer(text):
        digits = id_characters(found.group())
        if _MOBILE.fullmatch(digits):
            return digits
    return None


def number_route(asked: Asked) -> Understanding | None:
    """Another telephone number to be called; its digits are no answer to a question for a number."""
    if asked.qtype in _IDENTITY:
        return None
    number = phone_number_in(asked.text)
    if number is not None and (len(number) == 11 or _OF_A_PHONE.within(asked.text)):
        return route(Intent.ALT_NUMBER, number, CERTAIN)
    return route(Intent.ALT_NUMBER, confidence=LIKELY) if _OTHER_NUMBER.within(asked.text) else None


def steering_route(asked: Asked) -> Understanding | None:
    """A request or a question that was heard instead of an answer."""
    text = asked.text
    another = number_route(asked)
    if another is not None:
        return another
    if asked.qtype is QType.PERSON_CONFIRM:
        text = named(text, asked.context.name, "他")
    relation = relation_in(text) if asked.qtype in _FRONT else None
    intent = _STEERING.first(_NOT_OF_TALKING.stripped(text) if "方便" in text else text)
    if relation is not None and intent not in _WITH_RELATION:
        return route(Intent.PROXY, relation)
    if intent is Intent.LATER and _without_eating(asked) != text:
        intent = _STEERING.first(_without_eating(asked))
    if intent is None or (intent is Intent.LATER and asked.qtype is QType.RESCHEDULE):
        return None
    if intent is Intent.LATER:
        now = asked.context.now
        return route(intent, None if now is None else moment_in(text, now))
    return route(intent)


def wishes_call(asked: Asked) -> bool:
    """Whether a call at another time is wished for where the question is about a visit: 我在忙 明天十点再打."""
    about_a_visit = asked.context.appointment is not None and not _OF_A_CALL.within(asked.question)
    return about_a_visit and _CALLS_BACK.within(asked.text) and _STEERING.first(asked.text) is Intent.LATER


def _without_eating(asked: Asked) -> str:
    text = asked.text
    return _EATS.stripped(text) if "饭" in text and _OF_EATING.within(asked.question) else text
