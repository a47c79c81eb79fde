"""Words that take back what was said before them: 哎不, 拿倒了, 开玩笑的, 几号来着 哦."""

from __future__ import annotations

import re

from ari_app.language.phrases import Phrases

_OH = "[哦啊噢哎唉诶呃欸喔哟嗨呀]+"
_VERBS = "[说讲记搞弄看算报念拿听数写按读想认量喊打]{1}"
_MISTAKEN = (
    f"{_VERBS}[得成了]{{0,1}}(错(?!不)|反|岔|倒(?!是|也|没|不|挺|还)|差(?!不|一?点|别|远|得)|颠倒|串了|混了|走眼|花眼)",
    "(?<!没)(?<!不)错了", "弄拧", "口误", "嘴(瓢|快|秃噜)", "眼花", "(数字|顺序|前后)[给又]?(反|倒|颠倒)",
    "(说|报|讲|看|记|算|数|喊|给|打)(多|少|高|低|大|小|早|晚)了", "(多|少)(说|报|算|数)了",
)  # fmt: skip
_IN_JEST = (
    "(开|讲|说)[个着你您的]*玩笑", "(逗|骗|哄|唬)(你|您)[^，]{0,3}(的|呢|玩)", "(说|闹)着玩",
    "(瞎|胡|乱)(说|讲|扯|报|编)",
    "随口(说|讲)",
)  # fmt: skip
# 几号来着 哦 四月十九: the speaker answers his own question.
_REMEMBERS = ("来着", "想起来了", "(我)?记起来了", "想到了")
_ANEW = (
    "应该是", "更正", "纠正", "改(成|为|一下)", "等等", "重(新)?(说|来|报|讲)", "(准确|确切|正确)[地的来]*(说|讲|是)",
    "我再(看|想|数|算|核)", "仔细(想|看)", "收回", "作废", "要不", "还是(说|给|打|算)", "那是(昨|前|上|以前|之前)",
    *_REMEMBERS, f"{_OH}还是", f"{_OH}(那)?(应)?是(?!不是)",
)  # fmt: skip
_DENIES = ("不对(?!劲)", "不是(?!很|太|特别|那么)", "不不", f"{_OH}不")
_CORRECTS = Phrases(*_MISTAKEN, *_IN_JEST, *_ANEW, *_DENIES)
_BARE_NO = Phrases("[哦啊嗯诶哎吧]{0,2}不[啊是对]{0,2}", "算")
# 七七幺 等一下 我看看 七七幺四: what follows may begin anew or go on.
_REMEMBERED = Phrases(*_REMEMBERS)
_HESITATES = Phrases("(等|慢)(我)?(一)?(下|会儿?|着)", "我(再)?(瞧|看|想|瞅)(一)?(下|看|想|瞧|瞅)")

_LOOKS = Phrases(
    "(等等|等(一)?下|等会儿?|稍等)?(啊|哈)?(让)?<我>(先|再)?(看看|瞅瞅|瞧瞧|摸摸|(看|瞅|瞧|摸|瞄)(一)?(下|眼|看))[啊哈哦呀]*"
)
# 我看看有没有 has not looked yet
_WHETHER = re.compile(".*(?:有没有|是不是|还是|怎么|咋|[啥什]|到底)|再|去|没有$|[嗯好行]|可以")
_SHORTEST_FINDING = 3

# 哦不用了 takes nothing back: what follows 不 must not be a word that 不 itself denies.
_NOT_A_DENIAL = "(?![用要行可好需会想愿同太怎必得舒疼痛方发冷清知记红肿吃成去来说了吧是对敢能晓肯到让准许])"
_RETRACTION = re.compile(
    r"(?:不对(?![劲头称付])|不是(?=是)|[说讲记搞弄看算念报](?:错|反|岔|倒)了?|拿倒了?|口误|更正"
    rf"|(?:{_OH}不+|不不+)[是对]?{_NOT_A_DENIAL})+"
)
_PARTICLES = "了啊吧呀哦嗯呢,"


def retracted(text: str) -> tuple[str, str] | None:
    """What stood before and after the last word that takes something back; None when nothing is taken back."""
    found = list(_RETRACTION.finditer(text))
    if not found:
        return None
    last = found[-1]
    if not text[: last.start()] or not text[last.end() :].strip(_PARTICLES):
        return None
    return text[: last.start()], text[last.end() :]


def corrects(between: str) -> bool:
    """Whether the words between two statements take the first one back."""
    return _CORRECTS.within(between) or _BARE_NO.whole(between.strip())


def remembered(text: str) -> str:
    """What is said once the speaker has remembered; all of `text` when he never sought for it."""
    return _REMEMBERED.pattern.split(text)[-1] or text


def hesitates(between: str) -> bool:
    """Whether the speaker stopped to look or to think between two statements."""
    return _HESITATES.within(between)


def begun_anew(text: str) -> list[str]:
    """`text` cut at every word that takes back what stood before it."""
    return _CORRECTS.pattern.split(text)


def told_after_looking(text: str) -> str | None:
    """What is said once the speaker has looked (我瞅瞅 有 边上有点红); None when he has said nothing yet."""
    told = _LOOKS.pattern.split(text)[-1].strip()
    if told == text or len(told) < _SHORTEST_FINDING or _WHETHER.match(told):
        return None
    return told


def without_hesitation(text: str) -> list[str]:
    """`text` cut where the speaker stopped to look or to think."""
    return _HESITATES.pattern.split(text)
