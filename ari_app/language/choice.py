"""One of a question's options, by its words, its place, or what patients say for it."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language.before_and_now import by_time, only_long_ago, tells_of_now, without_what_is_over
from ari_app.language.choice_days import FREQUENCY, frequency_of_days
from ari_app.language.choice_labels import by_label
from ari_app.language.choice_order import by_place
from ari_app.language.corrections import retracted
from ari_app.language.danger import signs_in
from ari_app.language.options_meant import STATES, Meant, Options, options_meant
from ari_app.language.options_named import RULED_OUT, named
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, WEAK, Asked, accept, reask
from ari_app.language.time_marks import PAST, UNMARKED
from ari_app.language.topics.frequency import NO_HABIT
from ari_app.language.understanding import Understanding

_REST_IS_FINE = Phrases(
    "(其他|其它|别的|旁的|别处|其余|别的地方|其他地方)[都也还挺倒是]*(好|行|正常|没事|可以|没什么|没啥|干|干净)[的着呢了]*$"
)
# 早上好点 晚上就肿: one answer for each part of the day.
_BY_DAYTIME = re.compile(r"(?:早上|早起|上午|白天|早晨).{1,8}(?:晚上|夜里|下午|一到晚)")
_IS_IT = re.compile(r"(?:不算|算不算|算|不叫)[是]?(?:便秘|腹泻|拉肚子|正常|发炎|红肿)了?(?:吧|吗|么|呢|不)")
# 红倒是不红 denies as 不红 does.
_TOPIC_DENIED = re.compile(
    r"([红肿疼痛痒拉吐渗流干硬稀喘咳晕])(?:倒|是|也|都|可|呢|嘛|么)*(?=[不没](?:有)?\1)"
)
_DENIES_ALL = Phrases("(都|也)?(没有|没|不是)[了啊的吧]*")
_FLAG_OPTIONS = {
    Flag.WOUND_REDNESS: "red", Flag.WOUND_EXUDATE: "exudate", Flag.WOUND_BLEEDING: "exudate", Flag.WOUND_PUS: "pus",
    Flag.WOUND_SMELL: "pus",
}  # fmt: skip


# 走是能走 得有人扶: what is conceded is not the answer.
_CONCEDED = re.compile(
    r"([走吃睡拉好能干解尿通动下])(?:倒)?是(?:还|能|可以|会|都)*\1(?:得[着下了动]|了|着)?(?=.{3})"
    r"(?:但是|不过|可是|只是|就是|可|但)?"
)
_MIXED_UP = re.compile("我?(?:刚才?)?(?:搞|说|记|弄|讲)(?:错|反|岔)了?[啊呢]*$")
_DENIES_IT = re.compile(
    "[啊嗯哦哎那我可]*(?:没有|没|从来没有|完全没有|不存在|哪有|根本没有|哪来)"
    "(?:(?:[那这](?:回|种|个|样)?|什么|的)(?:事|情况|毛病|感觉|想法)儿?)?(?:的|啊|了|过|呢|哦|事)*"
    f"(?!有?(?:(?:天天|每天){NO_HABIT}|[一几那这怎多哪半]|经常|(?:劲|力|精神)(?!头?(?:好|足|大|十足))"
    "|兴趣|胃口|睡(?!得)|心(?!态)|意思))"
)
_SIGHS = re.compile("^(?:[啊嗯哦哎唉诶呃哟喔]|那个|这个|应该是?|算是?|就是?)+")
_WELL = ("很好", "蛮好", "挺好", "好", "不错", "正常")
# 好像, 好几, 正常是正常, 一般都: these words go on.
_GOES_ON = re.compile("[一是都像几多久转些点意不倒也]|了?[吗么]|的时候|起来|得[不没]|说|受|睡|吃|笑")
_TURNS = re.compile(
    "但|不过|就是|可是|只是|除了|有时|偶尔|不对|不是|错了|反了|[哦啊噢哎]不|还是|有点|有些|少|差(?!不)|更|没"
    "|不(?:会|要|好|行|太|大|怎么|正常|香|想|敢|能)"
)
_QUALIFIED = re.compile(
    r"就是|只是|不过(?!敏)|但是?|可是|只不过|可(?=量|吃|没|不|还)"
    r"|([吃睡走能好拉动喝])是\1[得的]?(?:下|着|了|好|动|香|进)?"
)
_BUT = re.compile("就是|但|不过|只是|可是|倒是|有时|偶尔|几天|半")


def parse_choice(asked: Asked) -> Understanding | None:
    """The code of one option; the gravest of several is asked again when they contradict."""
    options = tuple(asked.context.options.items())
    if not options:
        return None
    placed = _placed(asked, options)
    if placed is not None:
        return placed
    if _IS_IT.search(asked.text):
        return reask(Intent.AMBIGUOUS)
    meant = options_meant(asked.question, options)
    if frozenset(code for code, _ in options) == FREQUENCY:
        days = frequency_of_days(asked.text)
        if days is not None:
            return days
    first = _said_first(asked, meant)
    if first is not None:
        return accept(first, confidence=LIKELY)
    if meant.topic == "frequency" and _DENIES_IT.match(asked.text) and not _BUT.search(asked.text):
        # 没有 我天天跳舞: what is done every day is not what was asked for.
        never = {one.concept for one in meant.mentions("没有")}
        if len(never) == 1:
            return accept(never.pop(), confidence=LIKELY)
    return _by_words(asked, options, meant)


def _said_first(asked: Asked, meant: Meant) -> str | None:
    """The code of the option whose own words begin the utterance, where nothing behind turns against it."""
    text = _SIGHS.sub("", asked.text)
    if asked.flags or _TURNS.search(text) or len(by_time(text)) > 1:
        return None
    found = {
        code
        for code, own, _ in meant.said
        for word in (*own, *(_WELL if code in meant.fine and meant.topic in STATES else ()))
        if text.startswith(word)
        and _GOES_ON.match(text, len(word)) is None
        and RULED_OUT.match(text, len(word)) is None
    }
    return found.pop() if len(found) == 1 else None


def _placed(asked: Asked, options: Options) -> Understanding | None:
    places, off = by_place(asked.text, asked.spoken.bare, len(options))
    if len(places) == 1:
        return accept(options[places[0]][0], confidence=CERTAIN)
    if places:
        return reask(Intent.MULTIPLE, [options[place][0] for place in places])
    return reask(Intent.AMBIGUOUS) if off else None


def _by_words(asked: Asked, options: Options, meant: Meant) -> Understanding | None:
    strict = bool(asked.flags)
    text = _MIXED_UP.sub("", _TOPIC_DENIED.sub("", without_what_is_over(asked.text)))
    text = _CONCEDED.sub("", text) or text
    taken_back = retracted(text)
    codes: set[str] = set()
    if taken_back is not None:
        codes = _meant(asked, taken_back[1], meant)
        if not codes and _DENIES_ALL.whole(taken_back[1]):
            return reask(Intent.AMBIGUOUS)
        alike = (
            None
            if codes
            else by_label(taken_back[1], options, asked.question, strict=strict, whole=bool(meant.topic))
        )
        codes = codes if alike is None else {alike}
    if not codes:
        rank, codes = _of_the_time(asked, _REST_IS_FINE.stripped(text) or text, meant)
        if codes and rank <= PAST and (tells_of_now(text) or (not meant.lasting and only_long_ago(text))):
            return reask(Intent.AMBIGUOUS)
        if len(codes) == 1 and not meant.lasting and _BY_DAYTIME.search(text):
            return reask(Intent.AMBIGUOUS)
    if len(codes) == 1:
        return accept(codes.pop(), confidence=LIKELY)
    if codes:
        return _turned(asked, codes, text, meant) or _several(codes, meant)
    alike = by_label(asked.text, options, asked.question, strict=strict, whole=bool(meant.topic))
    return None if alike is None else accept(alike, confidence=WEAK)


def _of_the_time(asked: Asked, text: str, meant: Meant) -> tuple[int, set[str]]:
    """What is said of the most current time of which anything is said, and the rank of that time."""
    denied: set[str] = set()
    # How often in two weeks is asked of before and now alike.
    parts = [(UNMARKED, text)] if meant.topic == "frequency" else by_time(text)
    for rank, part in parts if len(parts) == 1 else [*parts, (UNMARKED, text)]:
        codes = _meant(asked, part, meant)
        if codes and not codes <= denied:
            return rank, codes - denied
        # 昨天红 今天不红了: what is denied of now is not taken from before.
        denied |= {one.concept for one in meant.mentions(part)} - codes
    return UNMARKED, set()


def _meant(asked: Asked, text: str, meant: Meant) -> set[str]:
    flags = (
        asked.flags
        if text == asked.text or asked.text.startswith(text)
        else signs_in(text, asked.qtype, asked.question)
    )
    return named(text, meant) | {
        code for flag, code in _FLAG_OPTIONS.items() if flag in flags and code in asked.context.options
    }


def _turned(asked: Asked, codes: set[str], text: str, meant: Meant) -> Understanding | None:
    """能吃 就是吃得少, 吃是吃得下 量少了: what a fine state is qualified by counts, not the state."""
    turn = _QUALIFIED.search(text)
    if not codes & meant.fine or turn is None:
        return None
    first = _meant(asked, text[: turn.start()], meant)
    last = _meant(asked, text[turn.end() :], meant)
    if len(last) == 1 and not last & meant.fine and not first - meant.fine:
        return accept(last.pop(), confidence=LIKELY)
    return None


def _several(codes: set[str], meant: Meant) -> Understanding:
    for group in meant.grave:
        if codes <= set(group):
            return accept(next(code for code in group if code in codes), confidence=LIKELY - 0.1)
    return reask(Intent.MULTIPLE, sorted(codes))
